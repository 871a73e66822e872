"""The page that the link in an invitation leads to."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Conflict, Malformed, Refusal
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.services.sessions import start_session
from partners.accounts.web import (
    begin_visit,
    for_people,
    in_words,
    page_locale,
    signed_in_account,
    this_device,
    visitor,
)
from partners.organisations.models import Organisation
from partners.staff.forms import JoinForm
from partners.staff.pages import blueprint, role_names
from partners.staff.services.accept import (
    Invited,
    accept,
    read_invitation,
    register_and_accept,
)

WHY_PUBLIC = "Whoever is invited may have no account yet; the link says who she is."
LINK = "/invitations/<secret>"


@blueprint.get(LINK)
@public(WHY_PUBLIC)
def invitation(secret: str) -> str:
    """What she is invited to, and the way in that fits her."""
    return _page(secret, JoinForm(formdata=None))


@blueprint.post(LINK)
@for_people
def accept_invitation(secret: str) -> Response:
    """Take the seat as the person who is signed in."""
    with unit_of_work("staff.accept") as session:
        seat = accept(
            session, secret=secret, account_id=signed_in_account().id, at=now()
        )
        organisation = session.get_one(Organisation, seat.organisation_id)
    flash(_("Welcome. This is your organisation's page."))
    return redirect(f"/partner/{organisation.code}", 303)


@blueprint.get(f"{LINK}/account")
@public(WHY_PUBLIC)
def after_joining(secret: str) -> Response:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return redirect(f"/invitations/{secret}", 303)


@blueprint.post(f"{LINK}/account")
@public(WHY_PUBLIC)
def join(secret: str) -> Response | tuple[str, int]:
    """Make an account for the invited address, take the seat and sign in."""
    form = JoinForm()
    if not form.validate():
        return _page(secret, form), 422
    try:
        signed_in, address = _join(secret, form)
    except (Malformed, Conflict) as refusal:
        return _page(secret, form, refusal), status_of(type(refusal))
    response = begin_visit(signed_in, address)
    flash(_("Welcome. This is your organisation's page."))
    return response


def _join(secret: str, form: JoinForm) -> tuple[str, str]:
    at = now()
    with unit_of_work("staff.join") as session:
        seat = register_and_accept(
            session,
            secret=secret,
            full_name=" ".join((form.full_name.data or "").split()),
            password=form.password.data or "",
            locale=page_locale(),
            at=at,
        )
        signed_in = start_session(
            session, account_id=seat.account_id, at=at, device=this_device()
        )
        organisation = session.get_one(Organisation, seat.organisation_id)
    return signed_in, f"/partner/{organisation.code}"


def _page(secret: str, form: JoinForm, refusal: Refusal | None = None) -> str:
    with reading("staff.invitation") as session:
        invited = read_invitation(session, secret=secret, at=now())
    return render_template(
        "staff/invitation.html",
        invited=invited,
        secret=secret,
        roles=role_names(invited.invitation.roles),
        way=_way_in(invited),
        form=form,
        refusal=in_words(refusal) if refusal else None,
    )


def _way_in(invited: Invited) -> str:
    """Which of the four ways fits whoever looks at the page."""
    person = visitor()
    if person is None:
        return "sign_in" if invited.has_account else "register"
    mine = person.email_index == invited.invitation.email_index
    return "accept" if mine else "another"
