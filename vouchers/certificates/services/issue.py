"""Issuing a certificate."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.courses import Course
from core import audit
from core.events import publish
from core.ids import new_id, new_token
from core.privacy import vault_of
from core.signing import issuer_of
from partners.accounts import Account
from partners.organisations import Organisation
from vouchers.certificates.credential import Achieved, build_credential
from vouchers.certificates.events import CertificateIssued
from vouchers.certificates.models import Certificate
from vouchers.certificates.queries import post_test_score
from vouchers.certificates.rules import PUBLIC_ID_BITS, criteria, new_serial
from vouchers.vouchers.models import Voucher, VoucherStatus


def issue_certificate(
    session: Session, *, voucher: Voucher, at: datetime
) -> Certificate:
    """Attest that the holder of a completed voucher finished her course.

    Called by completion alone, which has checked the pinned rule (a partner's word is
    a claim, not truth). Raises ValueError for a voucher that is not completed: that
    would be a fault of ours. The database holds it to one certificate a voucher.
    """
    if voucher.status != VoucherStatus.COMPLETED:
        raise ValueError(f"Voucher {voucher.id} is not completed.")
    achieved = _achieved(session, voucher, at=at)
    certificate = _sealed(session, achieved, voucher)
    session.add(certificate)
    session.flush()
    audit.record(
        session,
        action="certificate.issue",
        object_type="certificate",
        object_id=certificate.id,
        after={"voucher_id": str(voucher.id), "serial": certificate.serial},
        at=at,
    )
    publish(
        session,
        CertificateIssued(
            occurred_at=at,
            audience=(voucher.provider_id, voucher.platform_id),
            certificate_id=certificate.id,
            voucher_id=voucher.id,
            course_id=voucher.course_id,
            participant_id=voucher.participant_id,
        ),
    )
    return certificate


def _achieved(session: Session, voucher: Voucher, *, at: datetime) -> Achieved:
    """Gather what the certificate attests, as it stands at this instant."""
    account = session.get_one(Account, voucher.participant_id)
    course = session.get_one(Course, voucher.course_id)
    provider = session.get_one(Organisation, voucher.provider_id)
    name = vault_of(session).open(
        account.full_name_sealed, row=account.id, field="full_name"
    )
    return Achieved(
        certificate_id=new_id(),
        public_id=new_token(PUBLIC_ID_BITS),
        serial=new_serial(voucher.rules["scheme"], at=at, zone=issuer_of(session).zone),
        status_index=_next_status_index(session),
        holder_name=name,
        course_id=course.id,
        course_code=course.code,
        course_title=course.title,
        course_summary=course.summary,
        course_language=course.language,
        provider_id=provider.id,
        provider_name=provider.name,
        criteria=criteria(voucher.rules["completion"]),
        issued_at=at,
    )


def _next_status_index(session: Session) -> int:
    """The next free place in the status lists; it is part of what gets signed."""
    sequence = func.pg_get_serial_sequence("certificates", "status_index")
    place: int = session.scalars(select(func.nextval(sequence))).one()
    return place


def _sealed(session: Session, achieved: Achieved, voucher: Voucher) -> Certificate:
    vault, issuer = vault_of(session), issuer_of(session)
    identity = achieved.certificate_id
    credential = issuer.sign(build_credential(achieved, issuer))
    return Certificate(
        id=identity,
        voucher_id=voucher.id,
        participant_id=voucher.participant_id,
        provider_id=voucher.provider_id,
        course_id=voucher.course_id,
        serial=achieved.serial,
        public_id=achieved.public_id,
        status_index=achieved.status_index,
        holder_name_sealed=vault.seal(
            achieved.holder_name, row=identity, field="holder_name"
        ),
        course_title=achieved.course_title,
        provider_name=achieved.provider_name,
        post_test_score=post_test_score(session, voucher.id),
        credential_sealed=vault.seal(credential, row=identity, field="credential"),
        key_id=issuer.key_id,
        issued_at=achieved.issued_at,
    )
