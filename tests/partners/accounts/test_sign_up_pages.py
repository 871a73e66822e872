"""The pages from `/join` to an account, as a browser sees them."""

import pytest
from sqlalchemy import func, select

from partners.accounts import Account
from partners.accounts.models import SignUp
from partners.accounts.services.sign_up import answer_sign_up
from partners.limits.rules import SIGN_UP_BY_ADDRESS
from tests.factories import letters, link_in, make_account
from tests.partners.browsing import browser_for, csrf_token, submit

EMAIL = "sari@kursus.example"
PASSWORD = "kuda hijau berlari pagi"
FORM = {"full_name": "Sari  Dewi", "password": PASSWORD}


@pytest.fixture
def browser(client):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    submit(client, "/language", locale="en", next="/")
    return client


def follow(browser, session, at, **fields) -> str:
    """Type the address and open the letter: the path of its link."""
    answer = submit(browser, "/sign-up", **{"email": EMAIL, "next": "/join", **fields})
    assert (answer.status_code, answer.location) == (303, "/sign-up/letter")
    for sign_up in session.scalars(select(SignUp)):
        answer_sign_up(session, sign_up.id, at=sign_up.created_at)
    session.flush()
    return link_in(letters(session)[-1][2])


def test_a_stranger_on_the_page_for_organisations_is_shown_both_ways(browser):
    page = browser.get("/join")

    assert page.status_code == 200
    assert 'href="/sign-up?next=/join"' in page.text
    assert 'href="/sign-in?next=/join"' in page.text
    assert "Training institution" in page.text
    assert '<form method="post" action="/join"' not in page.text


def test_a_stranger_cannot_begin(browser):
    answer = submit(browser, "/join", name="X", code="x", kind="job_portal")

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_the_sign_in_page_leads_to_an_account_and_on(browser):
    page = browser.get("/sign-in?next=/join").text

    assert 'href="/sign-up?next=/join"' in page
    assert 'href="/register"' in page


def test_she_comes_to_an_account_and_on_to_where_she_was_going(browser, session, at):
    path = follow(browser, session, at)
    page = browser.get(path)
    assert f'value="{EMAIL}" readonly' in page.text
    assert session.scalar(select(func.count()).select_from(Account)) == 0

    made = browser.post(path, data={"csrf_token": csrf_token(page), **FORM})

    assert (made.status_code, made.location) == (303, "/join")
    page = browser.get("/join").text
    assert "Your account is made" in page
    assert 'action="/join"' in page
    assert browser.get("/sign-up").location == "/join"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "\\\\evil.example"]
)
def test_a_link_elsewhere_leads_home(browser, session, at, elsewhere):
    path = follow(browser, session, at, next=elsewhere)

    made = submit(browser, path, **FORM)

    assert made.location == "/me"


def test_words_do_not_tell_whether_there_is_an_account(browser, session):
    """OA-24: the same page, headers and status for an address that has one."""
    make_account(session, email=EMAIL)

    known = submit(browser, "/sign-up", email=EMAIL)
    unknown = submit(browser, "/sign-up", email="nobody@kursus.example")

    assert known.status_code == unknown.status_code == 303
    assert known.location == unknown.location == "/sign-up/letter"
    assert known.data == unknown.data
    # Neither was looked up within the request.
    assert letters(session) == []


def test_somebody_with_an_account_who_followed_the_link_is_led_to_sign_in(
    browser, session, at
):
    path = follow(browser, session, at)
    make_account(session, email=EMAIL)

    answer = submit(browser, path, **FORM)

    assert answer.status_code == 409
    assert 'href="/sign-in?next=/join"' in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"full_name": ""}, "Please fill this in."),
        ({"full_name": "a\0b"}, "Use letters only."),
        ({"full_name": "x" * 201}, "This is too long."),
        ({"password": "kuda"}, "The password is too short"),
        ({"password": EMAIL}, "easy to guess"),
        ({"password": ""}, "Please fill this in."),
    ],
)
def test_a_refusal_says_what_to_do_and_makes_nothing(
    browser, session, at, fields, said
):
    path = follow(browser, session, at)

    answer = submit(browser, path, **(FORM | fields))

    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalar(select(func.count()).select_from(Account)) == 0
    assert submit(browser, path, **FORM).status_code == 303


@pytest.mark.parametrize("email", ["", "sari", "a\0b@x.example", "x" * 300])
def test_no_letter_goes_to_what_is_no_address(browser, session, email):
    answer = submit(browser, "/sign-up", email=email)

    assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(SignUp)) == 0


def test_who_comes_too_late_asks_again_on_the_same_page(browser):
    answer = browser.get("/sign-up/invented")

    assert answer.status_code == 403
    assert "The link is no longer valid" in answer.text
    assert 'action="/sign-up"' in answer.text
    assert submit(browser, "/sign-up/invented", **FORM).status_code == 403


def test_a_form_without_the_token_asks_for_nothing(browser, session):
    """SC-11: a forged form sends nobody a letter."""
    assert browser.post("/sign-up", data={"email": EMAIL}).status_code == 400
    assert session.scalar(select(func.count()).select_from(SignUp)) == 0


def test_somebody_signed_in_needs_no_account(app, session):
    browser = browser_for(app, session, make_account(session))

    assert browser.get("/sign-up?next=/join").location == "/join"


def test_oa_24_one_address_does_not_write_to_the_whole_world(browser, session):
    """Every letter counts, not only what fails; another address is not concerned."""
    number = SIGN_UP_BY_ADDRESS.allowed
    token = csrf_token(browser.get("/sign-up"))

    def ask(email: str, address: str = "198.51.100.7"):
        return browser.post(
            "/sign-up",
            data={"email": email, "csrf_token": token},
            environ_overrides={"REMOTE_ADDR": address},
        )

    answers = [ask(f"person{n}@example.org") for n in range(number + 2)]

    statuses = [answer.status_code for answer in answers]
    assert statuses == [303] * number + [429] * 2
    assert answers[-1].headers["Retry-After"] == "3600"
    assert "asked for too often" in answers[-1].text
    assert session.scalar(select(func.count()).select_from(SignUp)) == number
    assert ask(EMAIL, "198.51.100.8").status_code == 303
