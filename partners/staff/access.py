"""Operations for staff: the token acts for a person, and her seat says what she may do.

The token is one of the programme's own console, to which the person consented
(`staff:act`). An operation about an organisation has its id in the path; another
organisation's looks like none.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g
from sqlalchemy.orm import Session

from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.security import current_person, require_scope
from partners.staff.errors import (
    NotOnTheStaff,
    OrganisationReadOnly,
    PermissionMissing,
)
from partners.staff.queries import Staff, operator_seat, seat_at
from partners.staff.rules import Permission
from partners.staff.web import refuse_read_only, require

View = TypeVar("View", bound=Callable[..., Any])
Finder = Callable[[Session, dict[str, Any]], Staff | None]

SCOPE = "staff:act"


def require_staff(
    permission: Permission, *, while_stopped: bool = False
) -> Callable[[View], View]:
    """Let in a token of a person who may do this in the organisation
    `organisation_id` of the path; the view asks `current_staff()` who she is.

    For a suspended organisation only reading is done, and what says `while_stopped`.
    """
    return _guard(permission, _at_the_named_organisation, while_stopped)


def require_operator(permission: Permission) -> Callable[[View], View]:
    """Let in a token of a person who may do this at the programme's operator."""
    return _guard(permission, _at_the_operator, while_stopped=True)


def _guard(
    permission: Permission, find: Finder, while_stopped: bool
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            with reading("staff.find") as session:
                found = find(session, kwargs)
            g.staff = require(found, permission)
            if not while_stopped:
                refuse_read_only(g.staff)
            return view(*args, **kwargs)

        refusals = [NotOnTheStaff, PermissionMissing]
        if not while_stopped and view.__name__ != "get":
            refusals.append(OrganisationReadOnly)
        documented = Blueprint.refusals(*refusals)(guarded)
        return cast(View, require_scope(SCOPE, person=True)(documented))

    return decorate


def _at_the_named_organisation(
    session: Session, arguments: dict[str, Any]
) -> Staff | None:
    return seat_at(
        session, current_person(), organisation_id=arguments["organisation_id"]
    )


def _at_the_operator(session: Session, arguments: dict[str, Any]) -> Staff | None:
    return operator_seat(session, current_person())
