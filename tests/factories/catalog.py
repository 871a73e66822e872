"""Courses, schedules and offerings."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalog.authoring import Revision
from catalog.courses import Category, Course, CourseStatus, Mode, Offering, Schedule
from catalog.feed import CatalogFeed, CatalogHold
from catalog.offerings.models import Proposal
from core.clock import now
from core.ids import new_id
from partners.organisations import Kind, Organisation
from tests.factories.partners import EARLY, _add, make_organisation


def make_catalog_hold(
    session: Session, platform: Organisation, **changes: Any
) -> CatalogHold:
    """An open hold of a platform whose set is published as empty."""
    if session.get(CatalogFeed, platform.id) is None:
        _add(
            session,
            CatalogFeed(platform_id=platform.id, changed_at=EARLY, peak_since=EARLY),
        )
    values: dict[str, Any] = {
        "platform_id": platform.id,
        "reason": "shrunk",
        "items_before": 0,
        "opened_at": EARLY,
    }
    return _add(session, CatalogHold(**(values | changes)))


def make_course(
    session: Session, provider: Organisation | None = None, **changes: Any
) -> Course:
    provider = provider or make_organisation(session, Kind.TRAINING_INSTITUTION)
    handle = new_id().hex[-12:]
    values: dict[str, Any] = {
        "provider_id": provider.id,
        "code": f"course-{handle}",
        "title": "Membuat Kue untuk Pemula",
        "category": "makanan-dan-minuman",
        "category_title": "Makanan dan Minuman",
        "mode": Mode.WEBINAR,
        "sessions": 2,
        "list_price": 350_000,
        "source_ref": handle,
        "status": CourseStatus.PUBLISHED,
        "created_at": EARLY,
        "updated_at": EARLY,
    }
    return _add(session, Course(**(values | changes)))


def make_category(session: Session, **changes: Any) -> Category:
    handle = new_id().hex[-12:]
    values: dict[str, Any] = {"code": f"kategori-{handle}", "title_id": "Kategori"}
    return _add(session, Category(**(values | changes)))


def make_revision(session: Session, course: Course, **changes: Any) -> Revision:
    """What the course says to everybody, as its next revision."""
    values: dict[str, Any] = {
        "course_id": course.id,
        "number": (course.revision or 0) + 1,
        "content": {"title": {"id": course.title}},
        "published_at": EARLY,
    }
    revision = _add(session, Revision(**(values | changes)))
    course.revision = revision.number
    session.flush()
    return revision


def make_schedule(session: Session, course: Course, **changes: Any) -> Schedule:
    """A run that starts in a week by the real clock, as the API's edge reads it."""
    starts_at = now() + timedelta(days=7)
    values: dict[str, Any] = {
        "course_id": course.id,
        "code": new_id().hex[-16:],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(days=2),
        "enrolment_closes_at": starts_at - timedelta(days=1),
        "capacity": 30,
    }
    return _add(session, Schedule(**(values | changes)))


def make_offering(
    session: Session,
    course: Course,
    platform: Organisation | None = None,
    **changes: Any,
) -> Offering:
    platform = platform or make_organisation(session, Kind.DIGITAL_PLATFORM)
    values: dict[str, Any] = {
        "course_id": course.id,
        "platform_id": platform.id,
        "price": course.list_price,
        "commission_bps": 1_000,
        "listed_at": EARLY,
    }
    return _add(session, Offering(**(values | changes)))


def make_proposal(
    session: Session, course: Course, platform: Organisation, **changes: Any
) -> Proposal:
    """An institution's proposal that waits for the platform."""
    values: dict[str, Any] = {
        "course_id": course.id,
        "platform_id": platform.id,
        "price": course.list_price,
        "commission_bps": 1_000,
        "note": "",
        "proposed_at": EARLY,
    }
    return _add(session, Proposal(**(values | changes)))
