"""What looks like a course, and what the same costs elsewhere.

Programme rules, section 5: an institution's identical course may not cost more inside
the programme than elsewhere, and is not sold here where it is free elsewhere.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from catalog.authoring.services.edit import projected
from catalog.courses.models import WORDS, Course, CourseStatus, Offering
from core.database import Json

# Shares of three-letter groups that two texts have in common: from `ALIKE` on those who
# judge look at both, from `SAME_PERCENT` on one institution's two courses count as one.
ALIKE = "0.45"
SAME_PERCENT = 60
MOST = 10


def lookalikes(
    session: Session, course_id: UUID, content: Mapping[str, Any]
) -> list[Json]:
    """The courses whose title and summary are most like these, at most ten, each with
    `percent`, how alike they are."""
    columns = projected(session, content)
    words = f"{columns['title']} {columns['summary']}"
    session.execute(
        select(func.set_config("pg_trgm.similarity_threshold", ALIKE, True))
    )
    alike = func.similarity(WORDS, words)
    percent = cast(func.round(alike * 100), Integer)
    rows = session.execute(
        select(Course, percent)
        .where(
            WORDS.op("%")(words),
            Course.id != course_id,
            Course.status.in_([CourseStatus.PUBLISHED, CourseStatus.SUSPENDED]),
        )
        .order_by(alike.desc(), Course.id)
        .limit(MOST)
    )
    return [
        {
            "course_id": str(course.id),
            "provider_id": str(course.provider_id),
            "title": course.title,
            "summary": course.summary,
            "list_price": course.list_price,
            "percent": share,
        }
        for course, share in rows
    ]


def price_findings(
    session: Session,
    course_id: UUID,
    provider_id: UUID,
    content: Mapping[str, Any],
    similar: Sequence[Mapping[str, Any]],
) -> list[Json]:
    """What speaks against the price: the institution's same course that costs less, or
    nothing, and platforms that offer this one for less."""
    price = content.get("list_price", 0)
    found = [
        {
            "code": "free-elsewhere"
            if each["list_price"] == 0
            else "cheaper-elsewhere",
            "place": "/list_price",
            "course_id": each["course_id"],
            "amount": each["list_price"],
        }
        for each in similar
        if each["provider_id"] == str(provider_id)
        and each["percent"] >= SAME_PERCENT
        and each["list_price"] < price
    ]
    offered = session.scalar(
        select(func.min(Offering.price)).where(
            Offering.course_id == course_id, Offering.withdrawn_at.is_(None)
        )
    )
    if offered is not None and offered < price:
        found.append(
            {
                "code": "offered-for-less",
                "place": "/list_price",
                "course_id": str(course_id),
                "amount": offered,
            }
        )
    return found
