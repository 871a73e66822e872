"""The own page of somebody who works for an organisation and takes no part herself."""

from partners.organisations import Kind
from tests.factories import make_account, make_organisation, make_participant, make_seat
from tests.partners.browsing import browser_for


def test_she_sees_where_she_works(app, session):
    account = make_account(session, full_name="Ratna Wulandari")
    partner = make_organisation(session, code="kursus-maju", name="Kursus Maju")
    operator = make_organisation(session, Kind.OPERATOR, name="PMO")
    for organisation in (partner, operator):
        make_seat(session, organisation, account_id=account.id)
    browser = browser_for(app, session, account)

    page = browser.get("/me")

    assert page.status_code == 200
    assert "Hello, Ratna" in page.text
    assert 'href="/partner/kursus-maju"' in page.text
    assert 'href="/operator"' in page.text
    assert 'href="/me/security"' in page.text
    assert "My vouchers" not in page.text
    assert "payout" not in page.text.partition("<main")[2].lower()


def test_without_a_seat_the_page_says_who_could_invite_her(app, session):
    browser = browser_for(app, session, make_account(session))

    assert "Its owner can invite you" in browser.get("/me").text


def test_a_participant_who_works_somewhere_sees_her_own_page(app, session):
    account = make_account(session)
    make_participant(session, account)
    make_seat(session, make_organisation(session), account_id=account.id)
    browser = browser_for(app, session, account)

    page = browser.get("/me")

    assert "My applications" in page.text
    assert 'href="/partner"' in page.text


def test_security_is_for_participants_too(app, session):
    account = make_account(session)
    make_participant(session, account)

    assert browser_for(app, session, account).get("/me/security").status_code == 200
