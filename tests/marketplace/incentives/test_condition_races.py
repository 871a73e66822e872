"""Two facts at the same moment: both count, and the payment is scheduled once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from core.clock import now
from core.ledger import JournalEntry
from core.ledger.proof import prove
from core.unit_of_work import snapshot, unit_of_work
from marketplace.incentives import Entitlement
from marketplace.payments.partner import AccountVerification
from marketplace.payments.services.check_account import record_check
from tests.factories import (
    announce,
    give_review,
    issue_certificate,
    make_award,
    make_certificate,
    make_payout_account,
)
from vouchers.certificates import Certificate


def at_once(*actions):
    """Run each action in a unit of work of its own; all commit after all have begun."""
    barrier = Barrier(len(actions))

    def run(action):
        with unit_of_work("race") as session:
            session.execute(select(1))
            barrier.wait(10)
            action(session)

    with ThreadPoolExecutor(len(actions)) as pool:
        list(pool.map(run, actions))


def scheduled(committed):
    with snapshot("look") as session:
        assert prove(session).holds
        statuses = session.scalars(select(Entitlement.status)).all()
        entries = session.scalar(
            select(func.count())
            .select_from(JournalEntry)
            .where(JournalEntry.reference.startswith("incentive:"))
        )
    return statuses, entries


def test_a_review_and_a_verified_account_at_once_schedule_each_payment_once(committed):
    people = []
    with unit_of_work("prepare") as session:
        for _ in range(8):
            award = make_award(session)
            account = make_payout_account(
                session,
                award.participant_id,
                at=now(),
                status="pending",
                verified_at=None,
            )
            certificate = issue_certificate(session, award, at=now())
            people.append((account.id, certificate.id))
    finding = AccountVerification((), None, "av_1", "ba_1", True, True)

    for account_id, certificate_id in people:
        at_once(
            lambda session, certificate_id=certificate_id: give_review(
                session, session.get_one(Certificate, certificate_id), at=now()
            ),
            lambda session, account_id=account_id: record_check(
                session, account_id=account_id, finding=finding, at=now()
            ),
        )

    assert scheduled(committed) == (["scheduled"] * 8, 8)


def test_a_review_and_the_certificate_at_once_miss_nothing(committed):
    for _ in range(8):
        with unit_of_work("prepare") as session:
            award = make_award(session)
            make_payout_account(session, award.participant_id, at=now())
            certificate = make_certificate(session, award, at=now())

        at_once(
            lambda session, found=certificate: give_review(session, found, at=now()),
            lambda session, found=certificate: announce(session, found, at=now()),
        )

    assert scheduled(committed) == (["scheduled"] * 8, 8)


def test_two_certificates_at_once_open_one_incentive(committed):
    with unit_of_work("prepare") as session:
        award = make_award(session)

    at_once(
        lambda session: issue_certificate(session, award, at=now()),
        lambda session: issue_certificate(session, award, at=now()),
    )

    assert scheduled(committed) == (["conditions_open"], 0)
