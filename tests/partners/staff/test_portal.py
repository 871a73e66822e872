"""Who is let into the pages of an organisation, and what its menu shows there."""

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.context import current
from partners.organisations import Kind
from partners.staff import Role
from partners.staff.portal import address_shown
from tests.factories import make_account, make_organisation, make_seat


def test_a_stranger_is_sent_to_the_sign_in_page(client, session):
    organisation = make_organisation(session)

    response = client.get(f"/partner/{organisation.code}")

    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=%2Fpartner%2F")


def test_she_sees_where_she_works_and_as_what(session, browser_of):
    organisation = make_organisation(session, name="Kursus Maju")
    browser = browser_of(make_seat(session, organisation, Role.OWNER, Role.FINANCE))

    organisations = browser.get("/partner", headers={"Accept-Language": "en"})
    overview = browser.get(
        f"/partner/{organisation.code}", headers={"Accept-Language": "en"}
    )

    assert "Kursus Maju" in organisations.text
    assert "Finance, Owner" in organisations.text or "Keuangan" in organisations.text
    assert overview.status_code == 200
    assert "Kursus Maju" in overview.text


def test_who_works_nowhere_is_told_so(session, browser_of, client):
    seat = make_seat(session, make_organisation(session))
    browser = browser_of(seat)
    seat.ended_at = seat.appointed_at
    session.flush()

    page = browser.get("/partner", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    assert "/partner/" not in page.text


def test_another_organisation_looks_like_none(session, browser_of):
    browser = browser_of(make_seat(session, make_organisation(session)))
    other = make_organisation(session)

    foreign = browser.get(f"/partner/{other.code}")
    invented = browser.get("/partner/no-such-organisation")

    assert (foreign.status_code, invented.status_code) == (404, 404)
    assert other.name not in foreign.text


def test_a_seat_that_ended_opens_nothing_from_the_next_request_on(session, browser_of):
    organisation = make_organisation(session)
    seat = make_seat(session, organisation)
    browser = browser_of(seat)
    assert browser.get(f"/partner/{organisation.code}").status_code == 200

    seat.ended_at = seat.appointed_at
    session.flush()

    assert browser.get(f"/partner/{organisation.code}").status_code == 404


def test_the_operators_pages_are_for_the_operators_staff(session, browser_of):
    partner = make_seat(session, make_organisation(session))
    operator = make_seat(session, make_organisation(session, Kind.OPERATOR))

    assert browser_of(partner).get("/operator").status_code == 404
    assert browser_of(operator).get("/operator").status_code == 200


def test_acting_for_an_organisation_stands_in_the_circumstances(
    app, session, browser_of
):
    organisation = make_organisation(session)
    seat = make_seat(session, organisation)
    browser = browser_of(seat)

    with browser:
        browser.get(f"/partner/{organisation.code}")

        assert current().on_behalf_of == f"organisation:{organisation.id}"
        assert current().actor == f"account:{seat.account_id}"


def test_the_first_owner_is_appointed_from_the_command_line(app, session):
    organisation = make_organisation(session)
    account = make_account(session, email="ratna@example.org")
    runner = app.test_cli_runner()

    def appoint(email: str, role: str):
        command = ["staff", "appoint", organisation.code, email, "--role", role]
        return runner.invoke(args=command)

    done = appoint("Ratna@example.org", "owner")
    again = appoint("ratna@example.org", "owner")
    wrong_role = appoint("ratna@example.org", "treasury")
    nobody = appoint("nobody@example.org", "owner")

    assert done.exit_code == 0, done.output
    assert again.exit_code == 1
    assert "already" in again.output
    assert wrong_role.exit_code == 1
    assert "treasury" in wrong_role.output
    assert nobody.exit_code == 1
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "staff.appointed")
    ).one()
    assert entry.after["account_id"] == str(account.id)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/me", "/me"),
        ("/me/security/sessions", "/me/security"),
        ("/me/courses/1/review", "/me"),
        ("/messages", None),
        ("/catalogue", None),
    ],
)
def test_a_page_belongs_to_the_nearest_entry_above_it(path, shown):
    assert address_shown(path, ["/me", "/me/security", "/links"]) == shown


def test_the_folded_menu_names_the_section_and_holds_all_of_them(session, browser_of):
    organisation = make_organisation(session, name="Kursus Maju")
    browser = browser_of(make_seat(session, organisation, Role.OWNER))

    page = browser.get(
        f"/partner/{organisation.code}/agreements", headers={"Accept-Language": "en"}
    ).text
    menu = page.partition('class="portal"')[2].partition("</nav>")[0]

    assert (
        "<summary><span>Kursus Maju: <strong>Agreements</strong></span></summary>"
        in menu
    )
    assert menu.index("Organisation</span>") < menu.index("Connections</span>")
    assert f'"/partner/{organisation.code}/agreements" aria-current="page"' in menu
    assert f'"/partner/{organisation.code}/staff"' in menu
    assert menu.count("aria-current") == 1
