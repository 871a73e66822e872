"""One request to a partner, attempted until it is answered for good or given up.

The same bytes and the same key go out on every attempt. What is logged is the method,
path, key, order, status and latency; never a secret, a body or an account number.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from core.logs import get_logger
from marketplace.payments.partner.answers import (
    MAXIMUM_BYTES,
    Answer,
    UnreadableAnswer,
    read_object,
)
from marketplace.payments.partner.breaker import CircuitBreaker
from marketplace.payments.partner.deadline import attempt_deadline, deadline_passed
from marketplace.payments.partner.evidence import AttemptRecord, Conversation
from marketplace.payments.partner.retry import (
    MAXIMUM_ATTEMPTS,
    delay_before_attempt,
    http_date,
    is_worth_repeating,
    may_have_been_executed,
)

log = get_logger(__name__)
GREATEST_CLOCK_SKEW = 60


@dataclass(frozen=True)
class Request:
    """What is sent; `body` None for a GET. `path` and `order_id` are for the log."""

    method: str
    url: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)
    idempotency_key: str | None = None
    order_id: str | None = None


@dataclass(frozen=True)
class Exchange:
    """How one partner is spoken to: its connections, its breaker, and the time.

    `clock` gives aware instants in UTC, `sleep` waits for seconds, `random` gives
    0 <= x < 1. `deadline` bounds one attempt in seconds, from connect to last byte.
    """

    http: httpx.Client
    headers: Mapping[str, str]
    auth: httpx.Auth
    breaker: CircuitBreaker
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    random: Callable[[], float]
    deadline: float

    def run(self, request: Request) -> Conversation:
        """Send the request, at most 4 times, with the pauses that the partner asks for.

        Ends early when the partner is being left alone. Raises nothing that the partner
        can cause.
        """
        attempts: list[AttemptRecord] = []
        answer: Answer | None = None
        uncertain, wants_retry = False, True
        while wants_retry and len(attempts) < MAXIMUM_ATTEMPTS:
            if attempts:
                self._pause(len(attempts) - 1, answer)
            if not self.breaker.allow():
                break
            answer, record = self._attempt(request, len(attempts) + 1)
            attempts.append(record)
            uncertain = uncertain or may_have_been_executed(answer)
            wants_retry = is_worth_repeating(answer)
        return Conversation(answer, tuple(attempts), uncertain, wants_retry)

    def _pause(self, retry: int, answer: Answer | None) -> None:
        self.sleep(
            delay_before_attempt(retry, answer, random=self.random, at=self.clock())
        )

    def _attempt(
        self, request: Request, number: int
    ) -> tuple[Answer | None, AttemptRecord]:
        started_at, started = self.clock(), time.monotonic()
        answer, error = self._answer_or_error(request)
        record = AttemptRecord(
            number=number,
            started_at=started_at,
            latency_ms=round((time.monotonic() - started) * 1000),
            status=answer.status if answer else None,
            request_id=answer.request_id if answer else None,
            error=error,
            replayed=_is_replay(answer),
        )
        _log_attempt(request, record)
        self._check_skew(answer)
        return answer, record

    def _answer_or_error(self, request: Request) -> tuple[Answer | None, str | None]:
        try:
            with attempt_deadline(self.deadline):
                answer = self._send(request)
        except httpx.TransportError as error:
            self.breaker.record_failure(connection=True)
            return None, type(error).__name__
        if answer.status >= 500:
            self.breaker.record_failure(connection=False)
        else:
            self.breaker.record_success()
        return answer, answer.unreadable

    def _send(self, request: Request) -> Answer:
        headers = dict(self.headers)
        if request.body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if request.idempotency_key is not None:
            headers["Idempotency-Key"] = request.idempotency_key
        with self.http.stream(
            request.method,
            request.url,
            params=request.query or None,
            content=request.body,
            headers=headers,
            auth=self.auth,
            follow_redirects=False,
        ) as response:
            return _read_answer(response)

    def _check_skew(self, answer: Answer | None) -> None:
        theirs = http_date(answer.headers.get("date", "")) if answer else None
        if theirs is None:
            return
        skew = abs((self.clock() - theirs).total_seconds())
        if skew > GREATEST_CLOCK_SKEW:
            log.error("payment_partner.clock_skew", seconds=round(skew))


def _read_answer(response: httpx.Response) -> Answer:
    body, unreadable = None, None
    try:
        body = read_object(_read_limited(response))
    except UnreadableAnswer as error:
        unreadable = str(error)
    return Answer(
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=body,
        unreadable=unreadable,
    )


def _read_limited(response: httpx.Response) -> bytes:
    """The body, at most 1 MiB, within the attempt's deadline.

    We ask for no compression, because a few bytes of it can unpack to any size.
    """
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnreadableAnswer("The body is compressed, unasked.")
    received = bytearray()
    for chunk in response.iter_bytes():
        received += chunk
        if len(received) > MAXIMUM_BYTES:
            raise UnreadableAnswer("The body is over 1 MiB.")
        if deadline_passed():
            raise httpx.ReadTimeout("The attempt has used up its time.")
    return bytes(received)


def _is_replay(answer: Answer | None) -> bool:
    replayed = answer.headers.get("idempotent-replayed", "") if answer else ""
    return replayed.lower() == "true"


def _log_attempt(request: Request, record: AttemptRecord) -> None:
    log.info(
        "payment_partner.called",
        method=request.method,
        path=request.path,
        idempotency_key=request.idempotency_key,
        order_id=request.order_id,
        attempt=record.number,
        status=record.status,
        request_id=record.request_id,
        error=record.error,
        latency_ms=record.latency_ms,
    )
