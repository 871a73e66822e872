"""Simultaneous acts on one certificate, with committed rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from tests.vouchers.certificates.making import (
    ISSUED_AT,
    make_certificate,
    make_completed_voucher,
)
from vouchers.certificates import Certificate
from vouchers.certificates.errors import CertificateRevokedAlready
from vouchers.certificates.services.issue import issue_certificate
from vouchers.certificates.services.revoke import revoke_certificate
from vouchers.vouchers import Voucher

pytestmark = pytest.mark.race
TRIES = 8


def outcomes(act):
    with ThreadPoolExecutor(TRIES) as pool:
        return sorted(pool.map(act, range(TRIES)))


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_of_many_attempts_to_issue_exactly_one_wins(committed):
    with unit_of_work("arrange") as session:
        voucher_id = make_completed_voucher(session).id

    def issue(_):
        try:
            with unit_of_work("issue") as session:
                voucher = session.get_one(Voucher, voucher_id)
                issue_certificate(session, voucher=voucher, at=ISSUED_AT)
        except IntegrityError:
            return "refused"
        return "issued"

    results = outcomes(issue)

    assert results == ["issued"] + ["refused"] * (TRIES - 1)
    with unit_of_work("assert") as session:
        assert count(session, Certificate) == 1
        assert count(session, StoredEvent) == 1


def test_of_many_revocations_exactly_one_counts(committed):
    with unit_of_work("arrange") as session:
        public_id = make_certificate(session).public_id

    def revoke(number):
        try:
            with unit_of_work("revoke") as session:
                revoke_certificate(
                    session, public_id=public_id, reason=f"No. {number}", at=ISSUED_AT
                )
        except CertificateRevokedAlready:
            return "refused"
        return "revoked"

    results = outcomes(revoke)

    assert results == ["refused"] * (TRIES - 1) + ["revoked"]
    with unit_of_work("assert") as session:
        topics = session.scalars(select(StoredEvent.topic)).all()
        assert sorted(topics) == ["certificate.issued", "certificate.revoked"]
