"""The form of a run, new or to be changed."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template

from catalog.authoring.content import Access
from catalog.authoring.portal.carrying import Base, sealed
from catalog.authoring.portal.frame import may_write
from catalog.authoring.portal.typed import Typed
from catalog.courses.models import Course, Mode
from catalog.regions.queries import district_named, districts_like
from catalog.schedules.merging import places_of
from catalog.schedules.portal.frame import (
    course_of,
    institution,
    notes_of,
    run_of,
    said,
    zone_name,
)
from catalog.schedules.portal.typed import PEOPLE
from catalog.schedules.queries import plan_of
from catalog.schedules.services.plan import standard_at
from catalog.schedules.wording import ZONES
from catalog.trainers.showing import Choice, trainers_to_choose
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading

FOUND = 12


def rows_of(course: Course) -> int:
    """How many sessions a run of the course has in its form."""
    return 1 if course.mode == Mode.SELF_PACED else course.sessions


def run_form(
    course_id: UUID,
    typed: Typed,
    *,
    schedule_id: UUID | None = None,
    base: Base | None = None,
    copied: UUID | None = None,
    faults: dict[str, Text] | None = None,
    refusal: Refusal | None = None,
    asks: bool = False,
) -> str:
    """The form as it was `typed`, made from `base`, or from the run as it stands."""
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
        if run is not None and base is None:
            plan = plan_of(session, run, zone=zone_name())
            base = Base(run.version, places_of(plan))
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
        notes=notes_of(refusal, faults or {}, _people(typed, trainers)),
        base=sealed(run.id, [base.version, base.content]) if run and base else "",
        asks=asks,
        at=at,
        may_change=may_write()
        and (run is None or (run.cancelled_at is None and at < run.starts_at)),
        refusal=said(refusal) if refusal else None,
    )


def _people(typed: Typed, trainers: Sequence[Choice]) -> dict[str, str]:
    """By place in the plan, where they stand by their ids, who is ticked."""
    labels = {str(each.id): each.label for each in trainers}
    return {
        f"{name}/{number}": labels.get(each, each)
        for name in PEOPLE
        for number, each in enumerate(sorted({*typed[name]}))
    }
