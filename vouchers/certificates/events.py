"""Facts about certificates."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """`participant_id` and `certificate_id` serve subscribers in the same transaction;
    partners receive no participant id."""

    topic = "certificate.issued"
    object_field = "certificate_id"
    private = frozenset({"participant_id"})

    certificate_id: UUID
    voucher_id: UUID
    course_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    """The reason is not told: it may speak of a person."""

    topic = "certificate.revoked"
    object_field = "certificate_id"
    private = frozenset({"participant_id"})

    certificate_id: UUID
    voucher_id: UUID
    course_id: UUID
    participant_id: UUID
