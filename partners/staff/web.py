"""Pages for staff: who is let in, and where she acts.

A page of an organisation lies under /partner/<code>/, a page of the operator under
/operator/. Each says `@for_staff(permission)` or `@for_operator(permission)`.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, redirect, request
from sqlalchemy.orm import Session

from core import context
from core.unit_of_work import reading
from partners.accounts.web import sign_in_address, signed_in_account, visitor
from partners.factors.web import second_factor_or_page
from partners.organisations.models import STOPPED, Kind
from partners.staff.errors import (
    NotItsKind,
    NotOnTheStaff,
    OrganisationReadOnly,
    PermissionMissing,
)
from partners.staff.queries import Staff, operator_seat, seat_at, seats_of
from partners.staff.rules import STEP_UP, Permission

View = TypeVar("View", bound=Callable[..., Any])
READING = frozenset({"GET", "HEAD", "OPTIONS"})
Finder = Callable[[Session, dict[str, Any]], Staff | None]


def for_staff(
    permission: Permission, *, while_stopped: bool = False, kind: Kind | None = None
) -> Callable[[View], View]:
    """Let in a person who works for the organisation `code` of the address and may do
    this there; the view is called without `code` and asks `current_staff()`. With
    `kind`, only for organisations of that kind.

    Of a suspended organisation people read the pages and change nothing, but on those
    that say `while_stopped`: they must be able to reply.
    """
    return _guard(permission, _at_the_named_organisation, while_stopped, kind)


def for_operator(permission: Permission) -> Callable[[View], View]:
    """Let in a person who works for the operator and may do this."""
    return _guard(permission, _at_the_operator, while_stopped=True)


def current_staff() -> Staff:
    """The person whom the decorator let in, in her place."""
    return cast(Staff, g.staff)


def visitors_seats() -> Sequence[Staff]:
    """Where the visitor works; empty for a stranger. Looked up once."""
    if "seats" not in g:
        person = visitor()
        g.seats = []
        if person is not None:
            with reading("staff.seats") as session:
                g.seats = seats_of(session, person.id)
    return cast(Sequence[Staff], g.seats)


def require(staff: Staff | None, permission: Permission) -> Staff:
    """The staff if she may do this; raises NotOnTheStaff or PermissionMissing."""
    if staff is None:
        raise NotOnTheStaff
    if permission not in staff.permissions:
        raise PermissionMissing(permission=permission)
    return staff


def needs_step_up(permission: Permission) -> bool:
    """Whether this request changes something that is only done with a second factor
    shown a moment ago; looking is not changing."""
    return permission in STEP_UP and request.method not in READING


def refuse_read_only(staff: Staff) -> None:
    """Refuse to change anything for a suspended or terminated organisation: raises
    OrganisationReadOnly. Reading goes on."""
    standing = staff.organisation.standing
    if request.method not in READING and standing in STOPPED:
        raise OrganisationReadOnly(standing=standing)


def _guard(
    permission: Permission,
    find: Finder,
    while_stopped: bool,
    kind: Kind | None = None,
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if visitor() is None:
                return redirect(sign_in_address(), 303)
            with reading("staff.find") as session:
                found = find(session, kwargs)
            g.staff = require(found, permission)
            if kind is not None and kind not in g.staff.organisation.kinds:
                raise NotItsKind
            if not while_stopped:
                refuse_read_only(g.staff)
            context.amend(on_behalf_of=f"organisation:{g.staff.organisation.id}")
            page = second_factor_or_page() if needs_step_up(permission) else None
            return view(*args, **kwargs) if page is None else page

        # The start-up check reads the declaration off the function.
        guarded.access = ("staff", str(permission))  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def _at_the_named_organisation(
    session: Session, arguments: dict[str, Any]
) -> Staff | None:
    return seat_at(session, signed_in_account().id, code=arguments.pop("code"))


def _at_the_operator(session: Session, arguments: dict[str, Any]) -> Staff | None:
    return operator_seat(session, signed_in_account().id)
