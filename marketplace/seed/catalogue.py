"""Real courses through the importer, and where they are offered, which is made up."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Course, CourseStatus, Offering
from catalog.imports import parse_courses
from catalog.imports.services.apply import Applied, apply_list
from core.datafiles import read_json
from core.ids import new_id
from marketplace.seed.demo import PLATFORM
from marketplace.seed.organisations import selling_platforms
from marketplace.seed.writing import insert_new
from partners.organisations import Organisation

LIST = "prakerja/skills_week_2023_courses.json"
SOURCE = "skills-week-2023"

# At most the 15 % of the regulation (programme rules, section 5).
COMMISSIONS_BPS = (800, 1_000, 1_200, 1_500)


def seed_courses(session: Session, *, at: datetime) -> Applied:
    """Import the published list of 266 courses, as the programme would."""
    report = parse_courses(read_json(LIST), source=SOURCE)
    return apply_list(session, report, at=at)


def seed_offerings(session: Session, *, at: datetime) -> int:
    """Offer each course on sale at its list price: on the demo's platform and on one or
    two others, chosen by the course's code; how many offerings are new."""
    platforms = _ids_of_platforms(session)
    others = sorted(set(platforms) - {PLATFORM})
    rows = []
    for course in courses_on_sale(session):
        chance = chance_of(course.code)
        chosen = {others[chance % len(others)], others[chance // 7 % len(others)]}
        rows += [
            {
                "id": new_id(),
                "course_id": course.id,
                "platform_id": platforms[code],
                "price": course.list_price,
                "commission_bps": COMMISSIONS_BPS[chance_of(code + course.code) % 4],
                "listed_at": at,
            }
            for code in (PLATFORM, *sorted(chosen))
        ]
    return insert_new(session, Offering, rows)


def courses_on_sale(session: Session) -> Sequence[Course]:
    """The published courses, in the order of their codes."""
    return session.scalars(
        select(Course)
        .where(Course.status == CourseStatus.PUBLISHED)
        .order_by(Course.code)
    ).all()


def chance_of(text: str) -> int:
    """A number that looks drawn and is always the same for the same text."""
    return int.from_bytes(sha256(text.encode()).digest()[:4])


def _ids_of_platforms(session: Session) -> dict[str, UUID]:
    found = session.execute(
        select(Organisation.code, Organisation.id).where(
            Organisation.code.in_(selling_platforms())
        )
    )
    return dict(found.all())
