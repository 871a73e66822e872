"""The operator's pages about sanctions: what waits, what was decided, and deciding."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import PageBlueprint, in_words
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator
from partners.standing.api import draft_of, page_of, programme_zone
from partners.standing.forms import AnswerForm, ChangeForm, DeclineForm, SanctionForm
from partners.standing.models import ChangeAct, Outcome, State
from partners.standing.own.pages import reason_in_words
from partners.standing.queries import (
    all_sanctions,
    changes_of,
    find_sanction,
    waiting_for_somebody,
)
from partners.standing.services.change import decide_change, propose_change
from partners.standing.services.confirm import confirm_sanction, decline_sanction
from partners.standing.services.propose import propose_sanction
from partners.standing.services.reply import Answer, answer_reply
from partners.standing.views import view_of

PAGE = 20

blueprint = PageBlueprint("sanctions_pages", __name__, template_folder="../templates")

add_section(
    Section(
        "sanctions",
        Text("Sanctions", "Sanksi"),
        Permission.STANDING_CHANGE,
        operator=True,
        group=Group.PARTNERS,
    )
)


@blueprint.get("/operator/sanctions")
@for_operator(Permission.STANDING_CHANGE)
def sanctions() -> str:
    """What waits for a second person or an answer, and all sanctions, newest first."""
    state = request.args.get("state")
    known = state if state in list(State) else None
    with reading("pages.sanctions") as session:
        waiting = waiting_for_somebody(session)
        page = page_of(
            session,
            all_sanctions(state=known),
            {"limit": PAGE, "cursor": request.args.get("cursor")},
        )
    return render_template(
        "standing/sanctions.html",
        waiting=waiting,
        page=page,
        state=known,
        states=list(State),
        reason_in_words=reason_in_words,
    )


@blueprint.route("/operator/sanctions/new", methods=["GET", "POST"])
@for_operator(Permission.STANDING_CHANGE)
def propose() -> str | Response | tuple[str, int]:
    """Propose a sanction; what is said here the organisation reads."""
    form = SanctionForm(data={"organisation": request.args.get("organisation")})
    if request.method == "GET":
        return render_template("standing/new.html", form=form, refusal=None)
    if not form.validate():
        return render_template("standing/new.html", form=form, refusal=None), 422
    try:
        with unit_of_work("pages.propose_sanction") as session:
            sanction = propose_sanction(
                session,
                draft_of(_body(session, form)),
                by=current_staff().seat.account_id,
                at=now(),
                zone=programme_zone(),
            )
    except Refusal as refusal:
        page = render_template(
            "standing/new.html", form=form, refusal=in_words(refusal)
        )
        return page, status_of(type(refusal))
    flash(
        _("The sanction is in force.")
        if sanction.state == State.IN_FORCE
        else _("The sanction waits for a second person.")
    )
    return redirect(f"/operator/sanctions/{sanction.id}", 303)


@blueprint.get("/operator/sanctions/<uuid:sanction_id>")
@for_operator(Permission.STANDING_CHANGE)
def one(sanction_id: UUID) -> str:
    """One sanction with its reply, and what can be decided about it now."""
    return _page(sanction_id)


@blueprint.post("/operator/sanctions/<uuid:sanction_id>/decision")
@for_operator(Permission.STANDING_CHANGE)
def decide(sanction_id: UUID) -> Response | tuple[str, int]:
    """The second person agrees, or turns the proposal down."""
    by = current_staff().seat.account_id
    form = DeclineForm(prefix="decline")

    def act(session: Session) -> None:
        if request.form.get("agrees") == "yes":
            confirm_sanction(
                session, sanction_id=sanction_id, by=by, at=now(), zone=programme_zone()
            )
        else:
            decline_sanction(
                session,
                sanction_id=sanction_id,
                reason=form.reason.data or "",
                by=by,
                at=now(),
            )

    return _carry_out(sanction_id, act, form.validate(), "decline", form)


@blueprint.post("/operator/sanctions/<uuid:sanction_id>/changes")
@for_operator(Permission.STANDING_CHANGE)
def change(sanction_id: UUID) -> Response | tuple[str, int]:
    """Propose to lift or shorten."""
    form = ChangeForm(prefix="change")

    def act(session: Session) -> None:
        propose_change(
            session,
            sanction_id=sanction_id,
            act=ChangeAct(form.act.data),
            reason=form.reason.data or "",
            ends_on=form.ends_on.data,
            by=current_staff().seat.account_id,
            at=now(),
            zone=programme_zone(),
        )

    return _carry_out(sanction_id, act, form.validate(), "change", form)


@blueprint.post("/operator/sanctions/<uuid:sanction_id>/changes/<uuid:change_id>")
@for_operator(Permission.STANDING_CHANGE)
def decide_one_change(sanction_id: UUID, change_id: UUID) -> Response | tuple[str, int]:
    """The second person agrees to lift or shorten, or does not."""

    def act(session: Session) -> None:
        decide_change(
            session,
            sanction_id=sanction_id,
            change_id=change_id,
            agrees=request.form.get("agrees") == "yes",
            by=current_staff().seat.account_id,
            at=now(),
        )

    return _carry_out(sanction_id, act, True, "", None)


@blueprint.post("/operator/sanctions/<uuid:sanction_id>/answer")
@for_operator(Permission.STANDING_CHANGE)
def answer(sanction_id: UUID) -> Response | tuple[str, int]:
    """Answer the organisation's reply."""
    form = AnswerForm(prefix="answer")

    def act(session: Session) -> None:
        answer_reply(
            session,
            sanction_id=sanction_id,
            answer=Answer(
                Outcome(form.outcome.data), form.text.data or "", form.ends_on.data
            ),
            by=current_staff().seat.account_id,
            at=now(),
            zone=programme_zone(),
        )

    return _carry_out(sanction_id, act, form.validate(), "answer", form)


def _carry_out(
    sanction_id: UUID,
    act: Callable[[Session], None],
    valid: bool,
    name: str,
    form: Any,
) -> Response | tuple[str, int]:
    """Act and show the sanction anew; or show it with what was wrong."""
    if not valid:
        return _page(sanction_id, **{name: form}), 422
    try:
        with unit_of_work("pages.sanction") as session:
            act(session)
    except Refusal as refusal:
        code = status_of(type(refusal))
        if code == 404:
            raise
        forms = {name: form} if form is not None else {}
        return _page(sanction_id, refusal=in_words(refusal), **forms), code
    flash(_("It is on record."))
    return redirect(f"/operator/sanctions/{sanction_id}", 303)


def _page(sanction_id: UUID, **shown: Any) -> str:
    with reading("pages.sanction") as session:
        sanction = find_sanction(session, sanction_id)
        view = view_of(session, sanction)
        changes = changes_of(session, sanction_id)
    forms = {"decline": DeclineForm, "change": ChangeForm, "answer": AnswerForm}
    for name, kind in forms.items():
        if name not in shown:
            shown[name] = kind(formdata=None, prefix=name)
    return render_template(
        "standing/sanction.html",
        view=view,
        changes=changes,
        me=current_staff().seat.account_id,
        reason_in_words=reason_in_words,
        **{"refusal": None, **shown},
    )


def _body(session: Session, form: SanctionForm) -> dict[str, Any]:
    """What the form says, as a draft is made of; raises OrganisationNotFound."""
    organisation_id = session.scalar(
        select(Organisation.id).where(Organisation.code == form.organisation.data)
    )
    if organisation_id is None:
        raise OrganisationNotFound
    return {
        **form.data,
        "organisation_id": organisation_id,
        "kind": form.kind.data or None,
        "client_id": form.client_id.data or None,
        "course_ids": _ids(form.course_ids.data or ""),
        "legal_ground": form.legal_ground.data or None,
        "evidence": [
            line.strip()[:300]
            for line in (form.evidence.data or "").splitlines()[:20]
            if line.strip()
        ],
    }


def _ids(text: str) -> list[UUID]:
    """The ids that somebody has pasted; what is none is nobody's course."""
    found = []
    for word in text.replace(",", " ").split()[:200]:
        try:
            found.append(UUID(word))
        except ValueError:
            found.append(UUID(int=0))
    return found
