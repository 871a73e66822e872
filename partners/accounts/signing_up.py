"""The pages by which people of organisations come to an account.

First the address alone; name and password follow the link in a letter to it. Programs
that look into mail follow links by themselves, so looking at a page makes no account.
"""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.jobs import enqueue
from core.unit_of_work import reading, unit_of_work
from openapi.problems import remember, status_of
from openapi.security import public
from partners.accounts.errors import (
    EmailTaken,
    EmailUnusable,
    LinkExpired,
    PasswordGuessable,
    PasswordTooLong,
    PasswordTooShort,
)
from partners.accounts.forms import NewAccountForm, SignUpForm
from partners.accounts.pages import blueprint
from partners.accounts.services.sessions import start_session
from partners.accounts.services.sign_up import (
    ask_to_sign_up,
    finish_sign_up,
    read_sign_up,
)
from partners.accounts.tasks import answer_to_sign_up
from partners.accounts.web import (
    begin_visit,
    in_words,
    page_locale,
    safe_next,
    this_device,
    visitor,
)
from partners.limits.errors import TooManyRequests
from partners.limits.rules import SIGN_UP_BY_ADDRESS
from partners.limits.web import count_tries, from_this_crowd
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed

WHY_PUBLIC = "Somebody whose organisation wants to take part has no account yet."
WHY_LINK = "The link's secret says whose address it is."
JOIN = "/join"

Page = tuple[str, int, dict[str, str]]


@blueprint.get("/sign-up")
@public(WHY_PUBLIC)
def sign_up_page() -> Response | Page:
    """Ask for the address; `next` is the page to go on to, by default `/join`."""
    onwards = _onwards(request.args.get("next"))
    if visitor() is not None:
        return redirect(onwards, 303)
    _refuse_closed()
    return _address_page(SignUpForm(formdata=None, next=onwards))


@blueprint.post("/sign-up")
@public(WHY_PUBLIC)
def sign_up() -> Response | Page:
    """Take the address; the answer is the same whether it has an account or not."""
    form = SignUpForm()
    if not form.validate():
        return _address_page(form, status=422)
    try:
        _ask(form)
    except (EmailUnusable, TooManyRequests) as refusal:
        return _address_page(form, refusal)
    return redirect("/sign-up/letter", 303)


@blueprint.get("/sign-up/letter")
@public(WHY_PUBLIC)
def letter_on_its_way() -> str:
    """What to do until the letter comes."""
    return render_template("accounts/sign_up_sent.html")


@blueprint.get("/sign-up/<secret>")
@public(WHY_LINK)
def new_account(secret: str) -> Page:
    """Ask for name and password; who comes too late asks for another letter here."""
    _refuse_closed()
    return _account_page(secret, NewAccountForm(formdata=None))


@blueprint.post("/sign-up/<secret>")
@public(WHY_LINK)
def make_account(secret: str) -> Response | Page:
    """Make the account, sign in, and go on to where she was going."""
    form = NewAccountForm()
    if not form.validate():
        return _account_page(secret, form, status=422)
    try:
        signed_in, onwards = _make(secret, form)
    except LinkExpired as refusal:
        return _too_late(refusal)
    except (PasswordTooShort, PasswordTooLong, PasswordGuessable, EmailTaken) as no:
        return _account_page(secret, form, no)
    response = begin_visit(signed_in, onwards)
    flash(_("Welcome. Your account is made and your address is confirmed."))
    return response


def _ask(form: SignUpForm) -> None:
    at = now()
    count_tries([from_this_crowd(SIGN_UP_BY_ADDRESS)], at=at)
    with unit_of_work("accounts.ask_to_sign_up") as session:
        wanted = ask_to_sign_up(
            session,
            email=form.email.data or "",
            locale=page_locale(),
            next_page=_onwards(form.next.data),
            at=at,
        )
        enqueue(session, answer_to_sign_up, sign_up_id=str(wanted))


def _make(secret: str, form: NewAccountForm) -> tuple[str, str]:
    """The secret of her session, and where she was going."""
    at = now()
    with unit_of_work("accounts.finish_sign_up") as session:
        onwards = read_sign_up(session, secret=secret, at=at).sign_up.next_page
        account = finish_sign_up(
            session,
            secret=secret,
            full_name=" ".join((form.full_name.data or "").split()),
            password=form.password.data or "",
            locale=page_locale(),
            at=at,
        )
        signed_in = start_session(
            session, account_id=account.id, at=at, device=this_device()
        )
    return signed_in, onwards


def _refuse_closed() -> None:
    """Say so before she fills anything in; raises SignUpClosed."""
    with reading("accounts.sign_up_open") as session:
        refuse_closed(session, Switch.PARTNER_SIGN_UP)


def _onwards(address: str | None) -> str:
    return safe_next(address or JOIN)


def _address_page(
    form: SignUpForm, refusal: Refusal | None = None, *, status: int = 200
) -> Page:
    return _page("accounts/sign_up.html", refusal, status, form=form)


def _account_page(
    secret: str,
    form: NewAccountForm,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> Page:
    try:
        with reading("accounts.read_sign_up") as session:
            wanted = read_sign_up(session, secret=secret, at=now())
    except LinkExpired as expired:
        return _too_late(expired)
    return _page(
        "accounts/new_account.html",
        refusal,
        status,
        form=form,
        email=wanted.email,
        onwards=wanted.sign_up.next_page,
        has_account=isinstance(refusal, EmailTaken),
    )


def _too_late(refusal: LinkExpired) -> Page:
    """The form for the address again: another letter is one field away."""
    return _address_page(SignUpForm(formdata=None, next=JOIN), refusal)


def _page(name: str, refusal: Refusal | None, status: int, **shown: object) -> Page:
    if refusal is None:
        return render_template(name, refusal=None, **shown), status, {}
    remember(refusal)
    body = render_template(name, refusal=in_words(refusal), **shown)
    return body, status_of(type(refusal)), refusal.headers()
