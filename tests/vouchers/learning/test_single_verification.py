"""Consent to confirming exactly one step (RFC 9396): that one, once, for its class."""

import pytest
from sqlalchemy import select

from core.clock import now
from core.ids import new_id
from partners.accounts.services.sessions import start_session
from partners.activity import Use
from tests.factories import authorization
from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    about,
    answer,
    decide,
    exchange,
    make_platform,
    question,
)
from tests.vouchers.classroom import Classroom, make_classroom
from tests.vouchers.learning.test_verifications_api import (
    confirm,
    problem,
    start,
    step,
)
from vouchers.learning.models import Attendance


@pytest.fixture
def room(session) -> Classroom:
    return make_classroom(session)


@pytest.fixture
def institution(session, room) -> Platform:
    return make_platform(
        session, organisation=room.institution, scopes=["vouchers:verify"]
    )


@pytest.fixture(autouse=True)
def _signed_in(client, session, room):
    secret = start_session(session, account_id=room.holder.id, at=now())
    session.flush()
    client.set_cookie("person", secret)


def started(client, room, sequence=1) -> tuple[dict, str]:
    """The detail that asks for a step that the institution started, and its state."""
    response = start(client, room, sequence)
    assert response.status_code == 201, response.json
    detail = {
        "type": "sequence_verification",
        "verification_id": response.json["verification_id"],
        "sequence": sequence,
    }
    return detail, response.json["url"].rpartition("/")[2]


def token_for(client, institution, detail) -> str:
    pkce = Pkce()
    code = answer(decide(client, question(institution, pkce, **about(detail))))["code"]
    answered = exchange(client, institution, code, pkce.verifier).json
    assert answered["authorization_details"] == [detail]
    return answered["access_token"]


def page_for(client, institution, detail):
    with client.session_transaction() as browser:
        browser["locale"] = "en"
    asked = question(institution, Pkce(), **about(detail))
    return client.get("/oauth/authorize", query_string=asked)


def attended(session, room) -> list[int]:
    found = select(Attendance.sequence).where(Attendance.voucher_id == room.voucher.id)
    return list(session.scalars(found))


def test_the_first_step_says_that_it_redeems(client, room, institution):
    detail, _ = started(client, room)

    page = page_for(client, institution, detail)

    assert page.status_code == 200
    for words in ("redeems your voucher", room.course.title, room.institution.name):
        assert words in page.text
    assert "training balance" not in page.text


def test_the_institution_confirms_the_step_that_she_allowed(
    client, session, room, institution
):
    detail, state = started(client, room)
    token = token_for(client, institution, detail)

    confirmed = confirm(client, room, state, bearer=token, key="one")
    replayed = confirm(client, room, state, bearer=token, key="one")
    again = confirm(client, room, state, bearer=token, key="two")

    assert confirmed.status_code == 201
    assert replayed.data == confirmed.data
    assert problem(again) == (409, "authorization-used")
    session.refresh(room.voucher)
    assert room.voucher.status == "redeemed"
    assert attended(session, room) == [1]
    use = session.scalars(select(Use).where(Use.kind == "redemption")).one()
    assert use.account_id == room.holder.id
    assert use.organisation_id == room.institution.id
    assert use.object_id == room.voucher.id


def test_another_step_is_not_allowed_by_it(client, session, room, institution):
    step(client, room, 1)
    second, _ = started(client, room, 2)
    test, state = started(client, room, 2)
    token = token_for(client, institution, second)

    refused = confirm(client, room, state, bearer=token)

    assert problem(refused) == (403, "not-as-authorized")
    assert refused.json["differing"] == "verification_id"
    assert test["verification_id"] != second["verification_id"]
    assert attended(session, room) == [1]


def test_the_sequence_has_to_be_that_of_the_verification(client, room, institution):
    detail, _ = started(client, room)

    back = answer(page_for(client, institution, detail | {"sequence": 2}))

    assert back["error"] == "invalid_authorization_details"


def test_vc_06_only_the_institution_of_the_class_may_ask(client, session, room):
    """VC-06: another institution's verification looks like none."""
    stranger = make_platform(
        session,
        organisation=make_classroom(session).institution,
        scopes=["vouchers:verify"],
    )
    foreign, _ = started(client, room)
    unknown = foreign | {"verification_id": str(new_id())}

    errors = [
        answer(page_for(client, stranger, detail))["error_description"]
        for detail in (foreign, unknown)
    ]

    assert errors[0] == errors[1]


def test_vc_06_only_the_holder_can_allow_it(client, session, room, institution):
    other = make_classroom(session, institution=room.institution)
    detail, _ = started(client, other)

    back = answer(page_for(client, institution, detail))

    assert back["error"] == "invalid_authorization_details"


def test_the_holder_s_own_confirmation_leaves_nothing_to_allow(
    client, session, room, institution
):
    detail, state = started(client, room)
    token = token_for(client, institution, detail)
    confirm(client, room, state)

    refused = confirm(client, room, state, bearer=token)

    assert problem(refused) == (409, "step-already-confirmed")
    assert attended(session, room) == [1]
    over = answer(page_for(client, institution, detail))
    assert over["error"] == "invalid_authorization_details"


def test_the_token_starts_no_verification(client, room, institution):
    detail, _ = started(client, room)
    token = token_for(client, institution, detail)

    response = client.post(
        "/v1/verifications",
        json={"code": room.code, "sequence": 1, "redirect_uri": "https://a.example"},
        headers=authorization(token, "key"),
    )

    assert problem(response) == (403, "scope-missing")
