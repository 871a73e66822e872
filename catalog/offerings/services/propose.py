"""Proposing a course to a platform, and taking that back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.authoring.errors import CourseRetired
from catalog.authoring.queries import own_course
from catalog.courses.models import Category, Course, CourseStatus
from catalog.offerings.bounds import most_commission
from catalog.offerings.errors import (
    CommissionTooHigh,
    NothingProposed,
    PriceAboveCap,
    ProposalEnded,
    ProposalWaiting,
)
from catalog.offerings.events import OfferingProposed, ProposalClosed
from catalog.offerings.models import Proposal, ProposalState
from catalog.offerings.queries import (
    listed,
    of_institution,
    platform_coded,
    proposal_with,
)
from core.audit import record
from core.events import publish
from core.ids import new_id
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import refuse_conflict


@dataclass(frozen=True)
class Terms:
    """`price` in whole rupiah; `commission_bps` of it is the platform's."""

    price: int
    commission_bps: int
    note: str = ""


def propose_offering(
    session: Session,
    course_id: UUID,
    *,
    provider_id: UUID,
    platform_code: str,
    terms: Terms,
    at: datetime,
) -> Proposal:
    """Ask a platform to list an own course, or to change what it lists.

    The course need not be published yet. Raises OwnCourseNotFound, CourseRetired,
    PlatformUnknown, CommissionTooHigh, PriceAboveCap, OwnGroupCourse, NothingProposed
    or ProposalWaiting.
    """
    course = own_course(session, course_id, provider_id=provider_id, lock=True)
    if course.status == CourseStatus.RETIRED:
        raise CourseRetired
    platform = platform_coded(session, platform_code)
    check_terms(session, course, platform.id, terms)
    agreed = listed(session, course.id, platform.id)
    if agreed is not None and agreed.leaves_at is None:
        same = (agreed.price, agreed.commission_bps)
        if same == (terms.price, terms.commission_bps):
            raise NothingProposed
    proposal = _write(session, course, platform.id, terms, at=at)
    publish(
        session,
        OfferingProposed(
            occurred_at=at,
            audience=(provider_id, platform.id),
            proposal_id=proposal.id,
            course_id=course.id,
            platform_id=platform.id,
            price=terms.price,
            commission_bps=terms.commission_bps,
        ),
    )
    session.flush()
    return proposal


def check_terms(
    session: Session, course: Course, platform_id: UUID, terms: Terms
) -> None:
    """What the programme says to these terms today: raises CommissionTooHigh,
    PriceAboveCap, or OwnGroupCourse for a paid course of the platform's own group."""
    most = most_commission(session)
    if terms.commission_bps > most:
        raise CommissionTooHigh(commission_bps=terms.commission_bps, most=most)
    category = session.get(Category, course.category)
    cap = category.price_cap if category else None
    if cap is not None and terms.price > cap:
        raise PriceAboveCap(cap=cap)
    if terms.price:
        refuse_conflict(session, course.provider_id, platform_id, purpose=Purpose.SALE)


def withdraw_proposal(
    session: Session,
    course_id: UUID,
    proposal_id: UUID,
    *,
    provider_id: UUID,
    at: datetime,
) -> Proposal:
    """Take a proposal back before the platform answers; raises ProposalNotFound or
    ProposalEnded."""
    proposal, course = proposal_with(
        session,
        proposal_id,
        of_institution(provider_id),
        Proposal.course_id == course_id,
        lock=True,
    )
    end_proposal(proposal, ProposalState.WITHDRAWN, at=at)
    tell_end(session, proposal, course, at=at)
    return proposal


def withdraw_waiting(session: Session, course: Course, *, at: datetime) -> None:
    """Take back all that waits for a platform's answer about a course, which the caller
    holds: one for each platform at most."""
    waiting = session.scalars(
        select(Proposal)
        .where(Proposal.course_id == course.id, Proposal.state == ProposalState.WAITING)
        .order_by(Proposal.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for proposal in waiting:
        end_proposal(proposal, ProposalState.WITHDRAWN, at=at)
        tell_end(session, proposal, course, at=at)


def end_proposal(proposal: Proposal, state: ProposalState, *, at: datetime) -> None:
    """Whoever comes second finds it ended: raises ProposalEnded."""
    if proposal.state != ProposalState.WAITING:
        raise ProposalEnded(state=proposal.state)
    proposal.state, proposal.ended_at = state, at


def tell_end(
    session: Session, proposal: Proposal, course: Course, *, at: datetime
) -> None:
    """Write down, and tell both, that nothing came of it."""
    record(
        session,
        action=f"offering.{proposal.state}",
        object_type="offering_proposal",
        object_id=proposal.id,
        at=at,
        reason=proposal.ended_reason,
    )
    publish(
        session,
        ProposalClosed(
            occurred_at=at,
            audience=(course.provider_id, proposal.platform_id),
            proposal_id=proposal.id,
            course_id=course.id,
            platform_id=proposal.platform_id,
            state=proposal.state,
        ),
    )
    session.flush()


def _write(
    session: Session, course: Course, platform_id: UUID, terms: Terms, *, at: datetime
) -> Proposal:
    """Two proposals at once meet at the unique index; the second is refused."""
    proposal = session.scalars(
        insert(Proposal)
        .values(
            id=new_id(),
            course_id=course.id,
            platform_id=platform_id,
            price=terms.price,
            commission_bps=terms.commission_bps,
            note=terms.note,
            state=ProposalState.WAITING,
            proposed_at=at,
        )
        .on_conflict_do_nothing()
        .returning(Proposal)
    ).one_or_none()
    if proposal is None:
        raise ProposalWaiting
    record(
        session,
        action="offering.proposed",
        object_type="offering_proposal",
        object_id=proposal.id,
        at=at,
        after={"price": terms.price, "commission_bps": terms.commission_bps},
    )
    return proposal
