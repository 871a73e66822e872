"""A proposal of the demo's institution that waits for the demo's platform."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, exists, select
from sqlalchemy.orm import Session

from catalog.courses import Course, CourseStatus, Offering
from catalog.offerings.models import Proposal
from catalog.offerings.services.propose import Terms, propose_offering
from marketplace.seed.demo import INSTITUTION, PLATFORM
from partners.organisations import Organisation

NOTE = "Harga baru untuk angkatan berikutnya."


def seed_proposals(session: Session, *, at: datetime) -> int:
    """Propose a tenth off the first of its courses that the platform lists; how many
    proposals are new."""
    course, price, commission_bps = session.execute(
        select(Course, Offering.price, Offering.commission_bps)
        .join(Offering, Offering.course_id == Course.id)
        .where(
            Course.provider_id == _id_of(INSTITUTION),
            Course.status == CourseStatus.PUBLISHED,
            Offering.platform_id == _id_of(PLATFORM),
            Offering.price > 0,
        )
        .order_by(Course.code)
        .limit(1)
    ).one()
    if session.scalar(select(exists().where(Proposal.course_id == course.id))):
        return 0
    propose_offering(
        session,
        course.id,
        provider_id=course.provider_id,
        platform_code=PLATFORM,
        terms=Terms(price * 9 // 10, commission_bps, NOTE),
        at=at,
    )
    return 1


def _id_of(code: str) -> ScalarSelect[UUID]:
    return select(Organisation.id).where(Organisation.code == code).scalar_subquery()
