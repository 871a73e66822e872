"""Reads of certificates."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from vouchers.certificates.credential import STATUS_LIST_LENGTH
from vouchers.certificates.errors import CertificateNotFound, StatusListNotFound
from vouchers.certificates.models import Certificate
from vouchers.certificates.rules import is_public_id
from vouchers.learning.models import AssessmentKind, AssessmentResult


def certificate_at(
    session: Session, public_id: str, *, lock: bool = False
) -> Certificate:
    """The certificate with a public id; raises CertificateNotFound."""
    query = select(Certificate).where(Certificate.public_id == public_id)
    if lock:
        query = query.with_for_update()
    found = session.scalar(query) if is_public_id(public_id) else None
    if found is None:
        raise CertificateNotFound
    return found


def certificates_of_provider(provider_id: UUID) -> Select[Certificate]:
    """The certificates of an institution's own classes."""
    return select(Certificate).where(Certificate.provider_id == provider_id)


def certificates_of_participant(participant_id: UUID) -> Select[Certificate]:
    """A person's certificates, revoked ones included."""
    return select(Certificate).where(Certificate.participant_id == participant_id)


def revoked_places(session: Session, number: int) -> Sequence[int]:
    """The revoked certificates' places in status list `number`; StatusListNotFound."""
    first = number * STATUS_LIST_LENGTH
    highest = session.scalar(select(func.max(Certificate.status_index)))
    if number > 0 and (highest is None or highest < first):
        raise StatusListNotFound
    query = select(Certificate.status_index - first).where(
        Certificate.status_index.between(first, first + STATUS_LIST_LENGTH - 1),
        Certificate.revoked_at.is_not(None),
    )
    return session.scalars(query).all()


def post_test_score(session: Session, voucher_id: UUID) -> int | None:
    """The last reported score of the final test, 0 to 100; None when there was none."""
    return session.scalar(
        select(AssessmentResult.score)
        .where(
            AssessmentResult.voucher_id == voucher_id,
            AssessmentResult.kind == AssessmentKind.POST_TEST,
        )
        .order_by(AssessmentResult.number.desc(), AssessmentResult.revision.desc())
        .limit(1)
    )
