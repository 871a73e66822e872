"""Changing roles and ending seats; an organisation keeps an owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.ids import new_id
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.organisations import Kind, Organisation
from partners.staff import Role, Seat
from partners.staff.errors import (
    LastOwner,
    OwnRolesUpwards,
    RoleNotHere,
    SeatNotFound,
)
from partners.staff.models import Invitation
from partners.staff.services.seats import change_roles, end_seat
from tests.factories import (
    kinds_of_letters,
    letters,
    make_invitation,
    make_organisation,
    make_seat,
)


@pytest.fixture
def organisation(session) -> Organisation:
    return make_organisation(session, name="Kursus Maju")


@pytest.fixture
def owner(session, organisation) -> Seat:
    return make_seat(session, organisation)


def test_an_owner_changes_roles_and_the_person_is_told(
    session, organisation, owner, at
):
    seat = make_seat(session, organisation, Role.CATALOGUE)

    change_roles(
        session,
        organisation,
        seat.id,
        roles=[Role.FINANCE, Role.DELIVERY],
        by=owner.account_id,
        at=at,
    )

    assert seat.roles == ["delivery", "finance"]
    ((_, subject, body),) = letters(session, "staff-roles-changed")
    assert subject == "Peran Anda di Kursus Maju"
    assert "Penyelenggaraan, Keuangan" in body
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "staff.roles_changed")
    ).one()
    assert (line.before, line.after) == (
        {"roles": ["catalogue"]},
        {"roles": ["delivery", "finance"]},
    )


def test_nothing_changes_when_nothing_changes(session, organisation, owner, at):
    change_roles(
        session,
        organisation,
        owner.id,
        roles=[Role.OWNER],
        by=owner.account_id,
        at=at,
    )

    assert kinds_of_letters(session) == []
    assert session.scalars(select(AuditEntry)).all() == []


def test_nobody_gives_herself_a_role(session, at):
    operator = make_organisation(session, Kind.OPERATOR)
    owner, _ = make_seat(session, operator), make_seat(session, operator)

    with pytest.raises(OwnRolesUpwards):
        change_roles(
            session,
            operator,
            owner.id,
            roles=[Role.OWNER, Role.TREASURY],
            by=owner.account_id,
            at=at,
        )

    assert owner.roles == ["owner"]


def test_she_may_lay_a_role_down(session, organisation, owner, at):
    both = make_seat(session, organisation, Role.OWNER, Role.FINANCE)

    change_roles(
        session,
        organisation,
        both.id,
        roles=[Role.FINANCE],
        by=both.account_id,
        at=at,
    )

    assert both.roles == ["finance"]
    assert kinds_of_letters(session) == []


@pytest.mark.parametrize("roles", [[], ["boss"], [Role.TREASURY]])
def test_a_role_that_is_not_there_is_refused(session, organisation, owner, at, roles):
    seat = make_seat(session, organisation, Role.CATALOGUE)

    with pytest.raises(RoleNotHere):
        change_roles(session, organisation, seat.id, roles=roles, by=None, at=at)

    assert seat.roles == ["catalogue"]


def test_the_last_owner_stays_one(session, organisation, owner, at):
    make_seat(session, organisation, Role.FINANCE)

    with pytest.raises(LastOwner):
        end_seat(session, organisation, owner.id, by=owner.account_id, at=at)
    with pytest.raises(LastOwner):
        change_roles(
            session, organisation, owner.id, roles=[Role.FINANCE], by=None, at=at
        )

    assert (owner.roles, owner.ended_at) == (["owner"], None)


def test_an_owner_who_cannot_sign_in_counts_as_none(session, organisation, owner, at):
    other = make_seat(session, organisation)
    session.get_one(Account, other.account_id).disabled_at = at
    session.flush()

    with pytest.raises(LastOwner):
        end_seat(session, organisation, owner.id, by=None, at=at)


def test_a_seat_ends_once_and_the_person_is_told(session, organisation, owner, at):
    seat = make_seat(session, organisation, Role.CATALOGUE)

    end_seat(session, organisation, seat.id, by=owner.account_id, at=at)

    assert (seat.ended_at, seat.ended_by) == (at, owner.account_id)
    assert kinds_of_letters(session) == ["staff-seat-ended"]
    with pytest.raises(SeatNotFound):
        end_seat(session, organisation, seat.id, by=owner.account_id, at=at)


def test_with_a_seat_go_the_invitations_that_she_sent(session, organisation, owner, at):
    """Nobody comes back by an invitation that she wrote to herself before."""
    other = make_seat(session, organisation)
    hers = make_invitation(session, organisation, invited_by=other.account_id)
    kept = make_invitation(session, organisation, invited_by=owner.account_id)
    elsewhere = make_invitation(
        session, make_organisation(session), invited_by=other.account_id
    )

    end_seat(session, organisation, other.id, by=owner.account_id, at=at)

    session.expire_all()
    still = session.scalars(
        select(Invitation.id).where(Invitation.revoked_at.is_(None))
    ).all()
    assert set(still) == {kept.id, elsewhere.id}
    assert hers.revoked_at == at


def test_whoever_may_invite_no_longer_has_invited_nobody(
    session, organisation, owner, at
):
    other = make_seat(session, organisation)
    hers = make_invitation(session, organisation, invited_by=other.account_id)

    change_roles(
        session,
        organisation,
        other.id,
        roles=[Role.CATALOGUE],
        by=owner.account_id,
        at=at,
    )

    session.refresh(hers)
    assert hers.revoked_at == at


def test_another_organisation_s_seat_looks_like_none(session, organisation, owner, at):
    foreign = make_seat(session, make_organisation(session))

    for seat_id in (foreign.id, new_id()):
        with pytest.raises(SeatNotFound):
            end_seat(session, organisation, seat_id, by=None, at=at)
        with pytest.raises(SeatNotFound):
            change_roles(
                session, organisation, seat_id, roles=[Role.OWNER], by=None, at=at
            )


@pytest.mark.race
@pytest.mark.parametrize("ending", [True, False])
def test_of_two_owners_who_remove_each_other_at_once_one_stays(committed, at, ending):
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        seats = [make_seat(session, organisation) for _ in range(2)]

    def attempt(number: int) -> bool:
        me, other = seats[number], seats[1 - number]
        try:
            with unit_of_work("test") as session:
                if ending:
                    end_seat(session, organisation, other.id, by=me.account_id, at=at)
                else:
                    change_roles(
                        session,
                        organisation,
                        other.id,
                        roles=[Role.FINANCE],
                        by=me.account_id,
                        at=at,
                    )
        except LastOwner:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(attempt, range(2)))

    assert sorted(won) == [False, True]
    with unit_of_work("test") as session:
        owners = session.scalars(
            select(Seat.id).where(
                Seat.organisation_id == organisation.id,
                Seat.ended_at.is_(None),
                Seat.roles.contains([Role.OWNER]),
            )
        ).all()
    assert len(owners) == 1


@pytest.mark.race
def test_the_race_has_teeth_a_count_without_a_lock_loses_both_owners(committed):
    """What `lock_staff` is for: each of two who only look sees the other."""
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        seats = [make_seat(session, organisation) for _ in range(2)]
    naive = (
        select(Seat.id)
        .where(Seat.organisation_id == organisation.id, Seat.ended_at.is_(None))
        .order_by(Seat.id)
    )

    with unit_of_work("one") as one, unit_of_work("two") as two:
        assert len(one.scalars(naive).all()) == len(two.scalars(naive).all()) == 2
        for session, other in ((one, seats[1]), (two, seats[0])):
            session.get_one(Seat, other.id).ended_at = datetime.now(UTC)

    with unit_of_work("test") as session:
        assert session.scalars(naive).all() == []
