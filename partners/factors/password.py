"""Changing one's password, and confirming one's address."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Malformed, Refusal
from core.unit_of_work import unit_of_work
from openapi.problems import status_of
from partners.accounts.errors import CurrentPasswordWrong
from partners.accounts.forms import ChangePasswordForm
from partners.accounts.models import Account
from partners.accounts.services.change_password import change_password
from partners.accounts.services.verify_email import ask_to_verify
from partners.accounts.web import (
    current_session,
    for_people,
    in_words,
    keep_signed_in,
    signed_in_account,
)
from partners.factors.errors import CodesTriedTooOften
from partners.factors.pages import blueprint
from partners.factors.services.failures import record_failure, refuse_guessing
from partners.factors.web import SECURITY, Page, recently_confirmed

PASSWORD = f"{SECURITY}/password"
EMAIL = f"{SECURITY}/email-verification"


@blueprint.get(PASSWORD)
@for_people
@recently_confirmed
def password_page() -> str:
    """Ask for the password of now and the one from now on."""
    return render_template("factors/password.html", form=ChangePasswordForm())


@blueprint.post(PASSWORD)
@for_people
@recently_confirmed
def change() -> Page:
    """Change the password; every other browser is signed out."""
    form = ChangePasswordForm()
    if not form.validate():
        return render_template("factors/password.html", form=form), 422, {}
    try:
        secret = _change(form.current.data or "", form.password.data or "")
    except (Malformed, CurrentPasswordWrong, CodesTriedTooOften) as refusal:
        return _again(form, refusal)
    flash(_("The password was changed. All other browsers were signed out."))
    response = redirect(SECURITY, 303)
    keep_signed_in(response, secret)
    return response


@blueprint.get(EMAIL)
@for_people
def after_letter() -> Response:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return redirect(SECURITY, 303)


@blueprint.post(EMAIL)
@for_people
def send_verification() -> Response:
    """Send a link by which she confirms that she reads mail to her address."""
    with unit_of_work("accounts.ask_to_verify") as session:
        account = session.get_one(Account, signed_in_account().id)
        ask_to_verify(session, account, at=now())
    flash(_("We have sent you a link. Look into your mailbox."))
    return redirect(SECURITY, 303)


def _change(current: str, password: str) -> str:
    at, visit = now(), current_session()
    try:
        with unit_of_work("accounts.change_password") as session:
            refuse_guessing(session, visit.account_id, at=at)
            return change_password(
                session, visit, current=current, password=password, at=at
            )
    except CurrentPasswordWrong:
        with unit_of_work("factors.failed") as session:
            record_failure(session, visit.account_id, at=at)
        raise


def _again(form: ChangePasswordForm, refusal: Refusal) -> Page:
    page = render_template(
        "factors/password.html", form=form, refusal=in_words(refusal)
    )
    return page, status_of(type(refusal)), refusal.headers()
