"""Registering on the page (programme rules, section 2)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from core.privacy import vault_of
from marketplace.participants.models import Participant
from partners.accounts import Account
from partners.limits.rules import REGISTRATION_BY_ADDRESS
from tests.factories import make_participant
from tests.factories.marketplace import _make_district

FORM = {
    "full_name": "Siti Aminah",
    "nik": "3273015705980001",
    "family_card": "3273012008100007",
    "birth_date": "1998-05-17",
    "phone": "0812-3456-7890",
    "regency": "32.73",
    "district": "32.73.01",
    "occupation": "job_seeker",
    "email": "siti@example.org",
    "password": "gajah biru makan siang",
    "truthful": "y",
}


@pytest.fixture(autouse=True)
def district(session) -> None:
    _make_district(session)


def people(session) -> tuple[int, int]:
    """How many accounts and participants there are."""
    return (
        session.scalar(select(func.count()).select_from(Account)),
        session.scalar(select(func.count()).select_from(Participant)),
    )


def send(stranger, **changes: Any):
    return stranger.send("/register", FORM | changes)


def test_a_person_registers_and_is_signed_in(stranger, session):
    response = send(stranger, offices=["police", "army"], student="y")

    assert response.status_code == 303
    assert response.location == "/me"
    assert people(session) == (1, 1)
    declared = session.scalars(select(Participant.declarations)).one()
    assert declared == {
        "occupation": "job_seeker",
        "offices": ["police", "army"],
        "student": True,
        "other_aid": False,
    }
    page = stranger.get("/me").text
    assert "You are registered." in page
    assert "Hello, Siti" in page


@pytest.mark.parametrize(
    ("field", "value", "said", "remedy"),
    [
        ("nik", "123", "An identity number has 16 digits", "Copy the 16 digits"),
        ("nik", "3273015705980000", "impossible serial", "Copy the 16 digits"),
        ("birth_date", "1998-05-18", "date of birth", "card"),
        ("family_card", "123", "family card", "16"),
        ("phone", "555", "not an Indonesian mobile number", "081234567890"),
        ("district", "99.99.99", "Please choose from the list.", ""),
        ("email", "siti", "This is no e-mail address", "name@example.org"),
        ("password", "kuda", "The password is too short", "Choose a longer one"),
        ("password", "siti@example.org", "easy to guess", "only you know"),
    ],
)
def test_a_refusal_is_shown_at_its_field_with_what_to_do(
    stranger, session, field, value, said, remedy
):
    """Feature 3: what was wrong and how to mend it, in the reader's language."""
    response = send(stranger, **{field: value})

    assert response.status_code in (422, 409)
    shown = response.text.split(f'id="{field}-error"')[1].split("</p>")[0]
    assert said.lower() in shown.lower()
    assert remedy in shown
    assert f'aria-describedby="{field}' in response.text
    assert people(session) == (0, 0)


@pytest.mark.parametrize("field", list(FORM))
def test_nothing_can_be_left_out(stranger, session, field):
    response = send(stranger, **{field: ""})

    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert people(session) == (0, 0)


def test_what_was_typed_stays_except_the_password(stranger):
    page = send(stranger, nik="123").text

    assert 'value="Siti Aminah"' in page
    assert FORM["password"] not in page
    assert '<option selected value="32.73.01">' in page


def test_a_number_that_somebody_has_is_refused_without_saying_whose(stranger, session):
    """Feature 2: one person, one account."""
    make_participant(session)
    send(stranger)
    before = people(session)

    response = send(stranger, email="other@example.org", phone="0813 0000 0001")

    assert response.status_code == 409
    assert 'id="nik-error"' in response.text
    assert "siti@example.org" not in response.text
    assert people(session) == before


def test_the_districts_follow_the_regency_without_javascript(stranger):
    page = stranger.send("/register/districts", FORM | {"district": ""}, "/register")

    assert page.status_code == 200
    assert "Sukasari" in page.text
    assert 'value="Siti Aminah"' in page.text
    assert "field-error" not in page.text


def test_a_form_without_the_token_registers_nobody(stranger, session):
    """SC-11: a forged form registers nobody."""
    response = stranger.client.post("/register", data=FORM)

    assert response.status_code == 400
    assert people(session) == (0, 0)


@pytest.mark.parametrize("value", ["\0", "x" * 100_000, "\u202egnp.exe"])
def test_strange_text_is_refused_and_never_a_fault(stranger, session, value):
    """SC-06: whatever is typed, the answer is a page."""
    for field in ("full_name", "nik", "regency", "district", "occupation", "email"):
        response = send(stranger, **{field: value})

        assert response.status_code == 422
    assert people(session) == (0, 0)


def test_slips_of_the_pen_keep_nobody_out(stranger, session):
    """A hundred people register in a hall behind one address, each with a mistake."""
    for _ in range(REGISTRATION_BY_ADDRESS.allowed + 5):
        assert send(stranger, nik="123").status_code == 422

    assert send(stranger).status_code == 303


def test_oa_24_who_asks_what_is_taken_is_not_listened_to_for_long(stranger, session):
    send(stranger)
    stranger.send("/sign-out", {}, page="/me")
    number = REGISTRATION_BY_ADDRESS.allowed

    answers = [send(stranger).status_code for _ in range(number + 2)]

    assert answers == [409] * number + [429] * 2


def test_oa_24_a_mistake_on_purpose_does_not_tell_which_email_is_taken(
    stranger, session
):
    """Only what counts as a failure tells something of somebody else."""
    make_participant(session)
    taken = session.scalars(select(Account)).one()
    email = vault_of(session).open(taken.email_sealed, row=taken.id, field="email")

    known, unknown = (
        send(stranger, email=each, nik="123") for each in (email, "free@example.org")
    )

    assert known.status_code == unknown.status_code == 422
    assert "There is an account" not in known.text
