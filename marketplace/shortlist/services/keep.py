"""Putting a course on a shortlist, and taking it off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.comparing.queries import facts_of
from catalog.courses.errors import CourseNotFound
from marketplace.shortlist.errors import ShortlistFull
from marketplace.shortlist.models import ShortlistItem
from marketplace.shortlist.rules import MOST
from partners.accounts.models import Account


def keep_course(
    session: Session, *, participant_id: UUID, course_id: UUID, at: datetime
) -> ShortlistItem:
    """Put a course on sale on her list; kept again, it has today's price.

    Her changes take turns, so that the list stays within its bound. Raises
    CourseNotFound or ShortlistFull.
    """
    session.execute(
        select(Account.id)
        .where(Account.id == participant_id)
        .with_for_update(key_share=True)
    )
    facts = facts_of(session, [course_id], at=at).get(course_id)
    if facts is None:
        raise CourseNotFound
    others = session.scalar(
        select(func.count()).where(
            ShortlistItem.participant_id == participant_id,
            ShortlistItem.course_id != course_id,
        )
    )
    if (others or 0) >= MOST:
        raise ShortlistFull(limit=MOST)
    now_there = {"price": facts.lowest_price, "saved_at": at}
    kept: ShortlistItem | None = session.scalar(
        insert(ShortlistItem)
        .values(participant_id=participant_id, course_id=course_id, **now_there)
        .on_conflict_do_update(
            index_elements=[ShortlistItem.participant_id, ShortlistItem.course_id],
            set_=now_there,
        )
        .returning(ShortlistItem)
        .execution_options(populate_existing=True)
    )
    if kept is None:
        raise RuntimeError("The course was neither kept nor refused.")
    return kept


def drop_course(session: Session, *, participant_id: UUID, course_id: UUID) -> None:
    """Take a course off her list; what is not there is off it already."""
    session.execute(
        delete(ShortlistItem).where(
            ShortlistItem.participant_id == participant_id,
            ShortlistItem.course_id == course_id,
        )
    )
