"""What a participant sees of herself (features 3, 18 and 62)."""

import pytest
from sqlalchemy import event, select

from marketplace.programme import Application
from partners.accounts.passwords import hash_password
from tests.factories import (
    make_account,
    make_application,
    make_batch,
    make_course,
    make_offering,
    make_participant,
    make_schedule,
    make_voucher,
)
from tests.marketplace.web.story import PASSWORD, make_payout_account
from vouchers.vouchers.rules import group_code

EMAIL = "budi@example.org"


@pytest.fixture
def newcomer(stranger, session):
    """A participant without an application, signed in."""
    account = make_account(
        session, email=EMAIL, full_name="Budi", password_hash=hash_password(PASSWORD)
    )
    make_participant(session, account)
    form = {"email": EMAIL, "password": PASSWORD, "next": "/me"}
    stranger.send("/sign-in", form)
    return account


def test_the_page_shows_balance_code_certificate_and_conditions(person, story):
    page = person.get("/me").text

    assert "Hello, Ani" in page
    assert "Rp\N{NO-BREAK SPACE}3.150.000" in page
    assert "Buy your first course by" in page
    assert group_code(story.fresh_code) in page
    assert "Not redeemed yet" in page
    assert "Type the redeem code on the institution&#39;s site" in page
    assert "Menjadi Barista Pemula" in page
    assert "Rp\N{NO-BREAK SPACE}600.000" in page
    assert "any number of stars counts" in page
    assert "No account is linked yet." in page


def test_the_page_is_in_indonesian_when_asked(person):
    person.send("/language", {"locale": "id", "next": "/me"}, page="/me")

    page = person.get("/me").text

    assert '<html lang="id">' in page
    assert "Halo, Ani" in page
    assert "Saldo pelatihan" in page
    assert "Belum diredeem" in page


def test_the_page_is_kept_out_of_caches(person):
    """SC-11: personal data carries no-store."""
    assert person.get("/me").headers["Cache-Control"] == "no-store"


def test_a_stranger_is_sent_to_sign_in(stranger):
    response = stranger.get("/me")

    assert response.status_code == 303
    assert response.location == "/sign-in?next=%2Fme"


def test_a_newcomer_sees_what_will_appear(stranger, newcomer):
    page = stranger.get("/me").text

    assert "You have not joined a batch yet." in page
    assert "No batch is open for you at this moment." in page
    assert "You have not bought a course yet." in page
    assert "A certificate appears here" in page
    assert "Its conditions appear here." in page


def test_a_newcomer_joins_the_open_batch(stranger, session, newcomer):
    make_batch(session, number=71)
    assert "Join batch 71" in stranger.get("/me").text

    response = stranger.send("/me/applications", {"batch_number": "71"}, page="/me")

    assert response.status_code == 303
    page = stranger.get("/me").text
    assert "Your application to batch 71 was received." in page
    assert "Being checked" in page
    assert "Join batch" not in page
    assert "No batch is open for you" not in page


def test_joining_twice_is_refused_and_adds_nothing(stranger, session, newcomer):
    make_batch(session, number=71)
    stranger.send("/me/applications", {"batch_number": "71"}, page="/me")

    response = stranger.send("/me/applications", {"batch_number": "71"}, page="/me")

    assert response.status_code == 409
    assert "You have already applied" in response.text
    assert "batch 71 counts; it is being checked." in response.text
    assert len(session.scalars(select(Application)).all()) == 1


def test_a_closed_batch_takes_nobody(stranger, session, newcomer):
    make_batch(session, number=71, status="decided")

    response = stranger.send("/me/applications", {"batch_number": "71"}, page="/me")

    assert response.status_code == 409
    assert "The batch is closed; only an open one can be joined." in response.text
    assert session.scalars(select(Application)).all() == []


def test_the_language_can_be_chosen_on_the_page_of_a_refusal(stranger, newcomer):
    """The language form leads back to the address of the page, by GET."""
    form = {"locale": "id", "next": "/me/applications"}

    back = stranger.send("/language", form, page="/me").location

    assert stranger.get(back).location == "/me"


def test_joining_without_the_token_is_refused(stranger, session, newcomer):
    """SC-11: a forged form cannot act for her."""
    make_batch(session, number=71)

    response = stranger.client.post("/me/applications", data={"batch_number": "71"})

    assert response.status_code == 400
    assert session.scalars(select(Application)).all() == []


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "\N{SUPERSCRIPT TWO}"])
def test_a_batch_that_is_no_number_is_not_found(stranger, newcomer, number):
    response = stranger.send("/me/applications", {"batch_number": number}, page="/me")

    assert response.status_code == 404


def test_each_failed_rule_is_said_in_words(stranger, session, newcomer):
    """Feature 14: every outcome is named."""
    participant = newcomer
    batch = make_batch(session, number=70, status="selected")
    make_application(
        session,
        batch,
        participant,
        status="rejected",
        failed_rules=["age_max", "family_card"],
    )

    page = stranger.get("/me").text

    assert "Does not meet the rules" in page
    assert "You were older than 64 on the day you applied." in page
    assert "2 people of your family card were selected before." in page


def test_an_account_is_shown_masked(person, session, story):
    """PD-03: only the last four digits."""
    make_payout_account(session, story.account, "0081234567", status="verified")

    page = person.get("/me").text

    assert "••••••4567" in page
    assert "0081234567" not in page
    assert "Verified" in page


def test_more_vouchers_take_no_more_statements(person, session, engine, story):
    """Design, section 8: no query in a loop."""
    before = statements(engine, person)

    for number in range(5):
        course = make_course(session, title=f"Kursus {number}")
        schedule = make_schedule(session, course)
        offering = make_offering(session, course)
        make_voucher(session, offering, schedule, course, story.account)
    after = statements(engine, person)

    assert after == before
    assert before <= 30


def statements(engine, person) -> int:
    """How many statements the page takes."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert person.get("/me").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
