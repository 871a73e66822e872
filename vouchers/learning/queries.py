"""Reads worth sharing: confirmed steps, results, and what a page shows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from catalog.courses import Course, Schedule
from partners.organisations import Organisation
from vouchers.learning.errors import VerificationNotFound
from vouchers.learning.models import AssessmentResult, Attendance, Verification
from vouchers.learning.secrets import state_hash
from vouchers.vouchers import Voucher


@dataclass(frozen=True)
class AskedVerification:
    """What the participant is shown before she confirms a step."""

    verification_id: UUID
    voucher_id: UUID
    sequence: int
    course_title: str
    provider_name: str
    starts_at: datetime
    ends_at: datetime
    redirect_uri: str
    expires_at: datetime
    confirmed_at: datetime | None


def confirmed_sequences(session: Session, voucher_id: UUID) -> list[int]:
    """The confirmed steps of one voucher, in order."""
    return confirmed_by_voucher(session, [voucher_id])[voucher_id]


def confirmed_by_voucher(
    session: Session, voucher_ids: Collection[UUID]
) -> dict[UUID, list[int]]:
    """The confirmed steps of many vouchers, in order; none is an empty list."""
    found: dict[UUID, list[int]] = defaultdict(list)
    rows = session.execute(
        select(Attendance.voucher_id, Attendance.sequence)
        .where(Attendance.voucher_id.in_(voucher_ids))
        .order_by(Attendance.sequence)
    )
    for voucher_id, sequence in rows:
        found[voucher_id].append(sequence)
    return found


def uses_by_voucher(
    session: Session, voucher_ids: Collection[UUID]
) -> dict[UUID, list[Verification]]:
    """Every try to use the vouchers, confirmed or not, the oldest first."""
    found: dict[UUID, list[Verification]] = defaultdict(list)
    tries = session.scalars(
        select(Verification)
        .where(Verification.voucher_id.in_(voucher_ids))
        .order_by(Verification.started_at, Verification.id)
    )
    for verification in tries:
        found[verification.voucher_id].append(verification)
    return found


def results_of(session: Session, voucher_id: UUID) -> Sequence[AssessmentResult]:
    """Every reported result with all its revisions, in the order of reporting."""
    return session.scalars(
        select(AssessmentResult)
        .where(AssessmentResult.voucher_id == voucher_id)
        .order_by(AssessmentResult.reported_at, AssessmentResult.id)
    ).all()


def asked_verification(
    session: Session, *, state: str, participant_id: UUID
) -> AskedVerification | None:
    """What the page at /verify/<state> shows to the voucher's holder; None for anyone
    else, as for an unknown address."""
    return _asked(
        session,
        Verification.state_hash == state_hash(state),
        Voucher.participant_id == participant_id,
    )


def verification_to_allow(
    session: Session, *, verification_id: UUID, participant_id: UUID, provider_id: UUID
) -> AskedVerification | None:
    """What the institution asks this participant to allow; None when it started no
    such verification for a voucher of hers."""
    return _asked(
        session,
        Verification.id == verification_id,
        Voucher.participant_id == participant_id,
        Voucher.provider_id == provider_id,
    )


def _asked(
    session: Session, *conditions: ColumnElement[bool]
) -> AskedVerification | None:
    row = session.execute(
        select(Verification, Course.title, Organisation.name, Schedule)
        .join(Voucher, Voucher.id == Verification.voucher_id)
        .join(Course, Course.id == Voucher.course_id)
        .join(Organisation, Organisation.id == Voucher.provider_id)
        .join(Schedule, Schedule.id == Voucher.schedule_id)
        .where(*conditions)
    ).one_or_none()
    if row is None:
        return None
    verification, course_title, provider_name, schedule = row
    return AskedVerification(
        verification_id=verification.id,
        voucher_id=verification.voucher_id,
        sequence=verification.sequence,
        course_title=course_title,
        provider_name=provider_name,
        starts_at=schedule.starts_at,
        ends_at=schedule.ends_at,
        redirect_uri=verification.redirect_uri,
        expires_at=verification.expires_at,
        confirmed_at=verification.confirmed_at,
    )


def find_verification(
    session: Session, *, verification_id: UUID, provider_id: UUID
) -> Verification:
    """A verification for one of the institution's classes, or VerificationNotFound."""
    verification = session.scalar(
        select(Verification)
        .join(Voucher, Voucher.id == Verification.voucher_id)
        .where(Verification.id == verification_id, Voucher.provider_id == provider_id)
    )
    if verification is None:
        raise VerificationNotFound
    return verification
