"""Certificates, reviews, payout accounts, and incentives that are due."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews import Review
from catalog.reviews.events import ReviewGiven
from core.events import publish
from core.ids import new_id
from core.privacy import vault_of
from marketplace.incentives import Entitlement
from marketplace.payments.models import PayoutAccount
from marketplace.programme import Award
from partners.accounts import Account
from tests.factories.catalog import make_course, make_offering, make_schedule
from tests.factories.marketplace import make_award
from tests.factories.partners import _add
from tests.factories.vouchers import make_voucher
from vouchers.certificates import Certificate
from vouchers.certificates.events import CertificateIssued


def make_certificate(
    session: Session,
    award: Award,
    *,
    course: Course | None = None,
    at: datetime,
    **changes: Any,
) -> Certificate:
    """A certificate of the award's participant. Nothing is published."""
    course = course or make_course(session)
    schedule = make_schedule(session, course)
    offering = make_offering(session, course)
    account = session.get_one(Account, award.participant_id)
    voucher = make_voucher(session, offering, schedule, course, account)
    identity = new_id()
    vault = vault_of(session)
    values: dict[str, Any] = {
        "id": identity,
        "voucher_id": voucher.id,
        "participant_id": award.participant_id,
        "provider_id": course.provider_id,
        "course_id": course.id,
        "serial": f"S-{identity.hex[-12:]}",
        "public_id": identity.hex,
        "holder_name_sealed": vault.seal("Ani", row=identity, field="holder_name"),
        "course_title": course.title,
        "provider_name": "Lembaga",
        "credential_sealed": vault.seal("jwt", row=identity, field="credential"),
        "key_id": "test",
        "issued_at": at,
    }
    return _add(session, Certificate(**(values | changes)))


def issue_certificate(session: Session, award: Award, *, at: datetime) -> Certificate:
    """A certificate that is issued as by the real service: with its event."""
    certificate = make_certificate(session, award, at=at)
    announce(session, certificate, at=at)
    return certificate


def announce(session: Session, certificate: Certificate, *, at: datetime) -> None:
    """Publish that the certificate was issued."""
    publish(
        session,
        CertificateIssued(
            occurred_at=at,
            certificate_id=certificate.id,
            voucher_id=certificate.voucher_id,
            course_id=certificate.course_id,
            participant_id=certificate.participant_id,
        ),
    )


def give_review(session: Session, certificate: Certificate, *, at: datetime) -> Review:
    """A review of the certificate's course, with its event."""
    review = _add(
        session,
        Review(
            participant_id=certificate.participant_id,
            course_id=certificate.course_id,
            stars=4,
            comment="Jelas.",
            created_at=at,
        ),
    )
    publish(
        session,
        ReviewGiven(
            occurred_at=at,
            review_id=review.id,
            course_id=review.course_id,
            stars=review.stars,
            participant_id=review.participant_id,
        ),
    )
    return review


def make_payout_account(
    session: Session, participant_id: Any, *, at: datetime, **changes: Any
) -> PayoutAccount:
    """A verified account at BNI."""
    identity = new_id()
    number = f"{identity.int % 10**12:012d}"
    vault = vault_of(session)
    values: dict[str, Any] = {
        "id": identity,
        "participant_id": participant_id,
        "channel": "bni",
        "number_sealed": vault.seal(number, row=identity, field="payout_account"),
        "number_index": vault.index(f"bni:{number}", field="payout_account"),
        "status": "verified",
        "partner_reference": f"ba_{identity.hex}",
        "linked_at": at,
        "verified_at": at,
    }
    return _add(session, PayoutAccount(**(values | changes)))


def make_due_incentive(session: Session, *, at: datetime) -> Entitlement:
    """An incentive of Rp600.000 whose conditions are all met, due at `at`."""
    award = make_award(session)
    make_payout_account(session, award.participant_id, at=at)
    certificate = issue_certificate(session, award, at=at)
    give_review(session, certificate, at=at)
    session.flush()
    return session.scalars(
        select(Entitlement).where(Entitlement.award_id == award.id)
    ).one()
