"""Confirming a step on its page (design, section 3; programme rules, section 6)."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from core.clock import now
from tests.factories import make_account
from tests.marketplace.web.story import CALLBACK, PASSWORD, start_step, tell_story
from vouchers.learning.models import Attendance, Verification


@pytest.fixture
def address(session, story) -> str:
    """The page of the first step of the story's voucher."""
    return f"/verify/{start_step(session, story)}"


def attendances(session) -> list[int]:
    return list(session.scalars(select(Attendance.sequence)))


def test_the_page_says_who_asks_for_what_and_confirms_nothing(person, session, address):
    page = person.get(address)

    assert page.status_code == 200
    assert "Lembaga Kursus Dapur Ani" in page.text
    assert "Membuat Kue untuk Pemula" in page.text
    assert "First meeting (redeems the voucher)" in page.text
    assert attendances(session) == []


def test_the_policy_lets_the_form_lead_to_this_institution_alone(person, address):
    """SC-11: `form-action` names the institution's origin on this page only."""
    page = person.get(address)
    other = person.get("/me")

    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://lembaga.example;" in policy
    assert "form-action 'self';" in other.headers["Content-Security-Policy"]


def test_confirming_redeems_the_voucher_and_goes_back(person, session, story, address):
    response = person.send(address, {})

    verification = session.scalars(select(Verification)).one()
    assert response.status_code == 303
    assert response.location == f"{CALLBACK}&verification_id={verification.id}"
    assert attendances(session) == [1]
    session.refresh(story.fresh)
    assert story.fresh.status == "redeemed"


def test_a_step_that_is_confirmed_counts_once_and_leads_on(person, session, address):
    person.send(address, {})

    again = person.get(address)

    assert again.status_code == 409
    assert "This step is confirmed" in again.text
    assert "https://lembaga.example/kembali" in again.text
    assert attendances(session) == [1]


def test_another_person_sees_no_verification_and_cannot_confirm(person, session, story):
    other = tell_story(session)
    address = f"/verify/{start_step(session, other)}"

    seen = person.get(address)
    sent = person.send(address, {}, page="/me")

    assert seen.status_code == sent.status_code == 404
    assert "There is no such verification" in seen.text
    assert other.finished_course.title not in seen.text
    assert attendances(session) == []


def test_an_expired_verification_says_until_when_it_was_good(person, session, address):
    verification = session.scalars(select(Verification)).one()
    verification.expires_at = now() - timedelta(minutes=1)
    session.flush()

    seen = person.get(address)
    sent = person.send(address, {}, page="/me")

    assert seen.status_code == sent.status_code == 409
    assert "time is over" in seen.text
    assert re.search(r"until \d+ \w+ \d{4} \d\d:\d\d WIB\.", seen.text)
    assert attendances(session) == []


def test_a_form_without_the_token_confirms_nothing(person, session, address):
    """SC-11: a forged form cannot act for her."""
    response = person.client.post(address)

    assert response.status_code == 400
    assert "The form has expired" in response.text
    assert attendances(session) == []


def test_a_stranger_signs_in_and_comes_back_to_the_page(stranger, story, address):
    sent_on = stranger.get(address)
    form = {"email": story.email, "password": PASSWORD, "next": address}
    signed_in = stranger.send("/sign-in", form)

    assert sent_on.status_code == 303
    assert sent_on.location == "/sign-in?next=" + quote(address, safe="")
    assert signed_in.location == address


@pytest.mark.parametrize("state", ["x", "%00", "%F0%9F%92%A5", "a" * 2000])
def test_a_strange_address_is_an_unknown_verification(person, state):
    """SC-06: no text of an address is a fault of ours."""
    response = person.get(f"/verify/{state}")

    assert response.status_code == 404


def test_an_account_without_a_voucher_sees_nothing(person, session, address, story):
    account = make_account(session)
    story.fresh.participant_id = account.id
    session.flush()

    assert person.get(address).status_code == 404
