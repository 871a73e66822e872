"""Facts about certificates.

`participant_id` serves subscribers in the same transaction; partners receive none.
"""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """A course was completed, and its certificate can be verified."""

    topic = "certificate.issued"
    object_field = "certificate_id"
    told_to = "the institution that taught, and the platform that sold it"
    private = frozenset({"participant_id"})

    certificate_id: UUID
    voucher_id: UUID
    course_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    """A certificate is no longer valid. The reason is not told: it may speak of a
    person."""

    topic = "certificate.revoked"
    object_field = "certificate_id"
    told_to = "the institution that taught, and the platform that sold it"
    private = frozenset({"participant_id"})

    certificate_id: UUID
    voucher_id: UUID
    course_id: UUID
    participant_id: UUID
