"""A run that is changed, together with what others changed of it meanwhile."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.merging import Merge, field_of
from catalog.authoring.portal.carrying import Base, base_in, sealed, unsealed
from catalog.authoring.portal.choices import choice_of, choices_in
from catalog.authoring.portal.frame import INSTITUTION, WRITES, who
from catalog.authoring.portal.makers import makers
from catalog.authoring.portal.typed import Typed
from catalog.courses.models import Mode
from catalog.regions.queries import district_named
from catalog.schedules.errors import ScheduleVersionChanged
from catalog.schedules.merging import merge_runs, places_of, values_of
from catalog.schedules.merging import said as said_in_places
from catalog.schedules.portal.form import rows_of, run_form
from catalog.schedules.portal.frame import (
    RUN,
    blueprint,
    course_of,
    institution,
    run_of,
    runs_address,
    zone_name,
)
from catalog.schedules.portal.lines import run_lines
from catalog.schedules.portal.typed import read_run, shown_run, typed_run
from catalog.schedules.queries import plan_of, run_edits_since
from catalog.schedules.rules import Plan
from catalog.schedules.services.change import change_schedule
from catalog.trainers.showing import trainers_to_choose
from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import page_locale
from partners.staff.web import for_staff

# What a change of moves those who hold a seat.
MOVING = ("sessions", "district_code", "place", "link")
Page = Response | tuple[str, int] | str


@blueprint.get(RUN)
@for_staff(WRITES, kind=INSTITUTION)
def schedule(course_id: UUID, schedule_id: UUID) -> str:
    """One run, to be changed."""
    with reading("pages.own_schedule") as session:
        view = course_of(session, course_id)
        plan = _plan(session, course_id, schedule_id)[1]
    typed = shown_run(plan, rows_of(view["course"]), zone=zone_name())
    return run_form(course_id, typed, schedule_id=schedule_id)


@blueprint.post(RUN)
@for_staff(WRITES, kind=INSTITUTION)
def change(course_id: UUID, schedule_id: UUID) -> Page:
    """Change a run; where that moves people who hold seats, it asks once more."""
    with reading("pages.change_schedule") as session:
        course = course_of(session, course_id)["course"]
        run_of(session, course_id, schedule_id)
    base = base_in(schedule_id, request.form.get("base", ""))
    if not base.content:
        return redirect(f"{runs_address(course_id)}/{schedule_id}", 303)
    rows = rows_of(course)
    typed = typed_run(request.form.items(multi=True), rows)
    if request.form.get("act") == "find":
        return run_form(course_id, typed, schedule_id=schedule_id, base=base)
    values, faults = read_run(typed, mode=Mode(course.mode))
    if faults:
        page = run_form(
            course_id, typed, schedule_id=schedule_id, base=base, faults=faults
        )
        return page, 422
    before = Plan(**values_of(base.content))
    changed = said_in_places(_differing(before, values, rows))
    return _keep(course_id, schedule_id, base=base, changed=changed, typed=typed)


@blueprint.post(f"{RUN}/merge")
@for_staff(WRITES, kind=INSTITUTION)
def choose(course_id: UUID, schedule_id: UUID) -> Page:
    """Save what was chosen, place by place."""
    with reading("pages.merge_schedule") as session:
        course = course_of(session, course_id)["course"]
        run_of(session, course_id, schedule_id)
    carried = unsealed(schedule_id, request.form.get("carried", ""))
    if not isinstance(carried, dict):
        return redirect(f"{runs_address(course_id)}/{schedule_id}", 303)
    base, seen = Base(*carried["base"]), Base(*carried["seen"])
    choices = choices_in(request.form)
    merged = merge_runs(base.content, seen.content, carried["changed"], choices)
    if merged.both:
        page = _merge_page(
            course_id, schedule_id, base=base, changed=carried["changed"]
        )
        return page, 422
    plan = Plan(**values_of({**seen.content, **merged.mine}))
    typed = shown_run(plan, rows_of(course), zone=zone_name())
    return _keep(course_id, schedule_id, base=seen, changed=merged.mine, typed=typed)


def _keep(
    course_id: UUID,
    schedule_id: UUID,
    *,
    base: Base,
    changed: Mapping[str, Any],
    typed: Typed,
) -> Page:
    """Save the places that changed since `base`, or show what is in the way."""
    with reading("pages.change_schedule") as session:
        run, plan = _plan(session, course_id, schedule_id)
    merged = merge_runs(base.content, places_of(plan), changed)
    if merged.both:
        page = _merge_page(course_id, schedule_id, base=base, changed=changed)
        return page, status_of(ScheduleVersionChanged)
    moved = run.seats_taken and not merged.mine.keys().isdisjoint(MOVING)
    if moved and request.form.get("confirmed") != "yes":
        return run_form(course_id, typed, schedule_id=schedule_id, base=base, asks=True)
    try:
        with unit_of_work("pages.change_schedule") as session:
            change_schedule(
                session,
                course_id,
                schedule_id,
                provider_id=institution(),
                patch=values_of(merged.mine),
                version=run.version,
                zone=zone_name(),
                by=who(),
                at=now(),
            )
    except ScheduleVersionChanged as stale:
        page = _merge_page(course_id, schedule_id, base=base, changed=changed)
        return page, status_of(type(stale))
    except Refusal as refusal:
        page = run_form(
            course_id, typed, schedule_id=schedule_id, base=base, refusal=refusal
        )
        return page, status_of(type(refusal))
    flash(_done(merged))
    return redirect(runs_address(course_id), 303)


def _done(merged: Merge) -> str:
    if merged.theirs or merged.joined:
        return str(_("Saved, together with what a colleague changed meanwhile."))
    return str(_("The schedule is changed."))


def _merge_page(
    course_id: UUID, schedule_id: UUID, *, base: Base, changed: Mapping[str, Any]
) -> str:
    """Base, theirs and mine of each place that both changed."""
    with reading("pages.merge_schedule") as session:
        view = course_of(session, course_id)
        run, plan = _plan(session, course_id, schedule_id)
        theirs = places_of(plan)
        merged = merge_runs(base.content, theirs, changed)
        names = _names(session, base.content, theirs, changed)
        edits = run_edits_since(session, schedule_id, base.version)
        made = makers(session, edits, institution_id=institution())

    def say(place: str, value: Any) -> list[str]:
        return run_lines(
            place, value, zone=plan.zone, names=names, language=page_locale()
        )

    carried = {
        "base": [base.version, base.content],
        "seen": [run.version, theirs],
        "changed": dict(changed),
    }
    return render_template(
        "schedules/merge.html",
        **view,
        run=run,
        choices=[
            choice_of(place, of, say, maker=made.get(field_of(place)))
            for place, of in merged.both.items()
        ],
        merged=merged,
        chosen=request.form,
        carried=sealed(schedule_id, carried),
    )


def _names(session: Session, *versions: Mapping[str, Any]) -> dict[str, str]:
    """The trainers and districts that some versions of a run name, by id and code."""
    people = {
        each
        for of in versions
        for name in ("trainers", "assistants")
        for each in of.get(name) or ()
    }
    names = {
        str(each.id): each.label
        for each in trainers_to_choose(session, institution(), people)
    }
    for code in {of.get("district_code") for of in versions} - {None}:
        found = district_named(session, str(code))
        if found is not None:
            names[str(code)] = f"{found.name}, {found.regency}, {found.province}"
    return names


def _plan(session: Session, course_id: UUID, schedule_id: UUID) -> Any:
    """A run and its plan."""
    run = run_of(session, course_id, schedule_id)
    return run, plan_of(session, run, zone=zone_name())


def _differing(plan: Plan, values: Mapping[str, Any], rows: int) -> dict[str, Any]:
    """What she typed that is not as the plan has it."""
    before = read_run(shown_run(plan, rows, zone=plan.zone), mode=Mode.SELF_PACED)[0]
    return {
        name: value
        for name, value in values.items()
        if name not in before or value != before[name]
    }
