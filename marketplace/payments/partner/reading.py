"""From the last answer of a conversation to the state of the order: one table.

A pure rule. Whatever is not in the table is unknown and alerts, never failed.
"""

from marketplace.payments.partner.answers import Answer, UnreadableAnswer
from marketplace.payments.partner.evidence import Conversation
from marketplace.payments.partner.outcomes import (
    Accepted,
    Held,
    NotSent,
    Paid,
    PayoutOutcome,
    Refused,
    StillSubmitting,
    Unknown,
)
from marketplace.payments.partner.payouts import Payout, PayoutRequest, read_payout
from marketplace.payments.partner.retry import NOT_EXECUTED_YET, SERVER_ERRORS

ON_THEIR_WAY = frozenset({"pending", "in_transit"})
GIVEN_UP = frozenset({"failed", "canceled"})
REFUSALS = frozenset({400, 402, 404})
LOCKED_OUT = frozenset({401, 403})


def outcome_of_submission(talk: Conversation, request: PayoutRequest) -> PayoutOutcome:
    """What became of an order to pay."""
    if not talk.was_sent:
        return NotSent(attempts=(), request_id=None, reason="circuit_open")
    if talk.answer is None or talk.answer.status in SERVER_ERRORS:
        return _unknown(talk, talk.last_error)
    if talk.answer.status == 200:
        return _executed(talk, talk.answer, request)
    return _not_executed(talk, talk.answer)


def _executed(
    talk: Conversation, answer: Answer, request: PayoutRequest
) -> PayoutOutcome:
    if answer.body is None:
        return _unknown(talk, answer.unreadable or "unreadable", alert=True)
    try:
        payout = read_payout(answer.body)
    except UnreadableAnswer as error:
        return _unknown(talk, str(error), alert=True)
    if not payout.is_for(request):
        return _unknown(talk, "The answer is about another payment.", alert=True)
    return outcome_of_payout(talk, payout)


def outcome_of_payout(talk: Conversation, payout: Payout) -> PayoutOutcome:
    """What the partner's status of a payout means for its order."""
    if payout.status == "paid":
        return Paid(talk.attempts, talk.request_id, payout.id, payout.status)
    if payout.status in ON_THEIR_WAY:
        return Accepted(talk.attempts, talk.request_id, payout.id, payout.status)
    if payout.status in GIVEN_UP:
        return Refused(
            talk.attempts,
            talk.request_id,
            code=payout.failure_code or payout.status,
            message=payout.failure_message or "",
            payout_id=payout.id,
        )
    return _unknown(talk, f"The status {payout.status[:40]!r} is new.", alert=True)


def _not_executed(talk: Conversation, answer: Answer) -> PayoutOutcome:
    kind = answer.error_text("type")
    if answer.status in LOCKED_OUT:
        reason = kind or talk.last_error
        return Held(talk.attempts, talk.request_id, reason, talk.uncertain)
    if kind == "idempotency_error":
        # Our key already stands for other parameters: that payment may be this order's.
        return _unknown(talk, kind, alert=True)
    if answer.status in NOT_EXECUTED_YET or talk.wants_retry:
        return _come_back(talk)
    if answer.status in REFUSALS and kind:
        return Refused(
            talk.attempts,
            talk.request_id,
            code=answer.error_text("code") or kind,
            message=answer.error_text("message"),
        )
    return _unknown(talk, answer.unreadable or talk.last_error, alert=True)


def _come_back(talk: Conversation) -> PayoutOutcome:
    """Busy. If an earlier attempt went unanswered, it may have been executed."""
    if talk.uncertain:
        return _unknown(talk, talk.last_error)
    return StillSubmitting(talk.attempts, talk.request_id, talk.last_error)


def _unknown(talk: Conversation, reason: str, *, alert: bool = False) -> Unknown:
    return Unknown(talk.attempts, talk.request_id, reason, alert)
