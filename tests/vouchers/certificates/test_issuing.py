"""Issuing and revoking: one certificate a completed voucher (features 71, 73, 74)."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.audit import AuditEntry
from core.events import StoredEvent
from core.ids import check_letter
from core.privacy import vault_of
from partners.organisations import Organisation
from tests.factories import make_course
from tests.vouchers.certificates.making import (
    ISSUED_AT,
    make_certificate,
    make_completed_voucher,
)
from vouchers.certificates import Certificate
from vouchers.certificates.errors import (
    CertificateNotFound,
    CertificateRevokedAlready,
)
from vouchers.certificates.services.issue import issue_certificate
from vouchers.certificates.services.revoke import revoke_certificate
from vouchers.learning.models import AssessmentKind, AssessmentResult
from vouchers.vouchers import VoucherStatus


def test_a_certificate_pins_what_it_attests(session):
    course = make_course(session, title="Menjahit Dasar")
    voucher = make_completed_voucher(session, name="Budi Santoso", course=course)
    provider = session.get_one(Organisation, course.provider_id)

    certificate = issue_certificate(session, voucher=voucher, at=ISSUED_AT)
    course.title, provider.name = "Menjahit Lanjutan", "Lembaga Lain"
    session.flush()
    session.expire(certificate)

    assert certificate.course_title == "Menjahit Dasar"
    assert certificate.provider_name != "Lembaga Lain"
    assert certificate.status == "issued"
    assert certificate.issued_at == ISSUED_AT
    assert certificate.participant_id == voucher.participant_id


def test_name_and_credential_are_sealed_at_rest(session):
    """PD-01: neither the name nor the signed text that holds it is stored in clear."""
    certificate = make_certificate(session, name="Siti Nurhaliza")

    vault = vault_of(session)
    assert b"Siti" not in certificate.holder_name_sealed
    assert b"eyJ" not in certificate.credential_sealed
    assert (
        vault.open(
            certificate.holder_name_sealed, row=certificate.id, field="holder_name"
        )
        == "Siti Nurhaliza"
    )


def test_the_serial_can_be_read_aloud_and_shows_a_typing_error(session):
    certificate = make_certificate(session)

    scheme, year, code = certificate.serial.split("/")
    letters = code.replace("-", "")
    assert (scheme, year, len(letters)) == ("NORMAL", "2026", 13)
    assert check_letter(letters[:-1]) == letters[-1]


def test_the_serial_carries_the_local_year(session):
    voucher = make_completed_voucher(session)
    new_year_in_jakarta = ISSUED_AT.replace(month=12, day=31, hour=17)

    certificate = issue_certificate(session, voucher=voucher, at=new_year_in_jakarta)

    assert certificate.serial.split("/")[1] == "2027"


@pytest.mark.parametrize("status", ["issued", "redeemed", "voided", "expired"])
def test_no_certificate_without_completion(session, status):
    """Feature 73: a certificate follows from the rule, never from a wish."""
    voucher = make_completed_voucher(session, status=VoucherStatus(status))

    with pytest.raises(ValueError, match="not completed"):
        issue_certificate(session, voucher=voucher, at=ISSUED_AT)

    assert session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_a_second_certificate_for_one_voucher_is_refused(session):
    voucher = make_completed_voucher(session)
    first = issue_certificate(session, voucher=voucher, at=ISSUED_AT)

    with pytest.raises(IntegrityError), session.begin_nested():
        issue_certificate(session, voucher=voucher, at=ISSUED_AT)

    assert session.scalars(select(Certificate.serial)).all() == [first.serial]


def test_the_last_report_of_the_final_test_is_the_score(session):
    voucher = make_completed_voucher(session)
    for revision, score in ((1, 40), (2, 85)):
        session.add(
            AssessmentResult(
                voucher_id=voucher.id,
                kind=AssessmentKind.POST_TEST,
                revision=revision,
                score=score,
                reported_at=ISSUED_AT,
            )
        )
    session.flush()

    certificate = issue_certificate(session, voucher=voucher, at=ISSUED_AT)

    assert certificate.post_test_score == 85


def test_institution_and_platform_hear_of_it_without_the_persons_id(session):
    """WH-08: events hold ids of things, not of people."""
    certificate = make_certificate(session)

    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "certificate.issued")
    ).one()
    assert event.object_id == certificate.id
    assert len(event.audience) == 2
    assert certificate.provider_id in event.audience
    assert event.data == {
        "certificate_id": str(certificate.id),
        "voucher_id": str(certificate.voucher_id),
        "course_id": str(certificate.course_id),
    }


def test_each_certificate_has_its_own_place_in_the_status_list(session):
    first, second = make_certificate(session), make_certificate(session)

    assert second.status_index == first.status_index + 1


def test_a_revocation_is_final_and_leaves_a_trace(session):
    """Feature 71; the reason is in the audit trail and in no event."""
    certificate = make_certificate(session)

    revoke_certificate(
        session,
        public_id=certificate.public_id,
        reason="Forged attendance.",
        at=ISSUED_AT,
    )

    assert (certificate.status, certificate.revoked_at) == ("revoked", ISSUED_AT)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "certificate.revoke")
    ).one()
    assert entry.reason == "Forged attendance."
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "certificate.revoked")
    ).one()
    assert "Forged" not in str(event.data)


def test_revoking_twice_changes_nothing(session):
    certificate = make_certificate(session)
    public_id = certificate.public_id
    revoke_certificate(session, public_id=public_id, reason="First.", at=ISSUED_AT)

    with pytest.raises(CertificateRevokedAlready):
        revoke_certificate(
            session,
            public_id=public_id,
            reason="Second.",
            at=ISSUED_AT.replace(year=2027),
        )

    assert certificate.revoked_reason == "First."
    assert certificate.revoked_at == ISSUED_AT


@pytest.mark.parametrize("public_id", ["", "x", "A" * 22, "\0" * 22, "é" * 22])
def test_an_unknown_certificate_cannot_be_revoked(session, public_id):
    with pytest.raises(CertificateNotFound):
        revoke_certificate(
            session, public_id=public_id, reason="None such.", at=ISSUED_AT
        )
