"""What the pages of runs share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.authoring.portal.frame import address_of, institution, overview_of
from catalog.authoring.portal.frame import said as said_of_course
from catalog.courses.errors import ScheduleStarted
from catalog.courses.models import Schedule
from catalog.schedules.errors import (
    ScheduleCancelledAlready,
    ScheduleUnfit,
)
from catalog.schedules.queries import own_schedule
from catalog.trainers.errors import TrainerBusy
from core.errors import Refusal
from core.formats import write_moment
from core.text import Text
from partners.accounts.web import PageBlueprint, page_locale

blueprint = PageBlueprint("schedule_pages", __name__, template_folder="../../templates")
RUNS = "/partner/<code>/courses/<uuid:course_id>/schedules"
RUN = f"{RUNS}/<uuid:schedule_id>"


def runs_address(course_id: UUID) -> str:
    """Where the runs of a course are listed."""
    return f"{address_of(course_id)}/schedules"


def zone_name() -> str:
    """The programme's zone, in which times are meant unless said otherwise."""
    return str(current_app.extensions["settings"].zone.key)


def course_of(session: Session, course_id: UUID) -> dict[str, Any]:
    """The head of the course's pages, with where its runs are."""
    return {**overview_of(session, course_id), "runs": runs_address(course_id)}


def run_of(session: Session, course_id: UUID, schedule_id: UUID) -> Schedule:
    """A run of an own course; raises what its queries refuse."""
    return own_schedule(session, schedule_id, course_id=course_id)


def said(refusal: Refusal) -> dict[str, str]:
    """A refusal as people read it, instants in the programme's zone."""
    if isinstance(refusal, ScheduleStarted | ScheduleCancelledAlready | TrainerBusy):
        members = {
            name: _moment(value) if name.endswith("_at") else value
            for name, value in refusal.members.items()
        }
        return said_of_course(type(refusal)(**members))
    found = said_of_course(refusal)
    if isinstance(refusal, ScheduleUnfit):
        found["remedy"] = str(_("What is wrong stands beside each input."))
    return found


def notes_of(
    refusal: Refusal | None, faults: dict[str, Text], people: Mapping[str, str]
) -> dict[str, list[Any]]:
    """By place what is wrong with a run, in the form that a page shows it; `people` are
    the names of those whom it names, by place."""
    language = page_locale()
    found: dict[str, list[Any]] = {
        place: [{"words": text.in_(language), "source": ""}]
        for place, text in faults.items()
    }
    if isinstance(refusal, ScheduleUnfit):
        for each in refusal.members["findings"]:
            place = "/".join(each["place"].split("/")[1:3])
            words = each["message"][language]
            if place in people:
                # The choice of trainers is one place, and so is that of assistants.
                words = f"{people[place]}: {words}"
                place = place.partition("/")[0]
            note = {"words": words, "source": each["source"]}
            found.setdefault(place, []).append(note)
    return found


def _moment(value: str) -> str:
    zone = current_app.extensions["settings"].zone
    instant = datetime.fromisoformat(value)
    return write_moment(instant, zone=zone, language=page_locale())


__all__ = [
    "RUN",
    "RUNS",
    "blueprint",
    "course_of",
    "institution",
    "notes_of",
    "run_of",
    "runs_address",
    "said",
    "zone_name",
]
