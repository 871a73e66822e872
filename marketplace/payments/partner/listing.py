"""Reading a partner's list of payouts to its end, page by page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marketplace.payments.partner.answers import UnreadableAnswer
from marketplace.payments.partner.evidence import AttemptRecord, Conversation
from marketplace.payments.partner.outcomes import LookupFailed
from marketplace.payments.partner.payouts import Payout, read_payout

PAGE_SIZE = 100


@dataclass(frozen=True)
class Window:
    """Only payouts the partner created from `since` until before `until`.

    Instants are cut to seconds, so `since` includes its whole second. None is open.
    """

    since: datetime | None = None
    until: datetime | None = None

    def query(self) -> dict[str, str]:
        """The window in the partner's notation."""
        bounds = {"created[gte]": self.since, "created[lt]": self.until}
        return {
            name: str(int(instant.timestamp()))
            for name, instant in bounds.items()
            if instant is not None
        }


@dataclass
class Reading:
    """The payouts of a list as far as it was read, with the evidence of every page.

    `failure` is None only if the partner said that nothing follows: a list that was
    read in part must not pass for proof that a payout is missing.
    """

    payouts: list[Payout] = field(default_factory=list)
    attempts: tuple[AttemptRecord, ...] = ()
    request_id: str | None = None
    failure: str | None = None

    def as_failed(self, reason: str) -> LookupFailed:
        """The outcome of a reading that did not reach the end."""
        return LookupFailed(self.attempts, self.request_id, reason)


def read_all(
    fetch: Callable[[Mapping[str, str]], Conversation], window: Window
) -> Reading:
    """Every payout in the window, newest first; `fetch` gets one page's query."""
    reading = Reading()
    cursor: str | None = None
    seen: set[str] = set()
    more = True
    while more:
        talk = fetch(_page_query(window, cursor))
        reading.attempts += talk.attempts
        reading.request_id = talk.request_id
        try:
            page, more = _read_page(talk)
        except UnreadableAnswer as error:
            reading.failure = str(error)
            break
        new = [payout for payout in page if payout.id not in seen]
        if more and not new:
            # It would go round in circles.
            reading.failure = "The list says that more follows and shows nothing new."
            break
        seen.update(payout.id for payout in new)
        reading.payouts += new
        cursor = page[-1].id if page else None
    return reading


def _page_query(window: Window, cursor: str | None) -> dict[str, str]:
    query = {"limit": str(PAGE_SIZE), **window.query()}
    return query if cursor is None else {**query, "starting_after": cursor}


def _read_page(talk: Conversation) -> tuple[list[Payout], bool]:
    answer = talk.answer
    if answer is None or answer.status != 200:
        raise UnreadableAnswer(talk.last_error)
    if answer.body is None:
        raise UnreadableAnswer(answer.unreadable or "unreadable")
    more = answer.body.get("has_more")
    if not isinstance(more, bool):
        raise UnreadableAnswer("The list does not say whether more follows.")
    return list(_payouts(answer.body.get("data"))), more


def _payouts(data: Any) -> Iterator[Payout]:
    if not isinstance(data, list):
        raise UnreadableAnswer("The answer is not a list.")
    for item in data:
        if not isinstance(item, Mapping):
            raise UnreadableAnswer("The list holds something else than payouts.")
        yield read_payout(item)
