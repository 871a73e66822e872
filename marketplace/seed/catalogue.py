"""Real courses through the importer, and where they are offered, which is made up."""

from collections.abc import Mapping, Sequence
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
from partners.conflicts.queries import sells_its_own
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
    two others, chosen by the course's code; how many offerings are new.

    No platform sells what its own group teaches, so it is offered elsewhere.
    """
    platforms = _ids_of_platforms(session)
    own = _own_courses(session, platforms)
    rows = []
    for course in courses_on_sale(session):
        allowed = [
            code
            for code, platform_id in sorted(platforms.items())
            if (course.provider_id, platform_id) not in own
        ]
        rows += [
            {
                "id": new_id(),
                "course_id": course.id,
                "platform_id": platforms[code],
                "price": course.list_price,
                "commission_bps": COMMISSIONS_BPS[chance_of(code + course.code) % 4],
                "listed_at": at,
            }
            for code in _chosen(allowed, chance_of(course.code))
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


def _chosen(allowed: Sequence[str], chance: int) -> list[str]:
    """Two or three of the platforms, the demo's among them if it is allowed."""
    others = [code for code in allowed if code != PLATFORM]
    count = len(others)
    always = PLATFORM if PLATFORM in allowed else others[(chance + 1) % count]
    return sorted({always, others[chance % count], others[chance // 7 % count]})


def _own_courses(
    session: Session, platforms: Mapping[str, UUID]
) -> set[tuple[UUID, UUID]]:
    """Institutions with the platforms that may not sell what they teach."""
    pairs = session.execute(
        select(Course.provider_id, Organisation.id)
        .join(Organisation, sells_its_own(Course.provider_id, Organisation.id))
        .where(Organisation.id.in_(platforms.values()))
        .distinct()
    )
    return {(provider_id, platform_id) for provider_id, platform_id in pairs}


def _ids_of_platforms(session: Session) -> dict[str, UUID]:
    found = session.execute(
        select(Organisation.code, Organisation.id).where(
            Organisation.code.in_(selling_platforms())
        )
    )
    return dict(found.all())
