"""A course as its platform sees it in the feed."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, CourseStatus, Offering
from catalog.courses.queries import IS_TAUGHT
from catalog.feed.naming import Named, names_of, terms_of
from catalog.feed.rules import canonical
from catalog.feed.runs import perhaps, runs_of
from partners.conflicts.queries import sells_its_own
from partners.organisations import Organisation

CURRENCY = "IDR"


def in_the_set() -> ColumnElement[bool]:
    """Whether an offering belongs to its platform's set, over Offering, Course and the
    institution as Organisation.

    The platform's own standing is not looked at: one that is suspended cannot read,
    and finds its set as it was when it comes back.
    """
    return and_(
        Offering.withdrawn_at.is_(None),
        or_(
            Offering.price == 0,
            ~sells_its_own(Course.provider_id, Offering.platform_id),
        ),
        Course.status == CourseStatus.PUBLISHED,
        IS_TAUGHT,
    )


def documents_of(
    session: Session, course_ids: Collection[UUID], *, at: datetime
) -> dict[tuple[UUID, UUID], str]:
    """By platform and course, the canonical text of each course that belongs to the
    platform's set now. Seats left are not in it: they change with every purchase, and
    /v1/catalog/availability has them."""
    offered = session.execute(
        select(
            Offering.platform_id,
            Offering.id.label("offering_id"),
            Offering.price,
            Offering.commission_bps,
            Offering.leaves_at,
            Course.id,
            Course.code,
            Course.revision,
            Course.title,
            Course.summary,
            Course.category,
            Course.category_title,
            Course.mode,
            Course.language,
            Course.more_languages,
            Course.level,
            Course.evening,
            Course.childcare,
            Course.access,
            Course.provider_id,
            Course.skills,
            Course.occupation_groups,
            Course.competence_units,
            Course.trainers,
            Course.title_en,
            Course.summary_en,
            Course.sessions,
            Course.pass_mark,
            Course.list_price,
            Course.discount_bps,
            Organisation.code.label("institution"),
            Organisation.name.label("institution_name"),
        )
        .join(Course, Course.id == Offering.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Course.id.in_(course_ids), in_the_set())
    ).all()
    if not offered:
        return {}
    runs = runs_of(session, course_ids, at=at)
    names, terms = names_of(session, offered), terms_of(session, offered)
    return {
        (row.platform_id, row.id): canonical(
            _item(row)
            | {
                "terms": terms[row.id],
                "trainers": names[row.id],
                "schedules": [
                    _taught(run, names[row.id]) for run in runs.get(row.id, ())
                ],
            }
        )
        for row in offered
    }


def _taught(run: dict[str, Any], by: list[str]) -> dict[str, Any]:
    """A run that names nobody is taught by those who teach the course."""
    return run if run["trainers"] is not None else run | {"trainers": by}


def _item(row: Named) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "code": row.code,
        "revision": row.revision,
        "title": row.title,
        "summary": row.summary,
        "category": row.category,
        "category_title": row.category_title,
        "institution": row.institution,
        "institution_name": row.institution_name,
        "mode": row.mode,
        "language": row.language,
        "more_languages": row.more_languages,
        "level": row.level,
        "evening": row.evening,
        "childcare": row.childcare,
        "access": row.access,
        "skills": row.skills,
        "competence_units": row.competence_units,
        "title_en": row.title_en,
        "summary_en": row.summary_en,
        "sessions": row.sessions,
        "pass_mark": row.pass_mark,
        "list_price": _money(row.list_price),
        "discount_bps": row.discount_bps,
        "offering": {
            "id": str(row.offering_id),
            "price": _money(row.price),
            "commission_bps": row.commission_bps,
            "leaves_at": perhaps(row.leaves_at),
        },
    }


def _money(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": CURRENCY}


def batches(ids: Collection[UUID], size: int) -> Iterator[list[UUID]]:
    """The ids in order, so many at a time."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
