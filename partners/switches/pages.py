"""The operator's page of all switches: what is stopped, by whom, since when and why."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import paginate
from openapi.problems import remember, status_of
from partners.accounts.web import PageBlueprint, in_words, signed_in_account
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import for_operator
from partners.standing.models import Sanction, State
from partners.standing.own.pages import reason_in_words
from partners.standing.queries import all_sanctions
from partners.standing.views import views_of
from partners.switches.api import NEWEST_FIRST
from partners.switches.forms import CloseForm, OpenForm
from partners.switches.models import Closure, Switch
from partners.switches.queries import all_closures, closures_in_force, with_names
from partners.switches.schemes import scheme_codes
from partners.switches.services.close import close_switch
from partners.switches.services.reopen import decide_opening, propose_opening
from partners.switches.wording import EFFECTS

PAGE = "/operator/switches"
# How many of the past and of the sanctions stand on the page.
SHOWN = 20

blueprint = PageBlueprint("switches_pages", __name__, template_folder="../templates")

add_section(
    Section(
        "switches",
        Text("Kill switches", "Sakelar darurat"),
        Permission.SWITCHES_OPERATE,
        operator=True,
        group=Group.SECURITY,
    )
)


@blueprint.get(PAGE)
@for_operator(Permission.SWITCHES_OPERATE)
def switches() -> str:
    """All switches, what is closed now, and what else is stopped."""
    return _page()


@blueprint.post(PAGE)
@for_operator(Permission.SWITCHES_OPERATE)
def close() -> Response | tuple[str, int]:
    """Close one at once."""
    form = _close_form()
    if not form.validate():
        return _page(form=form), 422

    def act(session: Session) -> None:
        close_switch(
            session,
            switch=Switch(form.switch.data),
            scheme_code=form.scheme_code.data or None,
            reason=Text(form.reason_en.data or "", form.reason_id.data or ""),
            by=signed_in_account().id,
            at=now(),
        )

    return _carry_out(act, _("It is closed from now on."), form=form)


@blueprint.post(f"{PAGE}/<uuid:closure_id>/opening-proposal")
@for_operator(Permission.SWITCHES_OPERATE)
def propose(closure_id: UUID) -> Response | tuple[str, int]:
    """Propose to open it again."""
    form = OpenForm()
    if not form.validate():
        return _page(wrong=(closure_id, form)), 422

    def act(session: Session) -> None:
        propose_opening(
            session,
            closure_id,
            note=form.note.data or "",
            by=signed_in_account().id,
            at=now(),
        )

    return _carry_out(act, _("A colleague has to agree."))


@blueprint.post(f"{PAGE}/<uuid:closure_id>/opening-decision")
@for_operator(Permission.SWITCHES_OPERATE)
def decide(closure_id: UUID) -> Response | tuple[str, int]:
    """Open it as the second person, or turn the proposal down."""
    agrees = request.form.get("agrees") == "yes"

    def act(session: Session) -> None:
        decide_opening(
            session,
            closure_id,
            agrees=agrees,
            by=signed_in_account().id,
            at=now(),
        )

    return _carry_out(act, _("It is open again.") if agrees else _("It stays closed."))


@blueprint.get(f"{PAGE}/<uuid:closure_id>/opening-proposal")
@blueprint.get(f"{PAGE}/<uuid:closure_id>/opening-decision")
@for_operator(Permission.SWITCHES_OPERATE)
def after_change(closure_id: UUID) -> Response:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return redirect(PAGE, 303)


def _carry_out(
    act: Callable[[Session], None], done: str, **shown: Any
) -> Response | tuple[str, int]:
    try:
        with unit_of_work("pages.switches") as session:
            act(session)
    except Refusal as refusal:
        code = status_of(type(refusal))
        if code == 404:
            raise
        remember(refusal)
        return _page(refusal=in_words(refusal), **shown), code
    flash(done)
    return redirect(PAGE, 303)


def _close_form(**options: Any) -> CloseForm:
    form = CloseForm(**options)
    with reading("pages.schemes") as session:
        codes = scheme_codes(session)
    named = [(code, code) for code in codes]
    form.scheme_code.choices = [("", _("All schemes")), *named]
    return form


def _page(
    *,
    form: CloseForm | None = None,
    wrong: tuple[UUID, OpenForm] | None = None,
    refusal: dict[str, str] | None = None,
) -> str:
    with reading("pages.switches") as session:
        closed = with_names(session, closures_in_force(session))
        past = paginate(
            session,
            all_closures().where(Closure.opened_at.is_not(None)),
            NEWEST_FIRST,
            limit=SHOWN,
            cursor=None,
        )
        history = with_names(session, past.items)
        in_force = all_sanctions(state=State.IN_FORCE).order_by(Sanction.id.desc())
        sanctions = views_of(session, session.scalars(in_force.limit(SHOWN)).all())
    return render_template(
        "switches/switches.html",
        closed=closed,
        open_switches=_open(closed),
        effects=EFFECTS,
        history=history,
        sanctions=sanctions,
        reason_in_words=reason_in_words,
        me=signed_in_account().id,
        form=form or _close_form(formdata=None),
        open_form=OpenForm(formdata=None),
        wrong=wrong,
        refusal=refusal,
    )


def _open(closed: list[Any]) -> list[Switch]:
    """The switches of which nothing is closed."""
    shut = {view.closure.switch for view in closed}
    return [switch for switch in Switch if switch not in shut]
