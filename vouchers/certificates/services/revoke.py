"""Revoking a certificate."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import audit
from core.events import publish
from vouchers.certificates.events import CertificateRevoked
from vouchers.certificates.models import Certificate
from vouchers.certificates.queries import certificate_at
from vouchers.vouchers.models import Voucher


def revoke_certificate(
    session: Session, *, public_id: str, reason: str, at: datetime
) -> Certificate:
    """Take a certificate back for good; from now on every check says so.

    The reason goes to the audit trail and is never published, as it may speak of a
    person. Raises CertificateNotFound or CertificateRevokedAlready.
    """
    certificate = certificate_at(session, public_id, lock=True)
    certificate.revoke(reason=reason, at=at)
    audit.record(
        session,
        action="certificate.revoke",
        object_type="certificate",
        object_id=certificate.id,
        before={"status": "issued"},
        after={"status": "revoked"},
        reason=reason,
        at=at,
    )
    voucher = session.get_one(Voucher, certificate.voucher_id)
    publish(
        session,
        CertificateRevoked(
            occurred_at=at,
            audience=(voucher.provider_id, voucher.platform_id),
            certificate_id=certificate.id,
            voucher_id=voucher.id,
            course_id=certificate.course_id,
            participant_id=certificate.participant_id,
        ),
    )
    return certificate
