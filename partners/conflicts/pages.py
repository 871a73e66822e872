"""The operator's pages of the register: what waits, groups, and one organisation."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
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
from partners.conflicts import forms, overview
from partners.conflicts.api import draft_of
from partners.conflicts.drawing import draw
from partners.conflicts.models import (
    DisputeOutcome,
    OrganisationTie,
    Purpose,
    ReviewAssignment,
    ReviewRole,
    ReviewTask,
    Source,
    Waiver,
    WaiverState,
)
from partners.conflicts.own.pages import tie_body
from partners.conflicts.queries import find_tie, live_ties
from partners.conflicts.rules import MOST_TIES
from partners.conflicts.services import assign, dispute, guard, record, staff, waive
from partners.conflicts.views import tie_views
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator

MANAGE = Permission.CONFLICTS_MANAGE
SHOWN = 50

blueprint = PageBlueprint("conflicts_pages", __name__, template_folder="../templates")

add_section(
    Section(
        "conflicts",
        Text("Conflicts of interest", "Benturan kepentingan"),
        MANAGE,
        operator=True,
        group=Group.PARTNERS,
    )
)

Act = Callable[[Session, Organisation], None]

# Each form of the page about one organisation, by the name that it has there.
FORMS = {
    "tie": forms.OperatorTieForm,
    "end": forms.EndForm,
    "answer": forms.DisputeAnswerForm,
    "waiver_form": forms.WaiverForm,
    "assignment": forms.AssignmentForm,
    "interest": forms.InterestForm,
}


@blueprint.get("/operator/conflicts")
@for_operator(MANAGE)
def register() -> str:
    """What waits, the groups, and a question about two organisations."""
    today = now().astimezone(current_app.extensions["settings"].zone).date()
    with reading("pages.conflicts") as session:
        shown = {
            "groups": overview.groups(session),
            "disputes": overview.waiting_disputes(session),
            "overdue": overview.overdue_declarations(session, today=today),
            "waivers": session.scalars(
                overview.waivers(state=WaiverState.PROPOSED)
                .order_by(Waiver.id)
                .limit(SHOWN)
            ).all(),
            "answer": _answer(session),
        }
    return render_template(
        "conflicts/register.html",
        identity=forms.StaffIdentityForm(formdata=None),
        me=current_staff().seat.account_id,
        **shown,
    )


@blueprint.post("/operator/conflicts/identity")
@for_operator(Permission.ORGANISATION_READ)
def identity() -> Response:
    """Let the register recognise oneself."""
    form = forms.StaffIdentityForm()
    if form.validate():
        with unit_of_work("pages.give_identity") as session:
            staff.give_identity(
                session,
                current_staff().seat.account_id,
                birth_date=form.birth_date.data,
                national_id=form.national_id.data or None,
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
        flash(_("The register recognises you from now on."))
    return redirect("/operator/conflicts", 303)


@blueprint.post("/operator/conflicts/waivers/<uuid:waiver_id>")
@for_operator(MANAGE)
def decide_waiver(waiver_id: UUID) -> Response:
    """Decide about a proposed exception, or end one."""
    wish = request.form.get("wish")
    with unit_of_work("pages.waiver") as session:
        if wish == "end":
            waive.end_waiver(session, waiver_id=waiver_id, at=now())
        else:
            waive.decide_waiver(
                session,
                waiver_id=waiver_id,
                agrees=wish == "grant",
                by=current_staff().seat.account_id,
                at=now(),
            )
    flash(_("It is on record."))
    return redirect("/operator/conflicts", 303)


@blueprint.get("/operator/conflicts/<organisation>")
@for_operator(MANAGE)
def one(organisation: str) -> str:
    """One organisation: its ties, its group as a picture and in words, exceptions."""
    return _page(organisation)


@blueprint.post("/operator/conflicts/<organisation>/ties")
@for_operator(MANAGE)
def enter_tie(organisation: str) -> Response | tuple[str, int]:
    """Enter a tie that the operator knows of."""
    form = forms.OperatorTieForm(prefix="tie")

    def act(session: Session, about: Organisation) -> None:
        guard.refuse_tied_staff(session, _me(), about.id)
        draft = draft_of(
            tie_body(form),
            organisation_id=about.id,
            source=Source.OPERATOR,
            note=form.note.data,
        )
        zone = current_app.extensions["settings"].zone
        record.add_tie(session, draft, by=_me(), at=now(), zone=zone)

    return _carry_out(organisation, act, form, "tie")


@blueprint.post("/operator/conflicts/<organisation>/ties/<uuid:tie_id>/end")
@for_operator(MANAGE)
def end_tie(organisation: str, tie_id: UUID) -> Response | tuple[str, int]:
    """End a tie."""
    form = forms.EndForm(prefix="end")

    def act(session: Session, about: Organisation) -> None:
        guard.refuse_tied_staff(session, _me(), about.id)
        tie = find_tie(session, tie_id, organisation_id=about.id, lock=True)
        reason = form.reason.data or ""
        record.end_tie(session, tie, reason=reason, by=_me(), at=now())

    return _carry_out(organisation, act, form, "end")


@blueprint.post("/operator/conflicts/<organisation>/ties/<uuid:tie_id>/answer")
@for_operator(MANAGE)
def answer_dispute(organisation: str, tie_id: UUID) -> Response | tuple[str, int]:
    """Answer a dispute."""
    form = forms.DisputeAnswerForm(prefix="answer")

    def act(session: Session, about: Organisation) -> None:
        find_tie(session, tie_id, organisation_id=about.id)
        outcome = DisputeOutcome(form.outcome.data)
        answer = dispute.DisputeAnswer(outcome, form.text.data or "")
        dispute.answer_dispute(
            session, tie_id=tie_id, answer=answer, by=_me(), at=now()
        )

    return _carry_out(organisation, act, form, "answer")


@blueprint.post("/operator/conflicts/<organisation>/waivers")
@for_operator(MANAGE)
def propose_waiver(organisation: str) -> Response | tuple[str, int]:
    """Propose an exception."""
    form = forms.WaiverForm(prefix="waiver_form")

    def act(session: Session, about: Organisation) -> None:
        draft = waive.WaiverDraft(
            purpose=Purpose(form.purpose.data),
            organisation_id=about.id,
            other_organisation_id=_find(session, form.other.data or "").id,
            reason=form.reason.data or "",
            # The form asks for it.
            ends_on=form.ends_on.data or date.min,
        )
        zone = current_app.extensions["settings"].zone
        waive.propose_waiver(session, draft, by=_me(), at=now(), zone=zone)

    return _carry_out(organisation, act, form, "waiver_form")


@blueprint.post("/operator/conflicts/<organisation>/assignments")
@for_operator(MANAGE)
def assign_reviewer(organisation: str) -> Response | tuple[str, int]:
    """Assign an assessor or monitor to the organisation."""
    form = forms.AssignmentForm(prefix="assignment")

    def act(session: Session, about: Organisation) -> None:
        draft = assign.ReviewDraft(
            subject_id=about.id,
            reviewer_id=_find(session, form.reviewer.data or "").id,
            role=ReviewRole(form.role.data),
            task=ReviewTask(form.task.data),
        )
        assign.assign_reviewer(session, draft, by=_me(), at=now())

    return _carry_out(organisation, act, form, "assignment")


@blueprint.post("/operator/conflicts/<organisation>/assignments/<uuid:assignment_id>")
@for_operator(MANAGE)
def end_assignment(
    organisation: str, assignment_id: UUID
) -> Response | tuple[str, int]:
    """Take an assignment back."""
    form = forms.EndForm(prefix="end")

    def act(session: Session, about: Organisation) -> None:
        assign.end_assignment(
            session,
            assignment_id=assignment_id,
            reason=form.reason.data or "",
            by=_me(),
            at=now(),
        )

    return _carry_out(organisation, act, form, "end")


@blueprint.post("/operator/conflicts/<organisation>/interest")
@for_operator(Permission.ORGANISATION_READ)
def declare_interest(organisation: str) -> Response | tuple[str, int]:
    """Say that one has an interest in the organisation."""
    form = forms.InterestForm(prefix="interest")

    def act(session: Session, about: Organisation) -> None:
        staff.declare_interest(
            session,
            _me(),
            organisation_id=about.id,
            note=form.note.data or "",
            at=now(),
        )

    return _carry_out(organisation, act, form, "interest")


def _me() -> UUID:
    return current_staff().seat.account_id


def _carry_out(code: str, act: Act, form: Any, name: str) -> Response | tuple[str, int]:
    """Act and show the organisation anew; or show it with what was wrong."""
    if not form.validate():
        return _page(code, **{name: form}), 422
    try:
        with unit_of_work("pages.conflicts.act") as session:
            act(session, _find(session, code))
    except Refusal as refusal:
        status = status_of(type(refusal))
        return _page(code, refusal=in_words(refusal), **{name: form}), status
    flash(_("It is on record."))
    return redirect(f"/operator/conflicts/{code}", 303)


def _find(session: Session, code: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.code == code))
    if found is None:
        raise OrganisationNotFound
    return found


def _page(code: str, **shown: Any) -> str:
    with reading("pages.conflicts.one") as session:
        about = _find(session, code)
        ties = session.scalars(
            live_ties(about.id)
            .order_by(OrganisationTie.kind, OrganisationTie.id)
            .limit(MOST_TIES)
        ).all()
        members = overview.members_of(session, about.id)
        named = [(about.id, about.name)]
        named += [(each.organisation.id, each.organisation.name) for each in members]
        page = {
            "organisation": about,
            "views": tie_views(session, ties),
            "members": members,
            "drawing": draw(named, overview.links_of(session, about.id)),
            "waivers": session.scalars(
                overview.waivers(organisation_id=about.id)
                .order_by(Waiver.id.desc())
                .limit(SHOWN)
            ).all(),
            "assignments": session.execute(
                overview.assignments(subject_id=about.id)
                .add_columns(Organisation.name)
                .join(Organisation, Organisation.id == ReviewAssignment.reviewer_id)
                .where(ReviewAssignment.ended_at.is_(None))
                .order_by(ReviewAssignment.id.desc())
                .limit(SHOWN)
            ).all(),
        }
    for name, kind in FORMS.items():
        page[name] = shown.get(name) or kind(formdata=None, prefix=name)
    return render_template(
        "conflicts/one.html",
        refusal=shown.get("refusal"),
        me=_me(),
        **page,
    )


def _answer(session: Session) -> dict[str, Any] | None:
    """The answer to the question in the address, about two codes; None without one."""
    codes = [request.args.get(name, "") for name in ("one", "other")]
    if not all(codes):
        return None
    found = {
        each.code: each
        for each in session.scalars(
            select(Organisation).where(Organisation.code.in_(codes))
        )
    }
    if set(codes) - set(found):
        return {"codes": codes, "unknown": True}
    one, other = (found[code] for code in codes)
    finding = guard.check_conflict(
        session, one.id, other.id, purpose=Purpose.ASSESSMENT
    )
    return {
        "codes": codes,
        "names": [one.name, other.name],
        "tie": finding.tie,
        "waived": finding.waived,
    }
