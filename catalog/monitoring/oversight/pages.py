"""The operator's pages: coverage of periods, one sample, findings to decide."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.monitoring.models import Finding, FindingState, Outcome, Part, Plan
from catalog.monitoring.oversight.api import overseen_file
from catalog.monitoring.queries import all_findings, find_finding, find_plan
from catalog.monitoring.services.decide import decide_appeal, decide_finding
from catalog.monitoring.views import (
    finding_for_operator,
    finding_lines,
    plan_for_operator,
    plan_lines,
)
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed
from partners.accounts.acting import carry_out
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.organisations.queries import names_of
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator

blueprint = PageBlueprint(
    "monitoring_pages", __name__, template_folder="../../templates"
)
add_section(
    Section(
        "monitoring",
        Text("Visits and findings", "Kunjungan dan temuan"),
        Permission.COURSES_MONITOR,
        operator=True,
        group=Group.COURSES,
    )
)
MOST = 50
LONGEST = 4_000
HOME = "/operator/monitoring"
FINDING = f"{HOME}/findings/<uuid:finding_id>"


@blueprint.get(HOME)
@for_operator(Permission.COURSES_MONITOR)
def overview() -> str:
    """Periods with how far they are, and findings that wait."""
    asked = request.args.get("state", FindingState.ANSWERED)
    state = asked if asked in list(FindingState) else None
    with reading("pages.monitoring") as session:
        plans = session.scalars(
            select(Plan)
            # Most late draws have nothing to choose from, and no row here.
            .where(or_(Plan.part == Part.MAIN, Plan.live + Plan.self_paced > 0))
            .order_by(Plan.first_on.desc(), Plan.id)
            .limit(MOST)
        ).all()
        rows = session.scalars(
            all_findings(state).order_by(Finding.id.desc()).limit(MOST)
        ).all()
        appealed = session.scalars(
            all_findings(None, appealed=True).order_by(Finding.id).limit(MOST)
        ).all()
        language = page_locale()
        shown = {
            "plans": plan_lines(session, plans),
            "lines": finding_lines(session, rows, language=language),
            "appeals": finding_lines(session, appealed, language=language),
        }
    return render_template(
        "monitoring/overview.html", **shown, state=state, states=list(FindingState)
    )


@blueprint.get(f"{HOME}/plans/<uuid:plan_id>")
@for_operator(Permission.COURSES_MONITOR)
def plan(plan_id: UUID) -> str:
    """One sample: what was chosen, why, and who was asked."""
    with reading("pages.monitoring_plan") as session:
        view = plan_for_operator(session, find_plan(session, plan_id))
        ids = [
            UUID(each["organisation_id"])
            for visit in view["chosen"]
            for asking in visit["askings"]
            for each in asking["excluded"]
        ]
        names = {str(key): name for key, name in names_of(session, ids).items()}
    return render_template("monitoring/plan.html", view=view, names=names)


@blueprint.get(FINDING)
@for_operator(Permission.COURSES_MONITOR)
def finding(finding_id: UUID) -> str:
    """One finding, and the decision while it waits."""
    return _page(finding_id)


@blueprint.get(f"{FINDING}/files/<uuid:finding_file_id>")
@for_operator(Permission.COURSES_MONITOR)
def download(finding_id: UUID, finding_file_id: UUID) -> Response:
    """A file, saved and never shown; each download is on the record."""
    with unit_of_work("pages.overseen_file") as session:
        return overseen_file(
            session, find_finding(session, finding_id), finding_file_id
        )


@blueprint.post(f"{FINDING}/decision")
@for_operator(Permission.STANDING_CHANGE)
def decide(finding_id: UUID) -> Response | tuple[str, int]:
    """Decide about the finding."""
    return _act(finding_id, decide_finding)


@blueprint.post(f"{FINDING}/appeal-decision")
@for_operator(Permission.STANDING_CHANGE)
def decide_again(finding_id: UUID) -> Response | tuple[str, int]:
    """Decide about the appeal."""
    return _act(finding_id, decide_appeal)


def _act(finding_id: UUID, service: Callable[..., Any]) -> Response | tuple[str, int]:
    outcome = request.form.get("outcome", "")
    if outcome not in list(Outcome):
        flash(_("Choose what you decide."))
        return redirect(f"{HOME}/findings/{finding_id}", 303)
    reason = typed("reason", most=LONGEST) or "-"
    return carry_out(
        "pages.decide_finding",
        lambda session: _decide(session, finding_id, service, Outcome(outcome), reason),
        done=_("Done."),
        then=f"{HOME}/findings/{finding_id}",
        again=lambda refusal: _page(finding_id, refusal),
    )


def _decide(
    session: Session,
    finding_id: UUID,
    service: Callable[..., Any],
    outcome: Outcome,
    reason: str,
) -> None:
    service(
        session,
        finding_id,
        outcome=outcome,
        reason=reason,
        by=current_staff().seat.account_id,
        at=now(),
    )


def _page(finding_id: UUID, refusal: Refusal | None = None) -> str:
    with reading("pages.overseen_finding") as session:
        found = find_finding(session, finding_id)
        view = finding_for_operator(session, found, language=page_locale(), at=now())
        waits = found.state in (FindingState.ANSWERED, FindingState.UNANSWERED)
    return render_template(
        "monitoring/overseen.html",
        view=view,
        waits=waits,
        may_decide=Permission.STANDING_CHANGE in current_staff().permissions,
        outcomes=list(Outcome),
        form=request.form,
        address=f"{HOME}/findings/{finding_id}",
        refusal=in_words(refusal) if refusal else None,
    )
