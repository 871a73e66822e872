"""A platform's answer to a proposal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.authoring.errors import CourseRetired
from catalog.courses.models import CourseStatus, Offering
from catalog.offerings.events import OfferingAgreed
from catalog.offerings.models import Proposal, ProposalState
from catalog.offerings.queries import hold_course, proposal_with
from catalog.offerings.services.propose import (
    Terms,
    check_terms,
    end_proposal,
    tell_end,
)
from core.audit import record
from core.events import publish
from core.ids import new_id


def accept_proposal(
    session: Session, proposal_id: UUID, *, platform_id: UUID, at: datetime
) -> Proposal:
    """List the course as it is proposed, from the commit on, or once it is published.

    The programme's rules are asked again, as they may have changed since. Raises
    ProposalNotFound, ProposalEnded, CourseRetired, CommissionTooHigh, PriceAboveCap or
    OwnGroupCourse.
    """
    mine = Proposal.platform_id == platform_id
    # The course first, as its institution may retire it, with all its proposals.
    hold_course(session, proposal_id, mine)
    proposal, course = proposal_with(session, proposal_id, mine, lock=True)
    end_proposal(proposal, ProposalState.ACCEPTED, at=at)
    if course.status == CourseStatus.RETIRED:
        raise CourseRetired
    terms = Terms(proposal.price, proposal.commission_bps)
    check_terms(session, course, platform_id, terms)
    offering_id = _list(session, proposal, at=at)
    record(
        session,
        action="offering.accepted",
        object_type="offering_proposal",
        object_id=proposal.id,
        at=at,
        after={"offering_id": str(offering_id), "price": proposal.price},
    )
    publish(
        session,
        OfferingAgreed(
            occurred_at=at,
            audience=(course.provider_id, platform_id),
            offering_id=offering_id,
            proposal_id=proposal.id,
            course_id=course.id,
            platform_id=platform_id,
            price=proposal.price,
            commission_bps=proposal.commission_bps,
        ),
    )
    session.flush()
    return proposal


def decline_proposal(
    session: Session,
    proposal_id: UUID,
    *,
    platform_id: UUID,
    reason: str,
    at: datetime,
) -> Proposal:
    """Say no, and why; raises ProposalNotFound or ProposalEnded."""
    proposal, course = proposal_with(
        session, proposal_id, Proposal.platform_id == platform_id, lock=True
    )
    end_proposal(proposal, ProposalState.DECLINED, at=at)
    proposal.ended_reason = reason
    tell_end(session, proposal, course, at=at)
    return proposal


def _list(session: Session, proposal: Proposal, *, at: datetime) -> UUID:
    """One offering for a course and platform: a new one, or the old one as it is now
    agreed. A notice that was given is over, as both want to go on."""
    terms = {"price": proposal.price, "commission_bps": proposal.commission_bps}
    statement = insert(Offering).values(
        id=new_id(),
        course_id=proposal.course_id,
        platform_id=proposal.platform_id,
        listed_at=at,
        **terms,
    )
    again = {"withdrawn_at": None, "leaves_at": None, "leaving_by": None}
    return session.scalars(
        statement.on_conflict_do_update(
            index_elements=["course_id", "platform_id"],
            set_={**terms, **again, "leaving_reason": None},
        ).returning(Offering.id)
    ).one()
