"""Pages that mailed links lead to, and those that ask for such a link.

Programs that look into mail follow links by themselves: looking at a page uses up
nothing, pressing its button does.
"""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Malformed
from core.jobs import enqueue
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.forms import ForgottenForm, NewPasswordForm
from partners.accounts.pages import blueprint
from partners.accounts.services.change_password import (
    ask_for_reset,
    check_reset_link,
    reset_password,
)
from partners.accounts.services.verify_email import verify_email
from partners.accounts.tasks import answer_reset
from partners.accounts.web import in_words, visitor

WHY_FORGOTTEN = "Whoever has forgotten her password cannot sign in."
WHY_LINK = "The link's secret says whose it is."


@blueprint.get("/password/forgotten")
@public(WHY_FORGOTTEN)
def forgotten() -> str:
    """Ask for the address."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@blueprint.post("/password/forgotten")
@public(WHY_FORGOTTEN)
def ask_for_link() -> str:
    """The same answer after the same work, whether the address has an account or not:
    a job looks that up (requirement OA-24)."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form)
    with unit_of_work("accounts.ask_for_reset") as session:
        asked = ask_for_reset(session, email=form.email.data or "", at=now())
        if asked is not None:
            enqueue(session, answer_reset, request_id=str(asked))
    return render_template("accounts/link_sent.html")


@blueprint.get("/password/new/<secret>")
@public(WHY_LINK)
def new_password(secret: str) -> str:
    """Ask for the new password; a link that is no longer good is told at once."""
    with reading("accounts.check_link") as session:
        check_reset_link(session, secret=secret, at=now())
    return render_template("accounts/new_password.html", form=NewPasswordForm())


@blueprint.post("/password/new/<secret>")
@public(WHY_LINK)
def set_password(secret: str) -> Response | tuple[str, int]:
    """Take the new password, and lead to the sign-in page."""
    form = NewPasswordForm()
    try:
        with unit_of_work("accounts.reset_password") as session:
            reset_password(
                session, secret=secret, password=form.password.data or "", at=now()
            )
    except Malformed as refusal:
        said = in_words(refusal)
        page = render_template("accounts/new_password.html", form=form, refusal=said)
        return page, status_of(type(refusal))
    flash(_("The new password counts from now on. Sign in with it."))
    return redirect("/sign-in", 303)


@blueprint.get("/email/verify/<secret>")
@public(WHY_LINK)
def verification(secret: str) -> str:
    """One button, which confirms the address."""
    return render_template("accounts/verify_email.html")


@blueprint.post("/email/verify/<secret>")
@public(WHY_LINK)
def verify(secret: str) -> Response:
    """Confirm the address."""
    with unit_of_work("accounts.verify_email") as session:
        verify_email(session, secret=secret, at=now())
    flash(_("Your e-mail address is confirmed."))
    return redirect("/me/security" if visitor() else "/sign-in", 303)
