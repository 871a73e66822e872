"""Passkeys on the pages: questions that browsers fetch, and forms with answers."""

from uuid import UUID

from flask import Response as JsonResponse
from flask import flash, redirect, render_template, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.forms import SignInForm
from partners.accounts.models import Account
from partners.accounts.rules import SECOND_STEP_LIFETIME
from partners.accounts.services.second_step import pending_account
from partners.accounts.web import (
    PENDING,
    begin_visit,
    current_session,
    for_people,
    in_words,
    safe_next,
    signed_in_account,
    this_device,
)
from partners.factors.errors import PasskeyRefused, SignInTooSlow
from partners.factors.pages import WHY_PUBLIC, blueprint
from partners.factors.relying import required_party
from partners.factors.security import show_codes
from partners.factors.services.add_passkey import add_passkey, offer_passkey
from partners.factors.services.challenges import Purpose
from partners.factors.services.remove import remove_passkey, rename_passkey
from partners.factors.services.show_passkey import ask_for_passkey
from partners.factors.services.sign_in import sign_in_by_passkey
from partners.factors.web import SECURITY, Page, recently_confirmed

PASSKEYS = f"{SECURITY}/passkeys"
WHY_ANYONE = "Whoever has a passkey needs to type neither address nor password."


@blueprint.post("/sign-in/passkey/question")
@public(WHY_ANYONE)
def question_to_anyone() -> JsonResponse:
    """Ask the browser for any passkey that it has for us."""
    with reading("passkeys.ask") as database:
        asked = ask_for_passkey(
            database,
            Purpose.SIGN_IN,
            required_party(),
            subject="",
            account_id=None,
            at=now(),
        )
    return _json(asked)


@blueprint.get("/sign-in/passkey")
@public(WHY_ANYONE)
def after_sign_in() -> Response:
    """Where a reader comes who chooses a language after a refusal."""
    return redirect("/sign-in", 303)


@blueprint.post("/sign-in/passkey")
@public(WHY_ANYONE)
def sign_in_with_passkey() -> Page:
    """Sign in with a passkey alone."""
    next_page = safe_next(request.form.get("next"))
    try:
        with unit_of_work("passkeys.sign_in") as database:
            secret = sign_in_by_passkey(
                database,
                answer=request.form.get("passkey", ""),
                party=required_party(),
                at=now(),
                device=this_device(),
            )
    except PasskeyRefused as refusal:
        form = SignInForm(formdata=None, next=next_page)
        page = render_template(
            "accounts/sign_in.html", form=form, refusal=in_words(refusal)
        )
        return page, status_of(PasskeyRefused), {}
    return begin_visit(secret, next_page)


@blueprint.post("/sign-in/code/question")
@public(WHY_PUBLIC)
def question_after_password() -> JsonResponse:
    """Ask for a passkey of the account whose password was right."""
    at = now()
    with reading("passkeys.ask") as database:
        account = pending_account(database, secret=session.get(PENDING, ""), at=at)
        if account is None:
            raise SignInTooSlow(minutes=int(SECOND_STEP_LIFETIME.total_seconds() // 60))
        asked = ask_for_passkey(
            database,
            Purpose.SIGN_IN,
            required_party(),
            subject=str(account.id),
            account_id=account.id,
            at=at,
        )
    return _json(asked)


@blueprint.post("/me/confirm/question")
@for_people
def question_within_session() -> JsonResponse:
    """Ask for a passkey of the person who is signed in."""
    visit = current_session()
    with reading("passkeys.ask") as database:
        asked = ask_for_passkey(
            database,
            Purpose.CONFIRM,
            required_party(),
            subject=str(visit.id),
            account_id=visit.account_id,
            at=now(),
        )
    return _json(asked)


@blueprint.post(f"{PASSKEYS}/question")
@for_people
@recently_confirmed
def question_for_new() -> JsonResponse:
    """Ask the browser to make a passkey."""
    with reading("passkeys.offer") as database:
        account = database.get_one(Account, signed_in_account().id)
        asked = offer_passkey(database, account, required_party(), at=now())
    return _json(asked)


@blueprint.get(PASSKEYS)
@blueprint.get(f"{PASSKEYS}/<uuid:passkey_id>/removal")
@blueprint.get(f"{PASSKEYS}/<uuid:passkey_id>/name")
@for_people
def after_passkey(passkey_id: UUID | None = None) -> Response:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return redirect(SECURITY, 303)


@blueprint.post(PASSKEYS)
@for_people
@recently_confirmed
def add() -> Response:
    """Keep a new passkey; the first factor brings recovery codes."""
    at, visit, party = now(), current_session(), required_party()
    name = request.form.get("name", "").strip() or this_device().browser or "Passkey"
    with unit_of_work("passkeys.add") as database:
        codes = add_passkey(
            database,
            account_id=visit.account_id,
            answer=request.form.get("passkey", ""),
            name=_storable(name),
            party=party,
            at=at,
        )
    flash(_("The passkey is set up. Use it at the next sign-in."))
    if not codes:
        return redirect(SECURITY, 303)
    return show_codes(codes)


@blueprint.post(f"{PASSKEYS}/<uuid:passkey_id>/removal")
@for_people
@recently_confirmed
def remove_one(passkey_id: UUID) -> Response:
    """Forget a passkey."""
    with unit_of_work("passkeys.remove") as database:
        remove_passkey(
            database,
            account_id=signed_in_account().id,
            passkey_id=passkey_id,
            at=now(),
        )
    flash(_("The passkey was removed. Delete it in your device, too."))
    return redirect(SECURITY, 303)


@blueprint.post(f"{PASSKEYS}/<uuid:passkey_id>/name")
@for_people
def rename(passkey_id: UUID) -> Response:
    """Give a passkey another name."""
    name = _storable(request.form.get("name", "").strip())
    with unit_of_work("passkeys.rename") as database:
        rename_passkey(
            database,
            account_id=signed_in_account().id,
            passkey_id=passkey_id,
            name=name or "Passkey",
        )
    return redirect(SECURITY, 303)


def _storable(name: str) -> str:
    """A name without what cannot be encoded."""
    return name.encode("utf-8", "replace").decode()


def _json(text: str) -> JsonResponse:
    return JsonResponse(text, content_type="application/json")
