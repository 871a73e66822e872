import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.regions import read_regions
from catalog.regions.services.load import load_regions


@pytest.fixture(autouse=True)
def regions(session: Session) -> None:
    load_regions(session, read_regions())


def test_anyone_may_list_the_provinces(client: FlaskClient) -> None:
    listed = client.get("/v1/regions/provinces?limit=100").json

    assert len(listed["items"]) == 38
    assert listed["items"][0] == {"code": "11", "name": "Aceh"}
    assert listed["next_cursor"] is None


def test_regencies_belong_to_a_province(client: FlaskClient) -> None:
    listed = client.get("/v1/regions/regencies?province=32&limit=100").json

    assert len(listed["items"]) == 27
    assert {each["province_code"] for each in listed["items"]} == {"32"}


def test_districts_are_paged(client: FlaskClient) -> None:
    first = client.get("/v1/regions/districts?regency=32.73&limit=20").json
    second = client.get(
        "/v1/regions/districts",
        query_string={"regency": "32.73", "cursor": first["next_cursor"]},
    ).json

    assert len(first["items"]) + len(second["items"]) == 30
    assert second["next_cursor"] is None
    codes = [each["code"] for each in first["items"] + second["items"]]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("query", ["province=3", "province=abc", "limit=0"])
def test_a_malformed_question_is_refused(client: FlaskClient, query: str) -> None:
    response = client.get(f"/v1/regions/regencies?{query}")

    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
