"""Reviewing a course that one finished."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from catalog.reviews import Review
from catalog.reviews.services.give import give_review
from marketplace.reviews.errors import CourseNotFinished
from vouchers.vouchers.models import Voucher, VoucherStatus


def review_course(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    stars: int,
    comment: str,
    at: datetime,
) -> Review:
    """Give the participant's review of a course that she finished.

    Raises CourseNotFinished, without telling whether there is such a course, or
    ReviewTwice. The incentive is evaluated in the same transaction.
    """
    finished = exists().where(
        Voucher.participant_id == participant_id,
        Voucher.course_id == course_id,
        Voucher.status == VoucherStatus.COMPLETED,
    )
    if not session.scalar(select(finished)):
        raise CourseNotFinished
    return give_review(
        session,
        participant_id=participant_id,
        course_id=course_id,
        stars=stars,
        comment=comment,
        at=at,
    )
