"""An organisation's staff over the API."""

import pytest
from sqlalchemy import select

from partners.accounts import Account
from partners.organisations import Kind
from partners.staff import Role, Seat
from partners.staff.models import Invitation
from tests.factories import (
    authorization,
    letters,
    make_account,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)

EMAIL = "citra@example.org"


@pytest.fixture
def organisation(session):
    return make_organisation(session, name="Kursus Maju")


@pytest.fixture
def console(session, client):
    """Calls as an owner through the programme's console."""
    operator = make_organisation(session, Kind.OPERATOR)

    def call(seat: Seat, method: str, path: str, json=None, **changes):
        program = make_client(session, operator, ["staff:act"])
        account = session.get_one(Account, seat.account_id)
        bearer = make_token(session, program, account, **changes)
        return client.open(
            f"/v1/organisations/{seat.organisation_id}/{path}",
            method=method,
            json=json,
            headers=authorization(bearer),
        )

    return call


@pytest.fixture
def owner(session, organisation) -> Seat:
    return make_seat(session, organisation)


def test_the_staff_is_listed_in_pages(session, organisation, owner, console):
    for number in range(3):
        account = make_account(session, full_name=f"Dewi {number}")
        make_seat(session, organisation, Role.DELIVERY, account_id=account.id)

    first = console(owner, "GET", "staff?limit=3").json
    rest = console(owner, "GET", f"staff?limit=3&cursor={first['next_cursor']}").json

    assert len(first["items"]) == 3
    assert [each["full_name"] for each in rest["items"]] == ["Dewi 2"]
    assert rest["next_cursor"] is None
    assert first["items"][0]["roles"] == ["owner"]
    assert first["items"][0]["has_second_factor"] is False
    assert "•" in first["items"][0]["email"]


def test_an_owner_invites_sends_again_and_takes_back(session, owner, console):
    body = {"email": EMAIL, "roles": ["catalogue"], "locale": "en"}

    made = console(owner, "POST", "staff-invitations", json=body)
    again = console(owner, "POST", "staff-invitations", json=body)

    assert made.status_code == 201
    assert made.json["email"] == EMAIL
    assert again.status_code == 409
    assert again.json["type"] == "/problems/already-invited"
    assert letters(session, "staff-invitation")[0][1] == "Kursus Maju invites you"
    path = f"staff-invitations/{made.json['invitation_id']}"
    assert console(owner, "POST", f"{path}/sending").status_code == 429
    listed = console(owner, "GET", "staff-invitations").json["items"]
    assert [each["invitation_id"] for each in listed] == [made.json["invitation_id"]]
    assert console(owner, "DELETE", path).status_code == 204
    assert console(owner, "DELETE", path).status_code == 404
    assert session.scalars(select(Invitation.revoked_at)).one() is not None


def test_an_owner_changes_roles_and_ends_a_seat(session, organisation, owner, console):
    seat = make_seat(session, organisation, Role.CATALOGUE)
    path = f"staff/{seat.id}"

    changed = console(owner, "PATCH", path, json={"roles": ["finance"]})
    ended = console(owner, "DELETE", path)

    assert changed.json["roles"] == ["finance"]
    assert ended.status_code == 204
    assert console(owner, "DELETE", path).status_code == 404


@pytest.mark.parametrize(
    ("roles", "status", "slug"),
    [
        (["owner", "finance"], 403, "own-roles-upwards"),
        (["finance"], 403, "own-roles-upwards"),
        (["treasury"], 422, "role-not-here"),
        (["boss"], 422, "invalid-request"),
        ([], 422, "invalid-request"),
    ],
)
def test_what_an_owner_may_not_do_to_herself(
    session, owner, console, roles, status, slug
):
    refused = console(owner, "PATCH", f"staff/{owner.id}", json={"roles": roles})

    assert refused.status_code == status
    assert refused.json["type"] == f"/problems/{slug}"
    session.refresh(owner)
    assert owner.roles == ["owner"]


def test_the_last_owner_stays(owner, console):
    refused = console(owner, "DELETE", f"staff/{owner.id}")

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/last-owner"


def test_others_see_no_staff(session, organisation, owner, console):
    seat = make_seat(session, organisation, Role.DEVELOPER)

    assert console(seat, "GET", "staff").status_code == 403


def test_changing_needs_a_second_factor_of_a_moment_ago(owner, console):
    refused = console(
        owner,
        "POST",
        "staff-invitations",
        json={"email": EMAIL, "roles": ["catalogue"]},
        second_factor_at=None,
    )

    assert refused.status_code == 401
    assert refused.json["type"] == "/problems/insufficient-user-authentication"
