"""Step-up: what moves money, keys or rules asks again who sits there (ASVS 7.5.3).

A view that changes one's own security says `@recently_confirmed`; the guards of staff
ask `second_factor_or_page`. What is asked for with a form is not lost: see carried.py.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading
from openapi.problems import status_of
from partners.accounts.models import Account, BrowserSession
from partners.accounts.web import (
    current_session,
    in_words,
    safe_next,
    signed_in_account,
)
from partners.factors.carried import CarriedForm, form_to_carry
from partners.factors.errors import ConfirmationNeeded, SecondFactorMissing
from partners.factors.forms import ConfirmForm
from partners.factors.queries import factors_of

View = TypeVar("View", bound=Callable[..., Any])
Page = Response | tuple[str, int, dict[str, str]]

CONFIRM = "/me/confirm"
SECURITY = "/me/security"


def recently_confirmed(view: View) -> View:
    """Call the view only for somebody who proved a moment ago who she is: by a second
    factor if she has one, else by her password. Anyone else is asked first."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if is_recent(signed_in_account(), current_session(), at=now()):
            return view(*args, **kwargs)
        asked_for = request.full_path if request.method == "GET" else None
        return confirmation_page(form_to_carry(), next_page=asked_for)

    return cast(View, guarded)


def second_factor_or_page() -> Page | None:
    """None for somebody who showed a second factor a moment ago; else the page that
    asks for it, or that says how to set one up."""
    account, visit = signed_in_account(), current_session()
    if account.protected_at is None:
        refusal = SecondFactorMissing()
        page = render_template("factors/missing.html", refusal=in_words(refusal))
        return page, status_of(SecondFactorMissing), {}
    if is_recent(account, visit, at=now()):
        return None
    return confirmation_page(form_to_carry())


def is_recent(account: Account, visit: BrowserSession, *, at: datetime) -> bool:
    """Whether the strongest proof that this person has was shown a moment ago."""
    limit, proof = step_up_limit(), visit.proof
    if account.protected_at is None:
        return at - proof.authenticated_at <= limit
    return proof.showed_second_factor_within(limit, at=at)


def step_up_limit() -> timedelta:
    """How long a second factor counts as just shown."""
    return timedelta(minutes=current_app.extensions["settings"].step_up_minutes)


def confirmation_page(
    carried: CarriedForm | None,
    *,
    next_page: str | None = None,
    refusal: Refusal | None = None,
) -> Page:
    """Ask who she is; a form that she was sending goes along."""
    if request.headers.get("HX-Request"):
        # A part of a page cannot ask; the whole page is left for one that does.
        return Response(status=204, headers={"HX-Redirect": CONFIRM})
    with reading("factors.of_visitor") as session:
        factors = factors_of(session, signed_in_account().id)
    form = ConfirmForm(formdata=None, next=safe_next(next_page))
    body = render_template(
        "factors/confirm.html",
        form=form,
        factors=factors,
        carried=carried,
        refusal=in_words(refusal) if refusal else None,
    )
    shown = refusal or ConfirmationNeeded()
    asked_for = carried is None and refusal is None
    return body, 200 if asked_for else status_of(type(shown)), shown.headers()


def go_on(carried: CarriedForm | None, next_page: str | None) -> Response:
    """After a confirmation: to the page that was asked for, or to the button that
    sends the form which waited."""
    if carried is None:
        return redirect(safe_next(next_page), 303)
    return make_response(render_template("factors/go_on.html", carried=carried))
