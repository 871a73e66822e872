"""The second step of signing in, and confirming who one is."""

from flask import redirect, render_template, request, session

from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.services.second_step import pending_account
from partners.accounts.web import (
    PENDING,
    PageBlueprint,
    begin_visit,
    current_session,
    for_people,
    in_words,
    keep_signed_in,
    safe_next,
    this_device,
)
from partners.factors.carried import carried_form
from partners.factors.errors import (
    CodesTriedTooOften,
    PasskeyRefused,
    SignInTooSlow,
    WrongCode,
    WrongPassword,
)
from partners.factors.forms import CodeForm, ConfirmForm
from partners.factors.queries import Factors, factors_of
from partners.factors.relying import relying_party, required_party
from partners.factors.services.failures import record_failure
from partners.factors.services.sign_in import (
    confirm_by_code,
    confirm_by_passkey,
    confirm_by_password,
    finish_sign_in,
    finish_sign_in_by_passkey,
)
from partners.factors.web import Page, confirmation_page, go_on

blueprint = PageBlueprint("factors", __name__, template_folder="../templates")

WHY_PUBLIC = "Her password was right; who she is, the code will say."
WRONG = (WrongCode, WrongPassword)


@blueprint.app_context_processor
def _for_passkeys() -> dict[str, object]:
    """Whether a page may offer passkeys, to every template."""
    return {"party": relying_party()}


@blueprint.get("/sign-in/code")
@public(WHY_PUBLIC)
def second_step() -> Page | str:
    """Ask for the code that follows the password."""
    if PENDING not in session:
        return redirect("/sign-in", 303)
    return _code_page(CodeForm(formdata=None, next=safe_next(request.args.get("next"))))


@blueprint.post("/sign-in/code")
@public(WHY_PUBLIC)
def sign_in_by_code() -> Page:
    """Finish signing in, or ask again."""
    form = CodeForm()
    try:
        secret = _finish(form)
    except SignInTooSlow:
        session.pop(PENDING, None)
        return redirect("/sign-in", 303)
    except (WrongCode, PasskeyRefused, CodesTriedTooOften) as refusal:
        page = _code_page(form, refusal)
        return page, status_of(type(refusal)), refusal.headers()
    return begin_visit(secret, form.next.data)


@blueprint.get("/me/confirm")
@for_people
def confirmation() -> Page:
    """Ask who she is before something that needs to be sure."""
    return confirmation_page(None, next_page=request.args.get("next"))


@blueprint.post("/me/confirm")
@for_people
def confirm() -> Page:
    """Take a code or the password, and lead on to where she wanted to go."""
    form, carried = ConfirmForm(), carried_form()
    try:
        secret = _confirm(form)
    except (*WRONG, PasskeyRefused, CodesTriedTooOften) as refusal:
        return confirmation_page(carried, next_page=form.next.data, refusal=refusal)
    response = go_on(carried, form.next.data)
    keep_signed_in(response, secret)
    return response


def _code_page(form: CodeForm, refusal: Refusal | None = None) -> str:
    form.code.data = ""
    said = in_words(refusal) if refusal else None
    with reading("factors.pending") as database:
        account = pending_account(database, secret=session.get(PENDING, ""), at=now())
        factors = factors_of(database, account.id) if account else Factors()
    return render_template(
        "factors/code.html", form=form, refusal=said, factors=factors
    )


def _finish(form: CodeForm) -> str:
    at, secret = now(), session.get(PENDING, "")
    code = form.code.data or "" if form.validate() else ""
    try:
        with unit_of_work("factors.finish_sign_in") as database:
            if form.passkey.data:
                return finish_sign_in_by_passkey(
                    database,
                    secret=secret,
                    answer=form.passkey.data,
                    party=required_party(),
                    at=at,
                    device=this_device(),
                )
            return finish_sign_in(
                database, secret=secret, code=code, at=at, device=this_device()
            )
    except WrongCode:
        with reading("factors.pending") as database:
            account = pending_account(database, secret=secret, at=at)
        if account is not None:
            with unit_of_work("factors.failed") as database:
                record_failure(database, account.id, at=at)
        raise


def _confirm(form: ConfirmForm) -> str:
    at, visit = now(), current_session()
    typed = form.validate()
    try:
        with unit_of_work("factors.confirm") as database:
            if form.passkey.data:
                return confirm_by_passkey(
                    database,
                    visit,
                    answer=form.passkey.data,
                    party=required_party(),
                    at=at,
                )
            if form.password.data and typed:
                return confirm_by_password(
                    database, visit, password=form.password.data, at=at
                )
            code = form.code.data or "" if typed else ""
            return confirm_by_code(database, visit, code=code, at=at)
    except WRONG:
        with unit_of_work("factors.failed") as database:
            record_failure(database, visit.account_id, at=at)
        raise
