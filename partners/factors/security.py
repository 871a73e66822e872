"""The page of one's own security: how one signs in, and what protects the account."""

from flask import current_app, flash, make_response, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.privacy import mask_email
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.proof import Method
from partners.accounts.services.sessions import renew_session
from partners.accounts.services.tell import email_of
from partners.accounts.web import (
    current_session,
    for_people,
    in_words,
    keep_signed_in,
    signed_in_account,
)
from partners.factors.errors import CodesTriedTooOften, WrongCode
from partners.factors.forms import CodeForm
from partners.factors.pages import blueprint
from partners.factors.pictures import as_picture
from partners.factors.queries import factors_of, name_of, offered_to
from partners.factors.relying import local_address
from partners.factors.rules import address_of, in_groups
from partners.factors.services.authenticators import (
    confirm_authenticator,
    offer_authenticator,
    secret_of,
)
from partners.factors.services.failures import record_failure
from partners.factors.services.remove import (
    remove_authenticator,
    renew_recovery_codes,
)
from partners.factors.web import SECURITY, Page, recently_confirmed

AUTHENTICATOR = f"{SECURITY}/authenticator"
CONFIRMATION = f"{AUTHENTICATOR}/confirmation"
CODES = f"{SECURITY}/recovery-codes"


@blueprint.get(SECURITY)
@for_people
def security() -> str:
    """Her second factors, and what she can change."""
    account = signed_in_account()
    with reading("factors.security") as session:
        factors = factors_of(session, account.id)
        email = email_of(session, account)
        passkeys = [(each, name_of(session, each)) for each in factors.passkeys]
    return render_template(
        "factors/security.html",
        account=account,
        email=mask_email(email),
        factors=factors,
        passkeys=passkeys,
        local_address=local_address(),
    )


@blueprint.post(AUTHENTICATOR)
@for_people
@recently_confirmed
def offer() -> Response:
    """Begin to set up an authenticator."""
    with unit_of_work("factors.offer") as session:
        offer_authenticator(session, account_id=signed_in_account().id, at=now())
    return redirect(AUTHENTICATOR, 303)


@blueprint.get(AUTHENTICATOR)
@for_people
def offered() -> Response | str:
    """The secret, as a picture and to type, until its first code was typed."""
    page = _offer_page(CodeForm(formdata=None))
    return page if page is not None else redirect(SECURITY, 303)


@blueprint.get(CONFIRMATION)
@blueprint.get(f"{AUTHENTICATOR}/removal")
@blueprint.get(CODES)
@for_people
def after_change() -> Response:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return redirect(AUTHENTICATOR, 303)


@blueprint.post(CONFIRMATION)
@for_people
@recently_confirmed
def confirm_offer() -> Page:
    """Take the authenticator into use; the first factor brings recovery codes."""
    form = CodeForm()
    try:
        codes, secret = _confirm(form.code.data or "" if form.validate() else "")
    except (WrongCode, CodesTriedTooOften) as refusal:
        page = _offer_page(form, refusal)
        if page is None:
            raise
        return page, status_of(type(refusal)), refusal.headers()
    flash(_("The authenticator is set up."))
    response = show_codes(codes) if codes else redirect(SECURITY, 303)
    keep_signed_in(response, secret)
    return response


@blueprint.post(f"{AUTHENTICATOR}/removal")
@for_people
@recently_confirmed
def remove() -> Response:
    """Forget the authenticator."""
    with unit_of_work("factors.remove") as session:
        remove_authenticator(session, account_id=signed_in_account().id, at=now())
    flash(_("The authenticator was removed."))
    return redirect(SECURITY, 303)


@blueprint.post(CODES)
@for_people
@recently_confirmed
def renew_codes() -> Response:
    """Make ten new recovery codes; the old ones are worth nothing."""
    with unit_of_work("factors.renew_codes") as session:
        codes = renew_recovery_codes(
            session, account_id=signed_in_account().id, at=now()
        )
    return show_codes(codes)


def _confirm(code: str) -> tuple[list[str], str]:
    """The new recovery codes, if any, and the session's new secret: who typed the code
    has shown her second factor."""
    at, visit = now(), current_session()
    try:
        with unit_of_work("factors.confirm_offer") as session:
            codes = confirm_authenticator(
                session, account_id=visit.account_id, code=code, at=at
            )
            secret = renew_session(session, visit, method=Method.CODE, at=at)
    except WrongCode:
        with unit_of_work("factors.failed") as session:
            record_failure(session, visit.account_id, at=at)
        raise
    return codes, secret


def _offer_page(form: CodeForm, refusal: Refusal | None = None) -> str | None:
    """The page with the offered secret; None when nothing is offered."""
    account = signed_in_account()
    with reading("factors.offered") as session:
        authenticator = offered_to(session, account.id, at=now())
        if authenticator is None:
            return None
        secret = secret_of(session, authenticator)
        email = email_of(session, account)
    programme = current_app.extensions["settings"].programme_name
    form.code.data = ""
    return render_template(
        "factors/authenticator.html",
        form=form,
        secret=in_groups(secret, " "),
        picture=as_picture(address_of(secret, person=email, programme=programme)),
        refusal=in_words(refusal) if refusal else None,
    )


def show_codes(codes: list[str]) -> Response:
    """The page with new recovery codes, which are shown only there."""
    return make_response(render_template("factors/recovery_codes.html", codes=codes))
