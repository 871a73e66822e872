"""The runs of a course: listed, planned, copied, changed, called off."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.portal.frame import INSTITUTION, WRITES, may_write
from catalog.courses.models import CancelReason, Course, Mode, Schedule
from catalog.schedules.portal import changing
from catalog.schedules.portal.form import rows_of, run_form
from catalog.schedules.portal.frame import (
    RUN,
    RUNS,
    blueprint,
    course_of,
    institution,
    run_of,
    runs_address,
    said,
    zone_name,
)
from catalog.schedules.portal.typed import (
    day_typed,
    later,
    next_first,
    read_run,
    shown_run,
    typed_run,
)
from catalog.schedules.queries import own_schedules, plan_of
from catalog.schedules.rules import Plan
from catalog.schedules.services.add import add_schedule
from catalog.schedules.services.cancel import cancel_schedule
from catalog.schedules.services.plan import standard_at
from catalog.schedules.wording import REASONS
from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed_line
from openapi.pagination import Key, paginate
from openapi.problems import status_of
from partners.staff.web import for_staff

# Importing a module is what puts its pages into the blueprint.
__all__ = ["blueprint", "changing"]

PAGE = 20
SHORTEST, LONGEST = 5, 500


@blueprint.get(RUNS)
@for_staff(WRITES, kind=INSTITUTION)
def schedules(course_id: UUID) -> str:
    """The runs of a course, the first to start first."""
    everything = request.args.get("which") == "all"
    at = now()
    with reading("pages.own_schedules") as session:
        view = course_of(session, course_id)
        page = paginate(
            session,
            own_schedules(course_id, coming=not everything, at=at),
            [Key(Schedule.starts_at, "starts_at"), Key(Schedule.id, "id")],
            limit=PAGE,
            cursor=request.args.get("cursor"),
        )
    return render_template(
        "schedules/list.html",
        **view,
        page=page,
        everything=everything,
        at=at,
        may_write=may_write(),
    )


@blueprint.get(f"{RUNS}/new")
@for_staff(WRITES, kind=INSTITUTION)
def new(course_id: UUID) -> str:
    """An empty form, or one that copies a run to later days."""
    copied = request.args.get("copy", type=UUID)
    with reading("pages.copy_schedule") as session:
        view = course_of(session, course_id)
        plan = _copy(session, view["course"], copied) if copied else None
    rows = rows_of(view["course"])
    return run_form(course_id, shown_run(plan, rows, zone=zone_name()), copied=copied)


@blueprint.post(f"{RUNS}/new")
@for_staff(WRITES, kind=INSTITUTION)
def add(course_id: UUID) -> Response | tuple[str, int] | str:
    """Plan a run; or look a district up for it."""
    with reading("pages.add_schedule") as session:
        course = course_of(session, course_id)["course"]
    typed = typed_run(request.form.items(multi=True), rows_of(course))
    if request.form.get("act") == "find":
        return run_form(course_id, typed)
    values, faults = read_run(typed, mode=Mode(course.mode))
    if faults:
        return run_form(course_id, typed, faults=faults), 422
    try:
        with unit_of_work("pages.add_schedule") as session:
            add_schedule(
                session,
                course_id,
                provider_id=institution(),
                plan=Plan(**values),
                at=now(),
            )
    except Refusal as refusal:
        page = run_form(course_id, typed, refusal=refusal)
        return page, status_of(type(refusal))
    flash(_("The schedule is planned. It is sold once the course is on sale."))
    return redirect(runs_address(course_id), 303)


@blueprint.get(f"{RUN}/cancellation")
@for_staff(WRITES, kind=INSTITUTION)
def ask_to_cancel(course_id: UUID, schedule_id: UUID) -> str:
    """How many people it concerns, before anything is called off."""
    return _cancel_page(course_id, schedule_id)


@blueprint.post(f"{RUN}/cancellation")
@for_staff(WRITES, kind=INSTITUTION)
def cancel(course_id: UUID, schedule_id: UUID) -> Response | tuple[str, int]:
    """Call a run off."""
    reason = request.form.get("reason", "")
    words = typed_line("explanation", most=LONGEST + 1)
    if reason not in REASONS or not SHORTEST <= len(words) <= LONGEST:
        fault = _("Choose a reason, and explain it in at least five letters.")
        return _cancel_page(course_id, schedule_id, fault=fault), 422
    try:
        with unit_of_work("pages.cancel_schedule") as session:
            cancel_schedule(
                session,
                course_id,
                schedule_id,
                provider_id=institution(),
                reason=CancelReason(reason),
                explanation=words,
                at=now(),
            )
    except Refusal as refusal:
        page = _cancel_page(course_id, schedule_id, refusal=refusal)
        return page, status_of(type(refusal))
    flash(
        _("The schedule is called off. Those who hold seats are told what they can do.")
    )
    return redirect(f"{runs_address(course_id)}?which=all", 303)


def _copy(session: Session, course: Course, schedule_id: UUID) -> Plan:
    """A run on later days: from the day that was asked for, or the next that is fit."""
    run = run_of(session, course.id, schedule_id)
    plan = plan_of(session, run, zone=zone_name())
    mode = standard_at(now(), zone=plan.zone).modes[course.mode]
    first = day_typed(request.args.get("first", "")) or next_first(
        plan, at=now(), closes_days=mode.enrolment_closes_days
    )
    return later(plan, first=first)


def _cancel_page(
    course_id: UUID,
    schedule_id: UUID,
    *,
    fault: str = "",
    refusal: Refusal | None = None,
) -> str:
    with reading("pages.cancel_schedule") as session:
        view = course_of(session, course_id)
        run = run_of(session, course_id, schedule_id)
    return render_template(
        "schedules/cancel.html",
        **view,
        run=run,
        reasons=REASONS,
        form=request.form,
        fault=fault,
        at=now(),
        may_write=may_write(),
        refusal=said(refusal) if refusal else None,
    )
