"""When to ask a partner again, and how long to wait: pure rules.

Source: the table of answers a Stripe-style partner documents, and the header by which
it overrides that table.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from marketplace.payments.partner.answers import Answer

MAXIMUM_ATTEMPTS = 4
LONGEST_DELAY = 8.0
SHORTEST_DELAY = 0.5
LONGEST_RETRY_AFTER = 60.0
SERVER_ERRORS = frozenset({500, 502, 503, 504})
NOT_EXECUTED_YET = frozenset({409, 424, 429})


def is_worth_repeating(answer: Answer | None) -> bool:
    """Whether the same request with the same key may be sent again.

    No answer is worth repeating. The partner's `Stripe-Should-Retry` decides when it is
    there; otherwise conflicts, rate limits and server errors are.
    """
    if answer is None:
        return True
    advice = answer.headers.get("stripe-should-retry", "").lower()
    if advice in ("true", "false"):
        return advice == "true"
    return answer.status in SERVER_ERRORS | NOT_EXECUTED_YET


def may_have_been_executed(answer: Answer | None) -> bool:
    """Whether this attempt leaves open if the partner did what it was asked to do."""
    return answer is None or answer.status >= 500


def delay_before_attempt(
    retry: int, answer: Answer | None, *, random: Callable[[], float], at: datetime
) -> float:
    """Seconds to wait before retry number `retry` (0 is the first).

    Doubles from half a second up to 8 s, shortened at random by up to a half so that
    workers do not return in step, and never below half a second. A longer
    `Retry-After` is honoured, up to 60 s.
    """
    backoff = min(LONGEST_DELAY, SHORTEST_DELAY * 2.0**retry) * (0.5 + random() / 2)
    asked = retry_after(answer, at=at) if answer else 0.0
    return max(SHORTEST_DELAY, backoff, asked)


def retry_after(answer: Answer, *, at: datetime) -> float:
    """Seconds the partner asks us to wait, at most 60; 0 if it does not say."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(LONGEST_RETRY_AFTER, float(value[:9]))
    wanted = http_date(value)
    if wanted is None:
        return 0.0
    return min(LONGEST_RETRY_AFTER, max(0.0, (wanted - at).total_seconds()))


def http_date(value: str) -> datetime | None:
    """The instant an HTTP date names, or None if it names none."""
    try:
        parsed = parsedate_to_datetime(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
