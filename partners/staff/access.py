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

from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.security import (
    NotAuthenticated,
    current_caller,
    current_person,
    require_scope,
)
from partners.accounts.proof import MULTI_FACTOR
from partners.factors.web import step_up_limit
from partners.oauth.queries import SignInBehind, sign_in_behind
from partners.staff.errors import (
    NotOnTheStaff,
    OrganisationReadOnly,
    PermissionMissing,
    StepUpNeeded,
)
from partners.staff.queries import Staff, operator_seat, seat_at
from partners.staff.rules import STEP_UP, Permission
from partners.staff.web import needs_step_up, refuse_read_only, require

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
                behind = sign_in_behind(session, current_caller().token_id)
            if behind is None or behind.is_over:
                raise NotAuthenticated
            g.staff = require(found, permission)
            if not while_stopped:
                refuse_read_only(g.staff)
            if needs_step_up(permission):
                _require_recent_factor(behind)
            return view(*args, **kwargs)

        refusals: list[type[Refusal]] = [NotOnTheStaff, PermissionMissing]
        if not while_stopped and view.__name__ != "get":
            refusals.append(OrganisationReadOnly)
        if permission in STEP_UP and view.__name__ != "get":
            refusals.append(StepUpNeeded)
        documented = Blueprint.refusals(*refusals)(guarded)
        return cast(View, require_scope(SCOPE, person=True)(documented))

    return decorate


def _require_recent_factor(behind: SignInBehind) -> None:
    """Refuse a token whose person did not show a second factor a moment before she let
    its client act (RFC 9470)."""
    limit, shown_at = step_up_limit(), behind.second_factor_at
    if shown_at is None or now() - shown_at > limit:
        raise StepUpNeeded(acr_values=MULTI_FACTOR, max_age=int(limit.total_seconds()))


def _at_the_named_organisation(
    session: Session, arguments: dict[str, Any]
) -> Staff | None:
    return seat_at(
        session, current_person(), organisation_id=arguments["organisation_id"]
    )


def _at_the_operator(session: Session, arguments: dict[str, Any]) -> Staff | None:
    return operator_seat(session, current_person())
