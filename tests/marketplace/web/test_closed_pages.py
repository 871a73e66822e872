"""What participants see of something that is closed."""

import pytest
from sqlalchemy import func, select

from marketplace.participants.models import Participant
from partners.accounts import Account
from partners.switches import Switch
from tests.factories import (
    authorization,
    make_award,
    make_client,
    make_closure,
    make_organisation,
    make_participant,
    make_token,
)
from tests.factories.marketplace import _make_district
from tests.marketplace.participants.test_api import ANI
from tests.marketplace.web.test_registration_page import FORM
from tests.partners.browsing import browser_for


def participants(session) -> int:
    return session.scalar(select(func.count()).select_from(Participant))


def test_nobody_registers_on_the_page(stranger, session):
    _make_district(session)
    token_page = stranger.get("/register")
    assert token_page.status_code == 200
    make_closure(session, Switch.PARTICIPANT_SIGN_UP)

    page = stranger.get("/register")
    sent = stranger.send("/register", FORM, page="/sign-in")

    for answer in (page, sent):
        assert answer.status_code == 403
        assert "Registration is closed at present" in answer.text
        assert "Numbers are being checked." in answer.text
    assert participants(session) == 0
    assert stranger.get("/sign-in").status_code == 200


def test_nobody_is_registered_at_a_counter(client, session):
    _make_district(session)
    counter = make_client(
        session, make_organisation(session, kinds=["operator"]), ["registrations:write"]
    )
    headers = authorization(make_token(session, counter))
    make_closure(session, Switch.PARTICIPANT_SIGN_UP)

    answer = client.post("/v1/registrations", headers=headers, json=ANI)

    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/registration-closed"
    assert participants(session) == 0


def test_partners_sign_up_meanwhile(stranger, session):
    make_closure(session, Switch.PARTICIPANT_SIGN_UP)

    assert stranger.get("/sign-up").status_code == 200


@pytest.mark.parametrize(
    ("switch", "scheme", "shown"),
    [
        (Switch.PROGRAMME, None, True),
        (Switch.PROGRAMME, "normal", True),
        (Switch.PROGRAMME, "semi-bansos", False),
        (Switch.PAYOUTS, None, True),
        (Switch.PARTNER_SIGN_UP, None, False),
    ],
)
def test_her_page_tells_her_what_concerns_her(app, session, switch, scheme, shown):
    participant = make_participant(session)
    make_award(session, participant)
    make_closure(session, switch, scheme_code=scheme)
    account = session.get_one(Account, participant.id)

    page = browser_for(app, session, account).get("/me").text

    assert ("Numbers are being checked." in page) is shown


@pytest.mark.parametrize(
    ("switch", "scheme", "shown"),
    [
        (Switch.PARTICIPANT_SIGN_UP, None, True),
        (Switch.PROGRAMME, None, True),
        (Switch.PROGRAMME, "normal", False),
        (Switch.PAYOUTS, None, False),
    ],
)
def test_the_first_page_tells_strangers_what_concerns_them(
    stranger, session, switch, scheme, shown
):
    make_closure(session, switch, scheme_code=scheme)

    assert ("Numbers are being checked." in stranger.get("/").text) is shown
