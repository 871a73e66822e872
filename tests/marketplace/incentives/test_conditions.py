"""An incentive waits for its conditions, and every one of them is named."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.events import StoredEvent
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.incentives import Condition, Entitlement
from marketplace.payments.services.link_account import link_account
from marketplace.programme.ledger import INCENTIVES_PAYABLE, fund_of
from tests.factories import (
    announce,
    give_review,
    issue_certificate,
    make_account,
    make_award,
    make_batch,
    make_certificate,
    make_payout_account,
    make_scheme,
)


def entitlements_of(session, award):
    session.flush()
    session.expire_all()
    return session.scalars(
        select(Entitlement)
        .where(Entitlement.award_id == award.id)
        .order_by(Entitlement.number)
    ).all()


def unmet(session, entitlement):
    return set(
        session.scalars(
            select(Condition.name).where(
                Condition.entitlement_id == entitlement.id, Condition.met_at.is_(None)
            )
        )
    )


def moves_of(session, entitlement):
    return session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.object_id == str(entitlement.id))
        .order_by(AuditEntry.id)
    ).all()


def test_the_first_certificate_opens_the_incentive_with_each_condition(session, at):
    award = make_award(session)

    issue_certificate(session, award, at=at)

    (entitlement,) = entitlements_of(session, award)
    assert entitlement.status == "conditions_open"
    assert entitlement.amount == 600_000
    assert unmet(session, entitlement) == {
        "review",
        "account_linked",
        "account_verified",
    }
    assert balance_of(session, INCENTIVES_PAYABLE) == 0


def test_a_later_certificate_earns_nothing(session, at):
    award = make_award(session)
    first = issue_certificate(session, award, at=at)

    issue_certificate(session, award, at=at + timedelta(days=9))

    (entitlement,) = entitlements_of(session, award)
    assert entitlement.certificate_id == first.id


def test_the_last_condition_schedules_the_payment_and_reserves_the_money(session, at):
    award = make_award(session)
    fund_before = balance_of(session, fund_of("normal"))
    certificate = issue_certificate(session, award, at=at)
    make_payout_account(session, award.participant_id, at=at)
    later = at + timedelta(hours=1)

    give_review(session, certificate, at=later)

    (entitlement,) = entitlements_of(session, award)
    assert entitlement.status == "scheduled"
    assert entitlement.due_at == later
    assert unmet(session, entitlement) == set()
    assert moves_of(session, entitlement) == [
        "incentive.opened",
        "incentive.eligible",
        "incentive.scheduled",
    ]
    assert balance_of(session, INCENTIVES_PAYABLE) == 600_000
    scheme_code = session.scalars(
        select(StoredEvent.data).where(StoredEvent.topic == "incentive.scheduled")
    ).one()
    assert scheme_code == {"entitlement_id": str(entitlement.id), "amount": 600_000}
    assert balance_of(session, fund_of("normal")) == fund_before - 600_000
    assert prove(session).holds


def test_what_was_met_before_the_certificate_counts_at_once(session, at):
    award = make_award(session)
    make_payout_account(session, award.participant_id, at=at - timedelta(days=3))

    issue_certificate(session, award, at=at)

    (entitlement,) = entitlements_of(session, award)
    assert unmet(session, entitlement) == {"review"}
    assert entitlement.status == "conditions_open"


def test_a_review_of_another_course_does_not_count(session, at):
    award, other = make_award(session), make_award(session)
    issue_certificate(session, award, at=at)
    certificate_of_another_course = issue_certificate(session, other, at=at)

    certificate_of_another_course.participant_id = award.participant_id
    give_review(session, certificate_of_another_course, at=at)

    (entitlement,) = entitlements_of(session, award)
    assert "review" in unmet(session, entitlement)


def test_a_certificate_or_review_of_someone_without_an_award_earns_nothing(session, at):
    award, other = make_award(session), make_account(session)
    certificate = make_certificate(session, award, at=at)
    certificate.participant_id = other.id

    announce(session, certificate, at=at)
    give_review(session, certificate, at=at)

    assert session.scalars(select(Entitlement)).all() == []


def test_four_monthly_payments_are_due_thirty_days_apart(session, at):
    batch = make_batch(session, make_scheme(session, "semi-bansos"))
    award = make_award(session, batch=batch)
    make_payout_account(session, award.participant_id, at=at)
    certificate = issue_certificate(session, award, at=at)

    give_review(session, certificate, at=at)

    payments = entitlements_of(session, award)
    assert [one.due_at - at for one in payments] == [
        timedelta(days=days) for days in (0, 30, 60, 90)
    ]
    assert {one.status for one in payments} == {"scheduled"}
    assert balance_of(session, INCENTIVES_PAYABLE) == 4 * 600_000


def test_replacing_a_verified_account_opens_its_conditions_again(session, at):
    award = make_award(session)
    make_payout_account(session, award.participant_id, at=at)
    issue_certificate(session, award, at=at)

    link_account(
        session,
        participant_id=award.participant_id,
        channel="ovo",
        number="081234567890",
        at=at,
    )

    (entitlement,) = entitlements_of(session, award)
    assert unmet(session, entitlement) == {"review", "account_verified"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("paid", "scheduled"), ("conditions_open", "paid"), ("scheduled", "paid")],
)
def test_a_move_outside_the_table_is_refused(before, after):
    entitlement = Entitlement(status=before)

    with pytest.raises(ValueError, match=f"not {after} after {before}"):
        entitlement.move_to(after)

    assert entitlement.status == before
