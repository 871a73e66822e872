"""The pages to sign in, to sign out and to choose a language."""

from datetime import datetime
from urllib.parse import urlencode

from flask import redirect, render_template, request, session
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import LOCALES
from core.unit_of_work import unit_of_work
from openapi.problems import remember, status_of
from openapi.security import public
from partners.accounts.errors import TooManyTries, WrongCredentials
from partners.accounts.forms import SignInForm
from partners.accounts.services.second_step import SignedIn, begin
from partners.accounts.services.sign_in import record_failure, sign_in
from partners.accounts.web import (
    PENDING,
    PageBlueprint,
    begin_visit,
    end_visit,
    forget_browser,
    in_words,
    safe_next,
    this_device,
)
from partners.denials.watching import typed_email
from partners.limits.errors import TooManyFailures
from partners.limits.rules import SIGN_IN_BY_ADDRESS
from partners.limits.web import from_here, limited

blueprint = PageBlueprint(
    "accounts", __name__, template_folder="../templates", url_prefix=""
)


@blueprint.get("/sign-in")
@public("A stranger has to be able to sign in.")
def sign_in_page() -> str:
    """The form; `next` is the page to go on to, `login_hint` a suggested e-mail."""
    form = SignInForm(
        next=safe_next(request.args.get("next")),
        email=_usable(request.args.get("login_hint")),
    )
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-in")
@public("A stranger has to be able to sign in.")
def sign_in_with_password() -> Response | tuple[str, int, dict[str, str]]:
    """Start a session and go on, or show the form again with what was wrong."""
    form = SignInForm()
    if not form.validate():
        return _form_again(form, WrongCredentials())
    try:
        signed_in = _start(form.email.data or "", form.password.data or "")
    except (WrongCredentials, TooManyTries, TooManyFailures) as refusal:
        return _form_again(form, refusal)
    if not signed_in.complete:
        forget_browser()
        session[PENDING] = signed_in.secret
        return redirect(f"/sign-in/code?{urlencode({'next': form.next.data})}", 303)
    return begin_visit(signed_in.secret, form.next.data)


@blueprint.post("/sign-out")
@public("Signing out of a session that is over already does no harm.")
def sign_out() -> Response:
    """End the session of this browser."""
    return end_visit(redirect("/sign-in", 303))


@blueprint.post("/language")
@public("Anyone may choose the language of the pages.")
def choose_language() -> Response:
    """Remember the language in this browser."""
    if request.form.get("locale") in LOCALES:
        session["locale"] = request.form["locale"]
    return redirect(safe_next(request.form.get("next")), 303)


def _usable(hint: str | None) -> str | None:
    """A hint that can stand in the field for the e-mail."""
    return hint if hint and len(hint) <= 254 and hint.isprintable() else None


def _start(email: str, password: str) -> SignedIn:
    """Sign in; a failure is counted although the sign-in itself is rolled back."""
    at = now()
    typed_email(email)
    with limited([from_here(SIGN_IN_BY_ADDRESS)], WrongCredentials, at=at):
        return _sign_in(email, password, at=at)


def _sign_in(email: str, password: str, *, at: datetime) -> SignedIn:
    try:
        with unit_of_work("accounts.sign_in") as database:
            account = sign_in(database, email=email, password=password, at=at)
            return begin(database, account, at=at, device=this_device())
    except WrongCredentials:
        with unit_of_work("accounts.sign_in_failed") as database:
            record_failure(database, email=email, at=at)
        raise


def _form_again(form: SignInForm, refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    remember(refusal)
    body = render_template(
        "accounts/sign_in.html", form=form, refusal=in_words(refusal)
    )
    return body, status_of(type(refusal)), refusal.headers()
