"""The page of one's browsers: where one is signed in, and signing out from afar."""

from uuid import UUID

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from partners.accounts.proof import Method
from partners.accounts.services.list_sessions import (
    end_one_session,
    end_other_sessions,
    sessions_of,
)
from partners.accounts.web import (
    current_session,
    for_people,
    page_locale,
    signed_in_account,
)
from partners.factors.pages import blueprint
from partners.factors.web import SECURITY, recently_confirmed

SESSIONS = f"{SECURITY}/sessions"

METHOD_NAMES = {
    Method.PASSWORD: Text("password", "kata sandi"),
    Method.CODE: Text("code", "kode"),
    Method.DEVICE_KEY: Text("passkey", "kunci sandi"),
    Method.SYNCED_KEY: Text("passkey", "kunci sandi"),
    Method.RECOVERY_CODE: Text("recovery code", "kode pemulihan"),
}


@blueprint.get(SESSIONS)
@for_people
def sessions_page() -> str:
    """The browsers in which she is signed in."""
    with reading("accounts.sessions") as session:
        found = sessions_of(session, signed_in_account().id, at=now())
    return render_template(
        "factors/sessions.html",
        sessions=[(each, _in_words(each.methods)) for each in found],
        this=current_session().id,
    )


@blueprint.get(f"{SESSIONS}/others/end")
@blueprint.get(f"{SESSIONS}/<uuid:session_id>/end")
@for_people
def after_ending(session_id: UUID | None = None) -> Response:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return redirect(SESSIONS, 303)


@blueprint.post(f"{SESSIONS}/<uuid:session_id>/end")
@for_people
@recently_confirmed
def end_one(session_id: UUID) -> Response:
    """Sign one browser out; this one, too, if that is the one."""
    with unit_of_work("accounts.end_session") as session:
        end_one_session(
            session,
            account_id=signed_in_account().id,
            session_id=session_id,
            at=now(),
        )
    flash(_("The browser was signed out."))
    return redirect(SESSIONS, 303)


@blueprint.post(f"{SESSIONS}/others/end")
@for_people
@recently_confirmed
def end_others() -> Response:
    """Sign all browsers out but this one."""
    with unit_of_work("accounts.end_others") as session:
        ended = end_other_sessions(
            session,
            account_id=signed_in_account().id,
            but=current_session().id,
            at=now(),
        )
    flash(
        ngettext(
            "%(num)s browser was signed out.",
            "%(num)s browsers were signed out.",
            ended,
        )
    )
    return redirect(SESSIONS, 303)


def _in_words(methods: list[str]) -> str:
    names = {METHOD_NAMES[Method(each)].in_(page_locale()) for each in methods}
    return ", ".join(sorted(names))
