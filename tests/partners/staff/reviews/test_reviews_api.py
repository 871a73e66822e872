"""Access reviews over the API."""

import csv
import io

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.sheets import MARK
from partners.accounts import Account
from partners.organisations import Kind, Standing
from partners.staff import Role, Seat
from partners.staff.reviews import AccessReview
from tests.factories import (
    authorization,
    make_access_review,
    make_account,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)
from tests.partners.callers import slug


@pytest.fixture
def operator(session):
    return make_organisation(session, Kind.OPERATOR, code="pengelola")


@pytest.fixture
def call(session, client, operator):
    """Calls as a person through the programme's console."""

    def call(seat: Seat, method: str, address: str, json=None, **changes):
        program = make_client(session, operator, ["staff:act"])
        account = session.get_one(Account, seat.account_id)
        bearer = make_token(session, program, account, **changes)
        return client.open(
            f"/v1/{address}", method=method, json=json, headers=authorization(bearer)
        )

    return call


@pytest.fixture
def base(organisation) -> str:
    return f"organisations/{organisation.id}/access-reviews"


@pytest.fixture
def one(base, review) -> str:
    return f"{base}/{review.id}"


def keep(*roles: str) -> dict:
    return {"decision": "keep", "roles": list(roles)}


def test_feature_27_a_review_from_opening_to_record(
    session, owner, second, colleague, call, base
):
    opened = call(owner, "POST", base)
    assert opened.status_code == 201
    assert (opened.json["state"], opened.json["seats"]) == ("open", 3)
    address = f"{base}/{opened.json['review_id']}"
    early = call(owner, "POST", f"{address}/completion")
    assert (early.status_code, slug(early)) == (409, "access-review-not-finished")

    seats = call(owner, "GET", f"{address}/seats").json["items"]
    assert [each["full_name"] for each in seats] == [
        "Dewi Ayu",
        "Eka Putri",
        "Citra Dewi",
    ]
    for seat, by, body in (
        (owner, second, keep("owner")),
        (second, owner, keep("owner")),
        (colleague, second, {"decision": "change", "roles": ["finance"]}),
    ):
        said = call(by, "POST", f"{address}/seats/{seat.id}/decision", json=body)
        assert said.status_code == 200, said.text
    assert said.json["decided_by"] == "Eka Putri"
    assert (said.json["roles_before"], said.json["roles"]) == (
        ["catalogue"],
        ["finance"],
    )
    done = call(second, "POST", f"{address}/completion")

    assert (done.json["state"], done.json["decided"]) == ("completed", 3)
    record = call(owner, "GET", f"{address}/record").json
    assert record["closed_by"] == "Eka Putri"
    assert record["unaltered"] is True
    assert len(record["sha256"]) == 64
    assert [each["decision"] for each in record["seats"]] == ["keep", "keep", "change"]
    (listed,) = call(owner, "GET", base).json["items"]
    assert listed == call(owner, "GET", address).json == done.json


def test_one_open_review_an_organisation(owner, review, call, base):
    refused = call(owner, "POST", base)

    assert (refused.status_code, slug(refused)) == (409, "access-review-open")


@pytest.mark.parametrize(
    ("about", "body", "status", "problem"),
    [
        ("owner", keep("owner"), 403, "own-seat-review"),
        ("colleague", keep("finance"), 409, "seat-changed-meanwhile"),
        ("colleague", {"decision": "keep"}, 409, "seat-changed-meanwhile"),
        (
            "colleague",
            {"decision": "change", "roles": ["treasury"]},
            422,
            "role-not-here",
        ),
        ("colleague", {"decision": "change"}, 422, "role-not-here"),
        ("colleague", {"decision": "gone"}, 422, "invalid-request"),
        ("colleague", {"roles": ["owner"]}, 422, "invalid-request"),
        ("stranger", {"decision": "end"}, 404, "seat-not-found"),
    ],
)
def test_what_cannot_be_said_changes_nothing(
    session, owner, colleague, call, one, about, body, status, problem
):
    stranger = make_seat(session, make_organisation(session))
    seat = {"owner": owner, "colleague": colleague, "stranger": stranger}[about]

    refused = call(owner, "POST", f"{one}/seats/{seat.id}/decision", json=body)

    assert (refused.status_code, slug(refused)) == (status, problem)
    session.refresh(seat)
    assert seat.ended_at is None
    assert call(owner, "GET", one).json["decided"] == 0


def test_the_second_decision_is_told_of_the_first(owner, second, colleague, call, one):
    address = f"{one}/seats/{colleague.id}/decision"
    call(owner, "POST", address, json=keep("catalogue"))

    refused = call(second, "POST", address, json={"decision": "end"})

    assert (refused.status_code, slug(refused)) == (409, "seat-already-reviewed")
    assert refused.json["decision"] == "Kept"


def test_deciding_needs_a_second_factor_of_a_moment_ago(owner, colleague, call, one):
    refused = call(
        owner,
        "POST",
        f"{one}/seats/{colleague.id}/decision",
        json={"decision": "end"},
        second_factor_at=None,
    )

    assert slug(refused) == "insufficient-user-authentication"


def test_a_suspended_organisation_keeps_and_ends_and_gives_no_roles(
    session, organisation, owner, second, colleague, call, base, one
):
    organisation.standing = Standing.SUSPENDED
    session.flush()
    address = f"{one}/seats/{colleague.id}/decision"

    changed = call(
        owner, "POST", address, json={"decision": "change", "roles": ["owner"]}
    )
    ended = call(owner, "POST", address, json={"decision": "end"})

    assert slug(changed) == "organisation-read-only"
    assert ended.status_code == 200
    assert slug(call(owner, "POST", base)) == "organisation-read-only"


def test_only_owners_answer(colleague, call, base, one):
    assert call(colleague, "GET", base).status_code == 403
    assert call(colleague, "POST", f"{one}/completion").status_code == 403


def test_auditors_see_who_is_late_and_read_every_record(
    session, operator, organisation, owner, review, call, at
):
    # The review of `at` is long over due by the real clock.
    fresh = make_organisation(session, name="Tepat Waktu")
    make_seat(session, fresh)
    make_access_review(session, fresh)
    auditor = make_seat(session, operator, Role.AUDITOR)

    late = call(auditor, "GET", "access-reviews?late=yes").json["items"]
    every = call(auditor, "GET", "access-reviews?state=open").json["items"]
    of_one = call(auditor, "GET", f"access-reviews?organisation_id={fresh.id}").json
    record = call(auditor, "GET", f"access-reviews/{review.id}/record").json

    assert [each["organisation_code"] for each in late] == ["kursus-maju"]
    assert late[0]["late"] is True
    assert len(every) == 2
    assert len(of_one["items"]) == 1
    assert record["organisation"] == "Kursus Maju"
    assert record["sha256"] is None


@pytest.mark.parametrize("path", ["", "/{id}/record", "/{id}/record.csv"])
def test_nobody_else_reads_the_reviews_of_all(
    session, operator, owner, review, call, path
):
    support = make_seat(session, operator, Role.SUPPORT)
    address = "access-reviews" + path.format(id=review.id)

    assert call(support, "GET", address).status_code == 403
    assert call(owner, "GET", address).status_code == 404


def test_sc_08_hostile_names_are_no_formulas_in_a_record(
    session, organisation, owner, call, base, at
):
    person = make_account(session, full_name="=cmd|' /C calc'!A0")
    make_seat(session, organisation, Role.FINANCE, account_id=person.id)
    review = make_access_review(session, organisation, opened_at=at)

    file = call(owner, "GET", f"{base}/{review.id}/record.csv")

    assert (
        "filename=access-review-2026-03-02.csv" in file.headers["Content-Disposition"]
    )
    content = file.data.decode().removeprefix(MARK)
    lines = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [line["full_name"] for line in lines] == [
        "Dewi Ayu",
        "'=cmd|' /C calc'!A0",
    ]
    assert lines[1]["roles_before"] == "finance"


def test_reading_names_is_on_the_record(session, owner, call, one, review):
    for path in ("seats", "record", "record.csv"):
        call(owner, "GET", f"{one}/{path}")

    lines = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "staff.access_read")
    ).all()

    assert [line.after for line in lines] == [
        {"report": "review", "lines": 3},
        {"report": "record", "lines": 3},
        {"report": "record", "lines": 3},
    ]
    assert session.scalars(select(AccessReview)).one() is review
