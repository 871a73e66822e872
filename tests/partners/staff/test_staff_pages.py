"""The pages on which an owner looks after her staff, and those of whom she invites."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.privacy import vault_of
from partners.accounts import Account
from partners.accounts.proof import Method
from partners.organisations import Organisation
from partners.staff import Role, Seat
from partners.staff.models import Invitation
from tests.factories import (
    code_at,
    letters,
    link_in,
    make_account,
    make_authenticator,
    make_invitation,
    make_organisation,
    make_seat,
)
from tests.partners.browsing import browser_for, csrf_token, hidden_fields, submit

EMAIL = "citra@example.org"
PASSWORD = "kuda hijau berlari pagi"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def organisation(session):
    return make_organisation(session, code="kursus-maju", name="Kursus Maju")


@pytest.fixture
def owner(session, organisation) -> Seat:
    return make_seat(session, organisation)


@pytest.fixture
def browser(session, browser_of, owner):
    browser = browser_of(owner)
    session.get_one(Account, owner.account_id).locale = "en"
    session.flush()
    return browser


PAGE = "/partner/kursus-maju/staff"


def invite(session, browser) -> str:
    """Invite EMAIL; the path of the link in the letter."""
    fields = {"email": EMAIL, "roles": ["catalogue"], "locale": "id"}
    submit(browser, f"{PAGE}/invitations", **fields)
    return link_of(session)


def link_of(session) -> str:
    session.flush()
    return link_in(letters(session, "staff-invitation")[-1][2])


def test_the_section_is_for_owners(session, browser, browser_of, organisation):
    assert f'href="{PAGE}"' in browser.get("/partner/kursus-maju").text

    other = browser_of(make_seat(session, organisation, Role.FINANCE))

    assert other.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in other.get("/partner/kursus-maju").text


def test_the_page_shows_who_works_here_with_masked_addresses(
    session, browser, organisation
):
    """PD-03."""
    account = make_account(session, email="dewi@example.org", full_name="Dewi Ayu")
    make_seat(session, organisation, Role.DELIVERY, account_id=account.id)
    make_invitation(session, organisation, email=EMAIL)

    page = browser.get(PAGE)

    assert "Dewi Ayu" in page.text
    assert "d•••@example.org" in page.text
    assert "dewi@example.org" not in page.text
    assert "Delivery" in page.text
    # Whom she invited she knows by the address that she typed.
    assert EMAIL in page.text


def test_she_invites_somebody_who_registers_on_the_way(
    app, session, browser, organisation
):
    sent = submit(
        browser, f"{PAGE}/invitations", email=EMAIL, roles=["catalogue"], locale="en"
    )
    assert sent.location == PAGE
    link = link_of(session)

    citra = app.test_client()
    page = citra.get(link, headers=ENGLISH)
    assert "Kursus Maju invites you" in page.text
    joined = citra.post(
        f"{link}/account",
        data={
            "csrf_token": csrf_token(page),
            "full_name": "Citra  Dewi",
            "password": PASSWORD,
        },
    )

    assert joined.location == "/partner/kursus-maju"
    assert citra.get("/partner/kursus-maju").status_code == 200
    seat = session.scalars(select(Seat).where(Seat.roles == ["catalogue"])).one()
    account = session.get_one(Account, seat.account_id)
    name = vault_of(session).open(
        account.full_name_sealed, row=account.id, field="full_name"
    )
    assert name == "Citra Dewi"
    assert citra.get(link).status_code == 403


def test_a_person_with_an_account_signs_in_and_accepts(app, session, browser):
    submit(
        browser, f"{PAGE}/invitations", email=EMAIL, roles=["catalogue"], locale="id"
    )
    link = link_of(session)
    account = make_account(session, email=EMAIL)

    stranger = app.test_client().get(link, headers=ENGLISH)
    citra = browser_for(app, session, account)
    page = citra.get(link)
    accepted = citra.post(link, data={"csrf_token": csrf_token(page)})

    assert f'href="/sign-in?next={link}"' in stranger.text
    assert "Accept the invitation" in page.text
    assert accepted.location == "/partner/kursus-maju"


def test_another_person_is_told_to_sign_out(app, session, browser):
    submit(
        browser, f"{PAGE}/invitations", email=EMAIL, roles=["catalogue"], locale="id"
    )
    link = link_of(session)
    other = browser_for(app, session, make_account(session))

    page = other.get(link)
    forced = other.post(link, data={"csrf_token": csrf_token(page)})

    assert "Accept the invitation" not in page.text
    assert 'action="/sign-out"' in page.text
    assert forced.status_code == 403
    assert len(session.scalars(select(Seat)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"email": "citra", "roles": ["catalogue"]}, 422, "This is no e-mail address"),
        ({"email": EMAIL, "roles": []}, 422, "Choose at least one role."),
        ({"email": EMAIL, "roles": ["treasury"]}, 422, ""),
        ({"email": "", "roles": ["catalogue"]}, 422, "Please fill this in."),
    ],
)
def test_what_cannot_be_invited_is_told_at_the_form(
    session, browser, fields, status, said
):
    response = submit(browser, f"{PAGE}/invitations", locale="id", **fields)

    assert response.status_code == status
    assert said in response.text
    assert session.scalars(select(Invitation)).all() == []


def test_an_invitation_is_sent_again_and_taken_back(session, browser, organisation):
    made = make_invitation(session, organisation, email=EMAIL)
    address = f"{PAGE}/invitations/{made.id}"

    again = submit(browser, f"{address}/sending")
    at_once = submit(browser, f"{address}/sending")
    back = submit(browser, f"{address}/taking-back")

    assert (again.location, back.location) == (PAGE, PAGE)
    assert at_once.status_code == 429
    session.refresh(made)
    assert made.revoked_at is not None
    assert EMAIL not in browser.get(PAGE).text


def test_roles_are_changed_and_seats_ended(session, browser, organisation):
    seat = make_seat(session, organisation, Role.CATALOGUE)

    changed = submit(browser, f"{PAGE}/{seat.id}/roles", roles=["finance", "delivery"])
    session.refresh(seat)
    assert changed.location == PAGE
    assert seat.roles == ["delivery", "finance"]

    ended = submit(browser, f"{PAGE}/{seat.id}/end")
    session.refresh(seat)
    assert ended.location == PAGE
    assert seat.ended_at is not None


def test_no_role_at_all_is_refused(session, browser, organisation):
    seat = make_seat(session, organisation, Role.CATALOGUE)

    assert submit(browser, f"{PAGE}/{seat.id}/roles").status_code == 422

    session.refresh(seat)
    assert seat.roles == ["catalogue"]


def test_the_last_owner_cannot_leave_and_another_can(session, browser, owner):
    assert submit(browser, f"{PAGE}/{owner.id}/end").status_code == 409

    make_seat(session, session.get_one(Organisation, owner.organisation_id))

    left = submit(browser, f"{PAGE}/{owner.id}/end")
    assert left.location == "/partner"
    assert browser.get(PAGE).status_code == 404


def test_feature_60_whoever_signed_in_long_ago_is_asked_and_the_invitation_waits(
    app, session, organisation, owner
):
    account = session.get_one(Account, owner.account_id)
    make_authenticator(session, account)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    browser = browser_for(app, session, account, at=long_ago)

    asked = submit(
        browser, f"{PAGE}/invitations", email=EMAIL, roles=["catalogue"], locale="id"
    )
    assert asked.status_code == 403
    assert letters(session) == []
    form = {
        name: [value for each, value in hidden_fields(asked) if each == name]
        for name in ("action", "carried_name", "carried_value")
    }
    code = code_at(datetime.now(UTC))
    confirmed = submit(browser, "/me/confirm", code=code, **form)
    assert letters(session) == []
    fields: dict[str, list[str]] = {}
    for name, value in hidden_fields(confirmed):
        fields.setdefault(name, []).append(value)

    assert submit(browser, form["action"][0], **fields).location == PAGE
    assert letters(session, "staff-invitation")[0][0] == EMAIL


def test_an_owner_without_a_second_factor_can_look(browser_of, owner):
    browser = browser_of(owner, methods=[Method.PASSWORD])

    assert browser.get(PAGE).status_code == 200
    sent = submit(browser, f"{PAGE}/invitations", email=EMAIL, roles=["catalogue"])
    assert sent.status_code == 403


def test_another_organisation_s_seats_look_like_none(session, browser):
    foreign = make_seat(session, make_organisation(session))
    invitation = make_invitation(session, make_organisation(session))

    for address in (
        f"{PAGE}/{foreign.id}/end",
        f"{PAGE}/invitations/{invitation.id}/sending",
        f"{PAGE}/invitations/{invitation.id}/taking-back",
    ):
        assert submit(browser, address).status_code == 404
    assert (
        submit(browser, f"{PAGE}/{foreign.id}/roles", roles=["owner"]).status_code
        == 404
    )


def test_the_language_can_be_chosen_after_each_form(session, browser, owner):
    for path in ("invitations", f"{owner.id}/roles", f"{owner.id}/end"):
        assert browser.get(f"{PAGE}/{path}").location == PAGE
    assert browser.get("/invitations/x/account").location == "/invitations/x"
