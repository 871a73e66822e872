"""Giving a review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews.circumstances import UNKNOWN, Circumstances
from catalog.reviews.errors import ReviewTwice
from catalog.reviews.events import ReviewGiven
from catalog.reviews.models import Review, ReviewOrigin, ReviewState, ShownAs
from catalog.reviews.rulebook import rulebook
from catalog.reviews.rules import holds_contact, initials_of, words_key
from catalog.reviews.services.rate import lock_rating, move_stars
from catalog.reviews.services.weigh import note_signals
from catalog.reviews.signals import Look, look_at_all
from core.events import publish
from core.ids import new_id
from core.privacy import vault_of
from partners.accounts import Account


def give_review(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    stars: int,
    comment: str,
    shown_as: ShownAs = ShownAs.ANONYMOUS,
    told: Circumstances = UNKNOWN,
    at: datetime,
) -> Review:
    """Store a review of one to five stars; any number of stars counts.

    The caller has checked that the participant finished the course, which the catalogue
    cannot know. Words with numbers or addresses are held, and what signals outweigh is
    left out of the rating, until somebody looks. Tells the institution, without saying
    who wrote it. Raises ReviewTwice, also for the second of two that are sent at once.
    Rule: docs/rules/reviews.md.
    """
    rating = lock_rating(session, course_id)
    held = holds_contact(comment)
    review: Review | None = session.scalar(
        insert(Review)
        .values(
            id=new_id(),
            participant_id=participant_id,
            course_id=course_id,
            stars=stars,
            comment=comment,
            created_at=at,
            initials=initials_for(session, participant_id, shown_as),
            words_key=key_of(comment),
            state=ReviewState.HELD if held else ReviewState.SHOWN,
            counts=not held,
            waits_since=at if held else None,
        )
        .on_conflict_do_nothing(index_elements=["participant_id", "course_id"])
        .returning(Review)
    )
    if review is None:
        raise ReviewTwice
    if review.counts:
        move_stars(rating, into=[stars])
    session.add(_origin(review, told))
    session.flush()
    provider_id = session.scalars(
        select(Course.provider_id).where(Course.id == course_id)
    ).one()
    look = Look(review, provider_id, told, at)
    note_signals(session, look_at_all(session, look), rating, at=at)
    session.refresh(review)
    publish(
        session,
        ReviewGiven(
            occurred_at=at,
            audience=(provider_id,),
            review_id=review.id,
            course_id=course_id,
            stars=stars,
            participant_id=participant_id,
        ),
    )
    return review


def initials_for(
    session: Session, participant_id: UUID, shown_as: ShownAs
) -> str | None:
    """The writer's initials if she wishes to be named so."""
    if shown_as != ShownAs.INITIALS:
        return None
    account = session.get_one(Account, participant_id)
    name = vault_of(session).open(
        account.full_name_sealed, row=account.id, field="full_name"
    )
    return initials_of(name) or None


def key_of(comment: str) -> bytes | None:
    """By what these words are found again."""
    limits = rulebook().signals["same_words"]
    return words_key(comment, letters=limits["letters"])


def _origin(review: Review, told: Circumstances) -> ReviewOrigin:
    return ReviewOrigin(
        review_id=review.id,
        course_id=review.course_id,
        given_at=review.created_at,
        platform_id=told.platform_id,
        batch_id=told.batch_id,
        district_code=told.district_code,
        network=told.network,
    )
