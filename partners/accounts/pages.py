"""The pages to sign in, to sign out and to choose a language."""

from flask import redirect, render_template, request, session
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import LOCALES
from core.unit_of_work import unit_of_work
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.errors import TooManyTries, WrongCredentials
from partners.accounts.forms import SignInForm
from partners.accounts.services.sessions import end_session, start_session
from partners.accounts.services.sign_in import record_failure, sign_in
from partners.accounts.web import (
    PageBlueprint,
    cookie_name,
    keep_signed_in,
    page_locale,
    safe_next,
    this_device,
)

blueprint = PageBlueprint(
    "accounts", __name__, template_folder="../templates", url_prefix=""
)


@blueprint.get("/sign-in")
@public("A stranger has to be able to sign in.")
def sign_in_page() -> str:
    """The form; `next` is the page to go on to."""
    form = SignInForm(next=safe_next(request.args.get("next")))
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-in")
@public("A stranger has to be able to sign in.")
def sign_in_with_password() -> Response | tuple[str, int, dict[str, str]]:
    """Start a session and go on, or show the form again with what was wrong."""
    form = SignInForm()
    if not form.validate():
        return _form_again(form, WrongCredentials())
    try:
        secret = _start(form.email.data or "", form.password.data or "")
    except (WrongCredentials, TooManyTries) as refusal:
        return _form_again(form, refusal)
    kept = session.get("locale")
    session.clear()
    if kept:
        session["locale"] = kept
    response = redirect(safe_next(form.next.data), 303)
    keep_signed_in(response, secret)
    return response


@blueprint.post("/sign-out")
@public("Signing out of a session that is over already does no harm.")
def sign_out() -> Response:
    """End the session of this browser."""
    secret = request.cookies.get(cookie_name())
    if secret:
        with unit_of_work("accounts.sign_out") as database:
            end_session(database, secret=secret, at=now())
    session.clear()
    response = redirect("/sign-in", 303)
    response.delete_cookie(cookie_name(), path="/")
    return response


@blueprint.post("/language")
@public("Anyone may choose the language of the pages.")
def choose_language() -> Response:
    """Remember the language in this browser."""
    if request.form.get("locale") in LOCALES:
        session["locale"] = request.form["locale"]
    return redirect(safe_next(request.form.get("next")), 303)


def _start(email: str, password: str) -> str:
    """Sign in; a failure is counted although the sign-in itself is rolled back."""
    at = now()
    try:
        with unit_of_work("accounts.sign_in") as database:
            account = sign_in(database, email=email, password=password, at=at)
            return start_session(
                database, account_id=account.id, at=at, device=this_device()
            )
    except WrongCredentials:
        with unit_of_work("accounts.sign_in_failed") as database:
            record_failure(database, email=email, at=at)
        raise


def _form_again(form: SignInForm, refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    language = page_locale()
    body = render_template(
        "accounts/sign_in.html",
        form=form,
        problem=refusal.title.in_(language),
        remedy=refusal.remedy.format(**refusal.members).in_(language),
    )
    return body, status_of(type(refusal)), refusal.headers()
