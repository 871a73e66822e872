"""Institutions import their lists; the operator decides on what is held back."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.courses import Course, CourseStatus
from core.audit.models import AuditEntry
from partners.organisations import Kind, Organisation
from tests.factories import (
    authorization,
    make_client,
    make_course,
    make_organisation,
    make_token,
)

ROW = {
    "lp_name": "Dapur Ani",
    "course_title": "Membuat Roti",
    "course_category": "Makanan dan Minuman",
    "course_type": "Online - LMS",
    "course_url": "https://dapur-ani.example/roti",
    "course_price": "Rp 250.000",
}


@pytest.fixture
def institution(session: Session) -> Organisation:
    return make_organisation(session, name="Dapur Ani", name_key="dapur ani")


@pytest.fixture
def bearer(session: Session, institution: Organisation) -> str:
    return make_token(session, make_client(session, institution, ["catalog:write"]))


@pytest.fixture
def operator(session: Session) -> dict[str, str]:
    organisation = make_organisation(session, Kind.OPERATOR)
    scopes = ["programme:read", "programme:manage", "catalog:read"]
    return authorization(
        make_token(session, make_client(session, organisation, scopes))
    )


def courses(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Course)) or 0


def test_an_institution_imports_its_list(
    client: FlaskClient, session: Session, bearer: str
) -> None:
    rows: list[Any] = [
        ROW,
        {**ROW, "course_title": "Membuat Kue", "course_price": "Rp 1250.000"},
        {**ROW, "course_title": "Membuat Mi", "course_price": "mahal"},
    ]

    response = client.post(
        "/v1/course-imports",
        json={"rows": rows},
        headers=authorization(bearer, "key-1") | {"Accept-Language": "id"},
    )

    assert response.status_code == 201
    result = response.json
    findings = result.pop("findings")
    assert result == {
        "created": 2,
        "changed": 0,
        "unchanged": 0,
        "withheld": 0,
        "rejected": 1,
        "held": 1,
    }
    by_row = {each["row"]: each for each in findings if each["severity"] != "warning"}
    assert by_row[3]["code"] == "price_unreadable"
    assert by_row[3]["message"] == "Harga tidak dapat dibaca sebagai rupiah bulat."
    statuses = session.scalars(select(Course.status)).all()
    assert statuses == [CourseStatus.DRAFT, CourseStatus.DRAFT]


def test_the_same_key_answers_the_same(
    client: FlaskClient, session: Session, bearer: str
) -> None:
    """ID-01, ID-02: a retry imports nothing twice."""
    headers = authorization(bearer, "key-1")
    first = client.post("/v1/course-imports", json={"rows": [ROW]}, headers=headers)

    again = client.post("/v1/course-imports", json={"rows": [ROW]}, headers=headers)

    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    assert courses(session) == 1


def test_another_institutions_courses_are_refused(
    client: FlaskClient, session: Session, bearer: str
) -> None:
    rows = [ROW, {**ROW, "lp_name": "Dapur Budi"}]

    response = client.post(
        "/v1/course-imports", json={"rows": rows}, headers=authorization(bearer, "k")
    )

    assert response.status_code == 403
    assert response.json["type"].endswith("/import-for-another-institution")
    assert response.json["rows"] == [2]
    assert courses(session) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"rows": []},
        {"rows": [ROW] * 1_001},
        {"rows": ["a row"]},
        {"rows": [ROW], "publish": True},
        {},
    ],
)
def test_a_malformed_list_is_refused(
    client: FlaskClient, session: Session, bearer: str, body: dict[str, Any]
) -> None:
    """SC-03, SC-05: too long, of the wrong form, or with fields we do not know."""
    response = client.post(
        "/v1/course-imports", json=body, headers=authorization(bearer, "k")
    )

    assert response.status_code == 422
    assert courses(session) == 0


def test_hostile_cells_are_reported_and_not_stored(
    client: FlaskClient, session: Session, bearer: str
) -> None:
    """SC-06: nesting, NUL and odd types end as findings."""
    rows = [
        {**ROW, "course_title": {"a": ["b"]}},
        {**ROW, "course_title": "Membuat\u0000 Roti"},
        {**ROW, "course_title": 10**30, "course_price": -5},
    ]

    response = client.post(
        "/v1/course-imports",
        data=json.dumps({"rows": rows}),
        content_type="application/json",
        headers=authorization(bearer, "k"),
    )

    assert response.status_code == 201
    assert (response.json["created"], response.json["rejected"]) == (1, 2)
    assert session.scalars(select(Course.title)).all() == ["Membuat Roti"]


def test_only_institutions_import(client: FlaskClient, session: Session) -> None:
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM, name_key="dapur ani")
    bearer = make_token(session, make_client(session, platform, ["catalog:write"]))

    response = client.post(
        "/v1/course-imports", json={"rows": [ROW]}, headers=authorization(bearer, "k")
    )

    assert response.status_code == 403
    assert courses(session) == 0


def test_the_operator_puts_a_draft_on_sale(
    client: FlaskClient, session: Session, operator: dict[str, str]
) -> None:
    draft = make_course(session, status=CourseStatus.DRAFT, title="Membuat Roti")
    listed = client.get("/v1/course-drafts", headers=operator).json["items"]
    assert [each["id"] for each in listed] == [str(draft.id)]

    response = client.post(
        f"/v1/course-drafts/{draft.id}/publication", headers=operator
    )

    assert response.json == {"id": str(draft.id), "status": "published"}
    assert client.get(f"/v1/courses/{draft.id}", headers=operator).status_code == 200
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "course.published")
    ).one()
    assert (line.before, line.after) == ({"status": "draft"}, {"status": "published"})


def test_what_is_no_draft_cannot_be_published(
    client: FlaskClient, session: Session, operator: dict[str, str]
) -> None:
    suspended = make_course(session, status=CourseStatus.SUSPENDED)

    response = client.post(
        f"/v1/course-drafts/{suspended.id}/publication", headers=operator
    )

    assert response.status_code == 404
    session.refresh(suspended)
    assert suspended.status == CourseStatus.SUSPENDED


def test_an_institution_cannot_publish(
    client: FlaskClient, session: Session, institution: Organisation
) -> None:
    """SC-04: not even with an operator's scope."""
    draft = make_course(session, institution, status=CourseStatus.DRAFT)
    owner = make_client(session, institution, ["programme:manage"])
    headers = authorization(make_token(session, owner))

    response = client.post(f"/v1/course-drafts/{draft.id}/publication", headers=headers)

    assert response.status_code == 403
    session.refresh(draft)
    assert draft.status == CourseStatus.DRAFT
