"""The own page of somebody who works for an organisation and takes no part herself."""

from partners.organisations import Kind
from partners.staff import Role
from tests.factories import (
    make_account,
    make_authenticator,
    make_organisation,
    make_participant,
    make_seat,
)
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


def test_each_organisation_shows_her_roles_its_standing_and_where_to_go(app, session):
    account = make_account(session)
    maju = make_organisation(
        session, code="maju", name="Maju", kinds=[], standing="applied"
    )
    make_seat(session, maju, Role.OWNER, account_id=account.id)
    jaya = make_organisation(session, code="jaya", name="Jaya")
    make_seat(session, jaya, Role.READ_ONLY, account_id=account.id)

    page = browser_for(app, session, account).get("/me").text
    hers = page.split("<article>")[1:]

    assert "Jaya" in hers[0]
    assert "Your roles: Read only" in hers[0]
    assert 'href="/partner/jaya/staff"' not in hers[0]
    assert "Your roles: Owner" in hers[1]
    assert "Application being prepared" in hers[1]
    assert 'href="/partner/maju/applications"' in hers[1]
    assert 'href="/partner/maju/staff"' in hers[1]
    organisation, programs = hers[1].split("<h4 ")[1:]
    assert '">Organisation</h4>' in organisation
    assert 'href="/partner/maju/applications"' in organisation
    assert 'href="/partner/maju/clients"' not in organisation
    assert '">Connections</h4>' in programs
    assert 'href="/partner/maju/clients"' in programs


def test_she_finds_her_browsers_and_a_way_to_protect_herself(app, session):
    account = make_account(session)
    browser = browser_for(app, session, account)

    page = browser.get("/me").text

    assert 'href="/me/security/sessions"' in page
    assert browser.get("/me/security/sessions").status_code == 200
    assert "a stolen password is worth nothing" in page
    make_authenticator(session, account)
    assert "a stolen password is worth nothing" not in browser.get("/me").text


def test_without_a_seat_the_page_says_what_she_can_do(app, session):
    browser = browser_for(app, session, make_account(session))

    page = browser.get("/me").text

    assert "Its owner can invite you" in page
    assert 'href="/join" role="button"' in page


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
