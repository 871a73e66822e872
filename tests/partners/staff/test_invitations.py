"""Inviting people by mail: once, for a week, for one address alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.accounts.errors import EmailTaken, EmailUnusable, PasswordTooShort
from partners.organisations import Kind, Organisation, Standing
from partners.staff import Role, Seat
from partners.staff.errors import (
    AlreadyInvited,
    AlreadyOnTheStaff,
    InvitationForAnother,
    InvitationNotFound,
    InvitationOver,
    LetterTooSoon,
    RoleNotHere,
    TooManyInvitations,
)
from partners.staff.models import Invitation
from partners.staff.services.accept import (
    accept,
    read_invitation,
    register_and_accept,
)
from partners.staff.services.invite import (
    forget_invitations,
    invite,
    send_again,
    take_back,
)
from tests.factories import (
    letters,
    link_in,
    make_account,
    make_invitation,
    make_organisation,
    make_seat,
)

EMAIL = "citra@example.org"
PASSWORD = "kuda hijau berlari pagi"
WEEK = timedelta(days=7)


@pytest.fixture
def organisation(session):
    return make_organisation(session, name="Kursus Maju")


@pytest.fixture
def owner(session, organisation) -> Seat:
    return make_seat(session, organisation)


def send(session, organisation, owner, at, email=EMAIL, roles=(Role.CATALOGUE,)):
    return invite(
        session,
        organisation,
        email=email,
        roles=roles,
        locale="en",
        by=owner.account_id,
        at=at,
    )


def secret_in_letter(session, email=EMAIL) -> str:
    session.flush()
    mine = [body for to, _, body in letters(session, "staff-invitation") if to == email]
    return link_in(mine[-1]).rpartition("/")[2]


def seats(session, organisation) -> list[Seat]:
    query = select(Seat).where(Seat.organisation_id == organisation.id)
    return list(session.scalars(query.order_by(Seat.appointed_at)))


def test_a_person_with_an_account_accepts(session, organisation, owner, at):
    account = make_account(session, email=EMAIL)
    send(session, organisation, owner, at, email=" Citra@Example.org")
    (recipient, subject, body) = letters(session, "staff-invitation")[0]
    assert recipient == EMAIL
    assert subject == "Kursus Maju invites you"
    assert "as: Catalogue" in body

    seat = accept(
        session, secret=secret_in_letter(session), account_id=account.id, at=at
    )

    assert (seat.account_id, seat.roles) == (account.id, ["catalogue"])
    assert seat.appointed_by == owner.account_id
    # The link was in a letter to that address.
    assert account.email_verified_at == at


def test_a_person_without_an_account_makes_one_on_the_way(
    session, organisation, owner, at
):
    send(session, organisation, owner, at)

    seat = register_and_accept(
        session,
        secret=secret_in_letter(session),
        full_name="Citra Dewi",
        password=PASSWORD,
        locale="en",
        at=at,
    )

    account = session.get_one(Account, seat.account_id)
    assert account.email_verified_at == at
    assert [each.account_id for each in seats(session, organisation)] == [
        owner.account_id,
        account.id,
    ]


def test_a_bad_password_accepts_nothing(session, organisation, owner, at):
    send(session, organisation, owner, at)
    secret = secret_in_letter(session)

    with pytest.raises(PasswordTooShort):
        register_and_accept(
            session, secret=secret, full_name="C", password="x", locale="en", at=at
        )

    assert read_invitation(session, secret=secret, at=at).has_account is False


def test_another_person_cannot_accept(session, organisation, owner, at):
    thief = make_account(session)
    send(session, organisation, owner, at)

    with pytest.raises(InvitationForAnother):
        accept(session, secret=secret_in_letter(session), account_id=thief.id, at=at)

    assert len(seats(session, organisation)) == 1


def test_an_invitation_is_accepted_once(session, organisation, owner, at):
    account = make_account(session, email=EMAIL)
    send(session, organisation, owner, at)
    secret = secret_in_letter(session)
    accept(session, secret=secret, account_id=account.id, at=at)

    with pytest.raises(InvitationOver):
        accept(session, secret=secret, account_id=account.id, at=at)


def test_an_invitation_is_good_for_a_week(session, organisation, owner, at):
    send(session, organisation, owner, at)
    secret = secret_in_letter(session)

    with pytest.raises(InvitationOver):
        read_invitation(session, secret=secret, at=at + WEEK)

    just = at + WEEK - timedelta(seconds=1)
    assert read_invitation(session, secret=secret, at=just).email == EMAIL


def test_what_was_taken_back_opens_nothing(session, organisation, owner, at):
    made = send(session, organisation, owner, at)
    secret = secret_in_letter(session)

    take_back(session, organisation, made.id, by=owner.account_id, at=at)

    with pytest.raises(InvitationOver):
        read_invitation(session, secret=secret, at=at)
    with pytest.raises(InvitationNotFound):
        take_back(session, organisation, made.id, by=owner.account_id, at=at)
    send(session, organisation, owner, at)


def test_a_new_letter_has_a_new_link_and_the_old_is_dead(
    session, organisation, owner, at
):
    made = send(session, organisation, owner, at)
    first = secret_in_letter(session)
    later = at + timedelta(days=8)

    send_again(session, organisation, made.id, at=later)

    with pytest.raises(InvitationOver):
        read_invitation(session, secret=first, at=later)
    second = secret_in_letter(session)
    assert read_invitation(session, secret=second, at=later).email == EMAIL
    assert made.expires_at == later + WEEK


def test_letters_do_not_follow_each_other_at_once_nor_for_ever(
    session, organisation, owner, at
):
    made = send(session, organisation, owner, at)
    with pytest.raises(LetterTooSoon):
        send_again(session, organisation, made.id, at=at + timedelta(minutes=1))

    for hour in range(1, 5):
        send_again(session, organisation, made.id, at=at + timedelta(hours=hour))

    with pytest.raises(LetterTooSoon):
        send_again(session, organisation, made.id, at=at + timedelta(days=1))
    assert len(letters(session, "staff-invitation")) == 5


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"email": "citra"}, EmailUnusable),
        ({"roles": [Role.TREASURY]}, RoleNotHere),
        ({"roles": []}, RoleNotHere),
        ({"roles": ["boss"]}, RoleNotHere),
    ],
)
def test_what_cannot_be_invited_is_refused(
    session, organisation, owner, at, changes, refusal
):
    with pytest.raises(refusal):
        send(session, organisation, owner, at, **changes)

    assert letters(session) == []


def test_an_address_is_invited_once_at_a_time(session, organisation, owner, at):
    send(session, organisation, owner, at)

    with pytest.raises(AlreadyInvited):
        send(session, organisation, owner, at + WEEK - timedelta(seconds=1))

    # What is too old makes room; another organisation is another matter.
    send(session, organisation, owner, at + WEEK)
    other = make_seat(session, make_organisation(session))
    send(session, session.get_one(Organisation, other.organisation_id), other, at)


def test_who_works_here_already_is_not_invited(session, organisation, owner, at):
    account = make_account(session, email=EMAIL)
    make_seat(session, organisation, Role.FINANCE, account_id=account.id)

    with pytest.raises(AlreadyOnTheStaff):
        send(session, organisation, owner, at)


def test_nobody_writes_to_the_whole_world(session, organisation, owner, at):
    for _ in range(50):
        make_invitation(session, organisation)

    with pytest.raises(TooManyInvitations):
        send(session, organisation, owner, at)


def test_another_organisation_s_invitation_looks_like_none(
    session, organisation, owner, at
):
    foreign = make_invitation(session, make_organisation(session))

    for act in (
        lambda: send_again(session, organisation, foreign.id, at=at),
        lambda: take_back(session, organisation, foreign.id, by=None, at=at),
    ):
        with pytest.raises(InvitationNotFound):
            act()


def test_a_suspended_organisation_takes_nobody_in(session, organisation, owner, at):
    send(session, organisation, owner, at)
    organisation.standing = Standing.SUSPENDED
    session.flush()

    with pytest.raises(InvitationOver):
        read_invitation(session, secret=secret_in_letter(session), at=at)


def test_neither_address_nor_link_stands_in_the_table(session, organisation, owner, at):
    """PD-01."""
    made = send(session, organisation, owner, at)

    assert EMAIL.encode() not in made.email_sealed
    assert secret_in_letter(session).encode() not in made.secret_hash
    lines = session.scalars(
        select(AuditEntry.after).where(AuditEntry.action == "staff.invited")
    ).all()
    assert lines == [{"organisation_id": str(organisation.id), "roles": ["catalogue"]}]


def test_old_invitations_are_forgotten(session, organisation, owner, at):
    send(session, organisation, owner, at)
    end = at + WEEK + timedelta(days=90)

    forget_invitations(session, at=end)
    assert session.scalar(select(func.count()).select_from(Invitation)) == 1
    forget_invitations(session, at=end + timedelta(seconds=1))

    assert session.scalar(select(func.count()).select_from(Invitation)) == 0


@pytest.mark.parametrize("secret", ["", "x" * 43, "\0", "\ud800"])
def test_an_invented_link_opens_nothing(session, at, secret):
    with pytest.raises(InvitationOver):
        read_invitation(session, secret=secret, at=at)


@pytest.mark.race
@pytest.mark.parametrize("registering", [True, False])
def test_an_invitation_is_accepted_once_however_many_follow_it(
    committed, at, registering
):
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        owner = make_seat(session, organisation)
        if not registering:
            account = make_account(session, email=EMAIL)
        send(session, organisation, owner, at)
        secret = secret_in_letter(session)

    def attempt(number: int) -> bool:
        try:
            with unit_of_work("test") as session:
                if registering:
                    register_and_accept(
                        session,
                        secret=secret,
                        full_name=f"Citra {number}",
                        password=PASSWORD,
                        locale="id",
                        at=at,
                    )
                else:
                    accept(session, secret=secret, account_id=account.id, at=at)
        except (InvitationOver, EmailTaken):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(attempt, range(6)))

    assert sorted(won) == [False] * 5 + [True]
    with unit_of_work("test") as session:
        assert len(seats(session, organisation)) == 2


@pytest.mark.race
def test_of_two_who_invite_an_address_at_once_one_writes(committed, at):
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        owner = make_seat(session, organisation)

    def attempt(_: int) -> bool:
        try:
            with unit_of_work("test") as session:
                send(session, organisation, owner, at)
        except AlreadyInvited:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(attempt, range(4)))

    assert sorted(won) == [False] * 3 + [True]
    with unit_of_work("test") as session:
        assert len(letters(session, "staff-invitation")) == 1


def test_the_operator_gives_roles_that_only_it_has(session, at):
    operator = make_organisation(session, Kind.OPERATOR)
    owner = make_seat(session, operator)

    made = send(session, operator, owner, at, roles=[Role.TREASURY, Role.AUDITOR])

    assert made.roles == ["auditor", "treasury"]


def test_the_first_owner_is_invited_from_the_command_line(app, session, organisation):
    runner = app.test_cli_runner()
    command = ["staff", "invite", organisation.code, EMAIL, "--role", "owner"]

    done = runner.invoke(args=command)
    again = runner.invoke(args=command)
    nowhere = runner.invoke(
        args=["staff", "invite", "nowhere", EMAIL, "--role", "owner"]
    )

    assert done.exit_code == 0, done.output
    assert "letter" in done.output
    assert (again.exit_code, nowhere.exit_code) == (1, 1)
    ((recipient, _, body),) = letters(session, "staff-invitation")
    assert recipient == EMAIL
    assert "Pemilik" in body
