"""Signs that a review may not be what it seems; thresholds are in `rules.json`.

Each looks at a bounded number of rows through an index, and says which reviews it is
about, with what was counted. None says that somebody lied: a person looks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews.circumstances import Circumstances
from catalog.reviews.models import Review, ReviewOrigin, Signal
from catalog.reviews.rulebook import rulebook
from catalog.reviews.rules import plain_words
from partners.conflicts.models import TieKey
from partners.conflicts.queries import group_of
from partners.staff import Seat

# More reviews of one course within a day than this are not compared one by one.
MOST_COMPARED = 1_000
EXTREMES = (1, 5)


@dataclass(frozen=True)
class Found:
    """A signal, the reviews that it is about, and what was counted."""

    signal: Signal
    review_ids: tuple[UUID, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """What is looked at: a review that is stored, and how it came."""

    review: Review
    provider_id: UUID
    told: Circumstances
    at: datetime


def look_at_words(session: Session, look: Look) -> list[Found]:
    """What can be seen in the words alone, also when they are changed."""
    return _only(_same_words(session, look, _thresholds(Signal.SAME_WORDS)))


def look_at_all(session: Session, look: Look) -> list[Found]:
    """Every signal for a review that was just given."""
    ways: tuple[tuple[Signal, Way], ...] = (
        (Signal.BURST, _burst),
        (Signal.SAME_ORIGIN, _same_origin),
        (Signal.SAME_WORDS, _same_words),
        (Signal.ONE_INSTITUTION, _one_institution),
        (Signal.SOON, _soon),
        (Signal.INSIDER, _insider),
    )
    return _only(*(way(session, look, _thresholds(name)) for name, way in ways))


Way = Callable[[Session, Look, Mapping[str, int]], Found | None]


def _thresholds(signal: Signal) -> Mapping[str, int]:
    return rulebook().signals[signal]


def _only(*found: Found | None) -> list[Found]:
    return [each for each in found if each is not None]


def _burst(session: Session, look: Look, limits: Mapping[str, int]) -> Found | None:
    """Many reviews of one course within an hour, nearly all of them one or five."""
    since = look.at - timedelta(minutes=limits["minutes"])
    rows = session.execute(
        select(Review.id, Review.stars)
        .where(Review.course_id == look.review.course_id, Review.created_at > since)
        .order_by(Review.created_at.desc())
        .limit(MOST_COMPARED)
    ).all()
    if len(rows) < limits["reviews"]:
        return None
    share = _extreme_share(row.stars for row in rows)
    if share < limits["share_percent"]:
        return None
    facts = {
        "reviews": len(rows),
        "minutes": limits["minutes"],
        "share_percent": share,
    }
    return Found(Signal.BURST, tuple(row.id for row in rows), facts)


def _same_origin(
    session: Session, look: Look, limits: Mapping[str, int]
) -> Found | None:
    """Many from one address, batch, platform or district within a day, nearly all of
    them one or five. The narrowest is told."""
    since = look.at - timedelta(hours=limits["hours"])
    rows = session.execute(
        select(
            Review.id,
            Review.stars,
            ReviewOrigin.network,
            ReviewOrigin.batch_id.label("batch"),
            ReviewOrigin.platform_id.label("platform"),
            ReviewOrigin.district_code.label("district"),
        )
        .join(Review, Review.id == ReviewOrigin.review_id)
        .where(
            ReviewOrigin.course_id == look.review.course_id,
            ReviewOrigin.given_at > since,
        )
        .order_by(ReviewOrigin.given_at.desc())
        .limit(MOST_COMPARED)
    ).all()
    told = look.told
    mine = {
        "network": told.network,
        "district": told.district_code,
        "batch": told.batch_id,
        "platform": told.platform_id,
    }
    for name, value in mine.items():
        if value is None:
            continue
        alike = [row for row in rows if getattr(row, name) == value]
        if len(alike) >= limits[name] and _is_extreme(alike, limits):
            facts = {"of": name, "reviews": len(alike), "hours": limits["hours"]}
            return Found(Signal.SAME_ORIGIN, tuple(row.id for row in alike), facts)
    return None


def _same_words(
    session: Session, look: Look, limits: Mapping[str, int]
) -> Found | None:
    """The same words as another's review of any course, or nearly those of one of the
    latest of this course."""
    review = look.review
    if review.words_key is None:
        return None
    latest = (
        select(Review.id, Review.comment)
        .where(
            Review.course_id == review.course_id,
            Review.id != review.id,
            Review.words_key.is_not(None),
        )
        .order_by(Review.created_at.desc())
        .limit(limits["compared"])
        .subquery()
    )
    alike = (
        select(latest.c.id)
        .where(
            func.similarity(latest.c.comment, plain_words(review.comment)) * 100
            >= limits["likeness_percent"]
        )
        .limit(1)
    )
    same = (
        select(Review.id)
        .where(
            Review.words_key == review.words_key,
            Review.participant_id != review.participant_id,
        )
        .limit(1)
    )
    other = session.scalar(same) or session.scalar(alike)
    if other is None:
        return None
    return Found(Signal.SAME_WORDS, (review.id,), {"review_id": str(other)})


def _one_institution(
    session: Session, look: Look, limits: Mapping[str, int]
) -> Found | None:
    """Somebody gives five stars to one institution only, again and again."""
    given, providers, lowest = session.execute(
        select(
            func.count(),
            func.count(Course.provider_id.distinct()),
            func.min(Review.stars),
        )
        .select_from(Review)
        .join(Course, Course.id == Review.course_id)
        .where(Review.participant_id == look.review.participant_id)
    ).one()
    if given < limits["reviews"] or providers > 1 or lowest < max(EXTREMES):
        return None
    return Found(Signal.ONE_INSTITUTION, (look.review.id,), {"reviews": given})


def _soon(session: Session, look: Look, limits: Mapping[str, int]) -> Found | None:
    """Given before anybody can have thought about it."""
    if look.told.completed_at is None:
        return None
    passed = look.at - look.told.completed_at
    if not timedelta(0) <= passed < timedelta(minutes=limits["minutes"]):
        return None
    facts = {"seconds": int(passed.total_seconds())}
    return Found(Signal.SOON, (look.review.id,), facts)


def _insider(session: Session, look: Look, limits: Mapping[str, int]) -> Found | None:
    """The writer works for the institution or one of its group, or the register of
    conflicts knows her as one of its people."""
    members = group_of(session, look.provider_id)
    works_there = exists().where(
        Seat.account_id == look.review.participant_id,
        Seat.ended_at.is_(None),
        Seat.organisation_id.in_(members),
    )
    is_known = exists().where(
        TieKey.key.in_(look.told.person_keys), TieKey.organisation_id.in_(members)
    )
    seated, known = session.execute(select(works_there, is_known)).one()
    if not (seated or known):
        return None
    facts = {"by": "seat" if seated else "register"}
    return Found(Signal.INSIDER, (look.review.id,), facts)


def _is_extreme(rows: Iterable[Any], limits: Mapping[str, int]) -> bool:
    return _extreme_share(row.stars for row in rows) >= limits["share_percent"]


def _extreme_share(stars: Iterable[int]) -> int:
    """The share, in percent, of the more frequent of one and five stars."""
    counted = Counter(stars)
    return 100 * max(counted[each] for each in EXTREMES) // counted.total()
