"""What is kept of every attempt, so that a payment can be explained years later."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.payments.partner.answers import Answer


@dataclass(frozen=True)
class AttemptRecord:
    """One request that left, or tried to leave, for the partner.

    `number` counts from 1 within one run. `status` is the HTTP status, None without an
    answer; `error` then says in one word what went wrong. `replayed` tells that the
    partner repeated an earlier answer to the same key. Holds no secrets.
    """

    number: int
    started_at: datetime
    latency_ms: int
    status: int | None
    request_id: str | None
    error: str | None
    replayed: bool


@dataclass(frozen=True)
class Conversation:
    """All attempts of one request, and the last answer if there was one.

    `uncertain`: some attempt may have been executed without our seeing its result.
    `wants_retry`: the partner's last word was to come back with the same key.
    """

    answer: Answer | None
    attempts: tuple[AttemptRecord, ...]
    uncertain: bool
    wants_retry: bool

    @property
    def was_sent(self) -> bool:
        """Whether anything was sent; not while the partner is being left alone."""
        return bool(self.attempts)

    @property
    def request_id(self) -> str | None:
        """The partner's name for the call whose answer counts."""
        return self.answer.request_id if self.answer else None

    @property
    def last_error(self) -> str:
        """One word on the last attempt: its status, or why there is none."""
        if not self.attempts:
            return "circuit_open"
        last = self.attempts[-1]
        return last.error or f"status_{last.status}"
