"""Finding occupations, skills and units, by anybody."""

import pytest
from sqlalchemy import update

from catalog.taxonomies import Concept
from core.clock import now
from tests.catalog.taxonomies.edition import (
    DECREE,
    DEVELOPER,
    GROUP,
    PYTHON,
    SEW,
    UNIT,
)

pytestmark = pytest.mark.usefixtures("edition")


@pytest.fixture
def found(client):
    def codes(path, **query):
        answer = client.get(f"/v1/{path}", query_string=query)
        assert answer.status_code == 200, answer.json
        return [each["code"] for each in answer.json["items"]]

    return codes


@pytest.mark.parametrize(
    ("path", "typed", "first"),
    [
        ("skills", "pyhton", PYTHON),
        ("skills", "pyth", PYTHON),
        ("skills", "SEW fabric", SEW),
        ("occupations", "progremmer", DEVELOPER),
        ("occupations", "Software developers", "2512"),
        ("competence-units", "keselamatan kerj", UNIT),
    ],
)
def test_34_words_are_found_by_beginnings_other_names_and_in_spite_of_typos(
    found, path, typed, first
):
    assert found(path, query=typed)[0] == first


def test_a_tree_is_walked_from_its_top(found):
    assert found("occupations") == ["2", "7"]
    assert found("occupations", under="251") == ["2511", "2512"]
    assert found("occupations", under="2512") == [DEVELOPER]
    assert set(found("occupations", under="251", query="software")) == {
        "2512",
        DEVELOPER,
    }
    assert found("occupations", under="7", query="software") == []
    assert found("skills", under=GROUP) == [PYTHON]
    assert found("competence-units") == [DECREE]
    assert found("competence-units", under=DECREE) == [UNIT]


def test_codes_are_looked_up_withdrawn_ones_too(client, session, found):
    session.execute(
        update(Concept).where(Concept.code == SEW).values(withdrawn_at=now())
    )

    asked = client.get("/v1/skills", query_string={"code": [PYTHON, SEW, "none"]}).json

    assert [each["code"] for each in asked["items"]] == [SEW, PYTHON]
    assert [each["withdrawn_at"] is None for each in asked["items"]] == [False, True]
    assert asked["items"][1]["title_en"] == "Python"
    assert asked["items"][1]["alternatives"] == ["programming in Python"]
    assert found("skills", query="sew pieces of fabric") == []


def test_sc_05_what_is_found_comes_in_pages(client, found):
    everything = found("skills", query="crepe", limit=100)

    seen, cursor = [], None
    while cursor is not None or not seen:
        query = {"query": "crepe", "limit": 7} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/skills", query_string=query).json
        seen += [each["code"] for each in page["items"]]
        cursor = page["next_cursor"]

    assert len(everything) == 20
    assert seen == everything


def test_an_answer_may_be_kept_and_is_asked_for_by_its_tag(client):
    first = client.get("/v1/occupations?under=251")
    again = client.get(
        "/v1/occupations?under=251", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in first.headers
    assert again.status_code == 304


@pytest.mark.parametrize(
    "query", ["limit=101", "cursor=x", f"query={'a' * 101}", "under="]
)
def test_a_malformed_question_is_refused(client, query):
    answer = client.get(f"/v1/skills?{query}")

    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
