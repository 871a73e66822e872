"""Speaking to the payment partner, always between two transactions.

First a short unit of work says what is to be done and that we are at it; then the
partner is asked with no transaction open; then a second unit of work stores what it
said. A process that dies in between leaves a claim that runs out (payment partners,
part 0: order of work; no call inside a transaction).
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from core.logs import get_logger
from core.unit_of_work import unit_of_work
from marketplace.payments.models import PartnerEvent, PaymentOrder
from marketplace.payments.partner import (
    Found,
    LookupFailed,
    LookupOutcome,
    Missing,
    StripeStyleClient,
    VerificationUnavailable,
)
from marketplace.payments.reasons import PARTNER_ERROR
from marketplace.payments.rules import (
    CLOCK_MARGIN,
    Says,
    Verdict,
    is_proven_unpaid,
    may_send_again,
    verdict_of_payouts,
    verdict_of_submission,
)
from marketplace.payments.services.check_account import account_to_check, record_check
from marketplace.payments.services.claim import (
    ClaimedPayment,
    claim_next,
    request_of,
)
from marketplace.payments.services.settle import Attempts, settle_payment

log = get_logger(__name__)

STOPS = (Says.HELD, Says.NOT_SENT)


class PartnerUnreachable(Exception):
    """The partner gave no reliable answer; the queue runs the job again later."""


def step_payment(client: StripeStyleClient, *, at: datetime) -> bool:
    """Take the next due payment one step further.

    Returns whether it makes sense to go on: not when nothing is due, and not while the
    partner is being left alone or does not let us in.
    """
    with unit_of_work("payments.claim") as session:
        claimed = claim_next(session, at=at)
    if claimed is None:
        return False
    verdict, attempts = converse(client, claimed, at=at)
    with unit_of_work("payments.settle") as session:
        settle_payment(
            session,
            order_id=claimed.order_id,
            verdict=verdict,
            attempts=attempts,
            is_new=claimed.is_new,
            at=at,
        )
    return verdict.says not in STOPS


def converse(
    client: StripeStyleClient, claimed: ClaimedPayment, *, at: datetime
) -> tuple[Verdict, Attempts]:
    """Order the payment, or, if it may have been ordered before, ask first.

    It is sent again only under its own key, while that lasts, and only when the partner
    says that it has no such payout.
    """
    if claimed.is_new:
        return _send(client, claimed)
    found = _ask(client, claimed)
    kind = "retrieve" if claimed.payout_id else "find"
    asked: Attempts = [(kind, one) for one in found.attempts]
    if isinstance(found, LookupFailed):
        return Verdict(Says.WAIT, reason=found.reason), asked
    if isinstance(found, Found):
        return verdict_of_payouts(found.payouts, claimed.request), asked
    if claimed.payout_id is not None:
        return Verdict(Says.UNKNOWN, reason="payout_vanished", alert=True), asked
    if is_proven_unpaid(stored_error_at=claimed.stored_error_at, at=at):
        return Verdict(Says.FAILED, code=PARTNER_ERROR), asked
    if not may_send_again(created_at=claimed.created_at, at=at):
        return Verdict(Says.UNKNOWN, reason="key_too_old", alert=True), asked
    if not claimed.may_send:
        return Verdict(Says.WAIT, reason="payouts_closed"), asked
    verdict, sent = _send(client, claimed)
    return verdict, [*asked, *sent]


def apply_callback(client: StripeStyleClient, event_id: str, *, at: datetime) -> None:
    """Ask for the present state of the payout an event is about, and apply it.

    So neither the order of callbacks nor their number matters (PY-07). Raises
    PartnerUnreachable when the partner cannot be asked now.
    """
    with unit_of_work("payments.callback.read") as session:
        event = session.get_one(PartnerEvent, event_id)
    if event.handled_at is not None:
        return
    found = client.retrieve_payout(event.object_id)
    if isinstance(found, LookupFailed):
        raise PartnerUnreachable(found.reason)
    with unit_of_work("payments.callback.apply") as session:
        if isinstance(found, Missing) or not _apply(session, found, at=at):
            log.error("payment.callback_unexplained", partner_event_id=event_id)
        session.get_one(PartnerEvent, event_id).handled_at = at


def check_account(
    client: StripeStyleClient, account_id: UUID, *, clock: Callable[[], datetime]
) -> None:
    """Have the partner check a linked account, and verify or refuse it.

    Each question has a key of its own: asking moves no money, and a stored error must
    not be repeated for ever. Raises PartnerUnreachable.
    """
    with unit_of_work("payments.account.read") as session:
        account = account_to_check(session, account_id)
    if account is None:
        return
    finding = client.verify_account(account, str(uuid4()))
    if isinstance(finding, VerificationUnavailable):
        raise PartnerUnreachable(finding.reason)
    with unit_of_work("payments.account.record") as session:
        record_check(session, account_id=account_id, finding=finding, at=clock())


def _send(
    client: StripeStyleClient, claimed: ClaimedPayment
) -> tuple[Verdict, Attempts]:
    outcome = client.create_payout(claimed.request, claimed.key, body=claimed.body)
    attempts = [("create", one) for one in outcome.attempts]
    return verdict_of_submission(outcome), attempts


def _ask(client: StripeStyleClient, claimed: ClaimedPayment) -> LookupOutcome:
    if claimed.payout_id is not None:
        return client.retrieve_payout(claimed.payout_id)
    since = claimed.created_at - CLOCK_MARGIN
    return client.find_payout(str(claimed.request.order_id), since=since)


def _apply(session: Session, found: Found, *, at: datetime) -> bool:
    """Apply a payout to the order it names; whether there is such an order."""
    try:
        order_id = UUID(found.payouts[0].order_id or "")
    except ValueError:
        return False
    order = session.get(PaymentOrder, order_id)
    if order is None:
        return False
    verdict = verdict_of_payouts(found.payouts, request_of(order))
    attempts = [("retrieve", one) for one in found.attempts]
    settle_payment(
        session, order_id=order_id, verdict=verdict, attempts=attempts, at=at
    )
    return True
