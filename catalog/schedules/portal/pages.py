"""The runs of a course: listed, planned, copied, changed, called off."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.content import Access
from catalog.authoring.portal.frame import INSTITUTION, WRITES, may_write
from catalog.authoring.portal.typed import Typed
from catalog.courses.models import CancelReason, Course, Mode, Schedule
from catalog.regions.queries import district_named, districts_like
from catalog.schedules.errors import ScheduleVersionChanged
from catalog.schedules.portal.frame import (
    RUN,
    RUNS,
    blueprint,
    course_of,
    institution,
    notes_of,
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
from catalog.schedules.services.change import change_schedule
from catalog.schedules.services.plan import standard_at
from catalog.schedules.wording import REASONS, ZONES
from catalog.trainers.showing import trainers_to_choose
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Key, paginate
from openapi.problems import status_of
from partners.staff.web import for_staff

__all__ = ["blueprint"]

PAGE = 20
FOUND = 12
SHORTEST, LONGEST = 5, 500
# What a change of moves those who hold a seat.
MOVING = ("sessions", "district_code", "place", "link")


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
    rows = _rows(view["course"])
    return _form(course_id, shown_run(plan, rows, zone=zone_name()), copied=copied)


@blueprint.post(f"{RUNS}/new")
@for_staff(WRITES, kind=INSTITUTION)
def add(course_id: UUID) -> Response | tuple[str, int] | str:
    """Plan a run; or look a district up for it."""
    with reading("pages.add_schedule") as session:
        course = course_of(session, course_id)["course"]
    typed = typed_run(request.form.items(multi=True), _rows(course))
    if request.form.get("act") == "find":
        return _form(course_id, typed)
    values, faults = read_run(typed, mode=Mode(course.mode))
    if faults:
        return _form(course_id, typed, faults=faults), 422
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
        page = _form(course_id, typed, refusal=refusal)
        return page, status_of(type(refusal))
    flash(_("The schedule is planned. It is sold once the course is on sale."))
    return redirect(runs_address(course_id), 303)


@blueprint.get(RUN)
@for_staff(WRITES, kind=INSTITUTION)
def schedule(course_id: UUID, schedule_id: UUID) -> str:
    """One run, to be changed."""
    with reading("pages.own_schedule") as session:
        view = course_of(session, course_id)
        run = run_of(session, course_id, schedule_id)
        plan = plan_of(session, run, zone=zone_name())
    typed = shown_run(plan, _rows(view["course"]), zone=zone_name())
    return _form(course_id, typed, schedule_id=schedule_id)


@blueprint.post(RUN)
@for_staff(WRITES, kind=INSTITUTION)
def change(course_id: UUID, schedule_id: UUID) -> Response | tuple[str, int] | str:
    """Change a run; where that moves people who hold seats, it asks once more."""
    with reading("pages.change_schedule") as session:
        course = course_of(session, course_id)["course"]
        run = run_of(session, course_id, schedule_id)
        plan = plan_of(session, run, zone=zone_name())
    typed = typed_run(request.form.items(multi=True), _rows(course))
    if request.form.get("act") == "find":
        return _form(course_id, typed, schedule_id=schedule_id)
    values, faults = read_run(typed, mode=Mode(course.mode))
    if faults:
        return _form(course_id, typed, schedule_id=schedule_id, faults=faults), 422
    patch = _differing(plan, values, _rows(course))
    moved = run.seats_taken and not patch.keys().isdisjoint(MOVING)
    if moved and request.form.get("confirmed") != "yes":
        return _form(course_id, typed, schedule_id=schedule_id, asks=True)
    try:
        with unit_of_work("pages.change_schedule") as session:
            change_schedule(
                session,
                course_id,
                schedule_id,
                provider_id=institution(),
                patch=patch,
                version=request.form.get("version", 0, type=int),
                zone=zone_name(),
                at=now(),
            )
    except Refusal as refusal:
        page = _form(course_id, typed, schedule_id=schedule_id, refusal=refusal)
        return page, status_of(type(refusal))
    flash(_("The schedule is changed."))
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
    words = " ".join(request.form.get("explanation", "").replace("\0", "").split())
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
    flash(_("The schedule is called off. Those who hold seats get their money back."))
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


def _differing(plan: Plan, values: Mapping[str, Any], rows: int) -> dict[str, Any]:
    """What she typed that is not as the plan has it."""
    before = read_run(shown_run(plan, rows, zone=plan.zone), mode=Mode.SELF_PACED)[0]
    return {
        name: value
        for name, value in values.items()
        if name not in before or value != before[name]
    }


def _rows(course: Course) -> int:
    return 1 if course.mode == Mode.SELF_PACED else course.sessions


def _form(
    course_id: UUID,
    typed: Typed,
    *,
    schedule_id: UUID | None = None,
    copied: UUID | None = None,
    faults: dict[str, Text] | None = None,
    refusal: Refusal | None = None,
    asks: bool = False,
) -> str:
    at = now()
    words = typed["district_words"]
    with reading("pages.schedule_form") as session:
        view = course_of(session, course_id)
        run = run_of(session, course_id, schedule_id) if schedule_id else None
        found = districts_like(session, words, limit=FOUND) if words else []
        trainers = trainers_to_choose(
            session, institution(), [*typed["trainers"], *typed["assistants"]]
        )
        chosen = district_named(session, typed["district_code"])
    standard = standard_at(at, zone=zone_name())
    return render_template(
        "schedules/form.html",
        **view,
        run=run,
        typed=typed,
        mode=standard.modes[view["course"].mode],
        self_paced=view["course"].mode == Mode.SELF_PACED,
        notice_hours=standard.notice_hours,
        zones=[*ZONES, *({typed["zone"]} - {"", *ZONES})],
        needs=list(Access),
        trainers=trainers,
        districts=[*([chosen] if chosen else []), *(f for f in found if f != chosen)],
        sought=words,
        copied=copied,
        first=typed["sessions"][0]["day"],
        notes=notes_of(refusal, faults or {}),
        stale=isinstance(refusal, ScheduleVersionChanged),
        asks=asks,
        at=at,
        may_change=may_write()
        and (run is None or (run.cancelled_at is None and at < run.starts_at)),
        refusal=said(refusal) if refusal else None,
    )


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
