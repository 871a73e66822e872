"""While signing up of partners is closed nobody begins, and who is here goes on."""

import pytest
from sqlalchemy import func, select

from partners.accounts import Account
from partners.accounts.models import SignUp
from partners.accounts.services.sign_up import (
    answer_sign_up,
    ask_to_sign_up,
    finish_sign_up,
)
from partners.organisations.models import Organisation
from partners.switches import Switch
from partners.switches.errors import SignUpClosed
from tests.factories import letters, link_in, make_account, make_closure
from tests.partners.browsing import browser_for, csrf_token, submit

EMAIL = "sari@kursus.example"
PASSWORD = "kuda hijau berlari pagi"


@pytest.fixture
def closure(session):
    return make_closure(session, Switch.PARTNER_SIGN_UP, proposed=True)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Numbers are being checked."), ("id", "Data sedang diperiksa.")],
)
def test_the_page_says_why_in_the_reader_s_language(client, closure, language, said):
    page = client.get("/sign-up", headers={"Accept-Language": language})

    assert page.status_code == 403
    assert said in page.text
    assert '<input id="email"' not in page.text


def test_no_letter_goes_out(client, session):
    token = csrf_token(client.get("/sign-up"))
    make_closure(session, Switch.PARTNER_SIGN_UP)

    answer = client.post("/sign-up", data={"csrf_token": token, "email": EMAIL})

    assert answer.status_code == 403
    assert session.scalar(select(func.count()).select_from(SignUp)) == 0


def test_a_link_waits_until_it_is_open_again(client, session, at):
    asked = ask_to_sign_up(session, email=EMAIL, locale="en", next_page="/join", at=at)
    answer_sign_up(session, asked, at=at)
    session.flush()
    path = link_in(letters(session)[-1][2])
    values = {"full_name": "Sari", "password": PASSWORD, "locale": "en", "at": at}
    secret = path.rpartition("/")[2]
    closure = make_closure(session, Switch.PARTNER_SIGN_UP, proposed=True)

    assert client.get(path).status_code == 403
    with pytest.raises(SignUpClosed):
        finish_sign_up(session, secret=secret, **values)
    closure.opened_by, closure.opened_at = closure.closed_by, at
    session.flush()

    assert finish_sign_up(session, secret=secret, **values).email_verified_at == at


def test_nobody_begins_with_a_new_organisation(app, session, closure):
    browser = browser_for(app, session, make_account(session))

    answer = submit(browser, "/join", name="Kursus", code="kursus", kind="assessor")

    assert answer.status_code == 403
    assert "Numbers are being checked." in answer.text
    codes = select(Organisation.code).where(Organisation.code == "kursus")
    assert session.scalars(codes).all() == []


def test_who_has_an_account_signs_in(client, session, closure):
    assert client.get("/sign-in").status_code == 200
    assert client.get("/join").status_code == 200
    assert client.get("/register").status_code == 200
    people = select(func.count()).select_from(Account)
    assert session.scalar(people) == 2
