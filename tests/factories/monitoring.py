"""Samples, visits and findings."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses import Course, Schedule
from catalog.monitoring import Finding, Plan, Visit
from catalog.monitoring.models import Asking, MonitoringFile
from catalog.monitoring.services.commit import SEED, commitment_to
from core.clock import now
from core.files.keeping import columns_of, put
from core.ids import new_id
from core.privacy import vault_of
from partners.organisations import Organisation
from tests.factories.onboarding import PDF
from tests.factories.partners import EARLY, _add, make_account

SEED_OF_TESTS = "5eed" * 8
# No two plans are of one period, and none of one that is near.
_WEEKS = count()


def make_plan(session: Session, **changes: Any) -> Plan:
    """A period long ago whose sample is drawn of nothing."""
    identity = new_id()
    first_on = date(1900, 1, 1) + timedelta(weeks=next(_WEEKS))
    values: dict[str, Any] = {
        "id": identity,
        "first_on": first_on,
        "ends_on": first_on + timedelta(days=7),
        "version": 1,
        "commitment": commitment_to(SEED_OF_TESTS),
        "seed_sealed": vault_of(session).seal(SEED_OF_TESTS, row=identity, field=SEED),
        "committed_at": EARLY,
        "drawn_at": EARLY,
        "live": 0,
        "self_paced": 0,
    }
    return _add(session, Plan(**(values | changes)))


def make_visit(
    session: Session,
    schedule: Schedule,
    monitor: Organisation | None = None,
    **changes: Any,
) -> Visit:
    """A visit that a monitor is asked for, of a session that is on now."""
    course = session.get_one(Course, schedule.course_id)
    at = now()
    values: dict[str, Any] = {
        "plan_id": changes.pop("plan_id", None) or make_plan(session).id,
        "item": f"{schedule.id}/0",
        "kind": "live",
        "course_id": course.id,
        "provider_id": course.provider_id,
        "schedule_id": schedule.id,
        "sequence": 0,
        "why": "draw",
        "points": 0,
        "factors": {},
        "frame_size": 1,
        "version": 1,
        "state": "assigned" if monitor else "waiting",
        "starts_at": at - timedelta(hours=1),
        "ends_at": at + timedelta(hours=2),
        "due_at": at + timedelta(hours=1),
        "monitor_id": monitor.id if monitor else None,
    }
    visit = _add(session, Visit(**(values | changes)))
    if monitor:
        asking = Asking(
            visit_id=visit.id,
            organisation_id=monitor.id,
            seed=SEED_OF_TESTS,
            candidates=[str(monitor.id)],
            excluded=[],
            asked_at=at,
        )
        _add(session, asking)
    return visit


def make_finding(session: Session, visit: Visit, **changes: Any) -> Finding:
    """Something that the institution has ten days to answer."""
    at = now()
    values: dict[str, Any] = {
        "visit_id": visit.id,
        "provider_id": visit.provider_id,
        "course_id": visit.course_id,
        "check_code": "syllabus",
        "severity": "major",
        "words": "Sesi 3 dilewati.",
        "links": [],
        "found_at": at,
        "answer_until": at + timedelta(days=10),
    }
    return _add(session, Finding(**(values | changes)))


def make_visit_file(session: Session, visit: Visit, **changes: Any) -> MonitoringFile:
    """A small PDF, in the store and attached."""
    values: dict[str, Any] = {
        "visit_id": visit.id,
        "check_code": "syllabus",
        "uploaded_by": changes.pop("uploaded_by", None) or make_account(session).id,
        **columns_of(session, put(PDF), name="bukti.pdf", at=EARLY),
    }
    return _add(session, MonitoringFile(**(values | changes)))
