"""The client of one payment partner with a Stripe-style payout API."""

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote, urlsplit

import httpx

from marketplace.payments.partner.answers import UnreadableAnswer
from marketplace.payments.partner.breaker import CircuitBreaker
from marketplace.payments.partner.deadline import new_http_client
from marketplace.payments.partner.evidence import Conversation
from marketplace.payments.partner.exchange import Exchange, Request
from marketplace.payments.partner.listing import Reading, Window, read_all
from marketplace.payments.partner.outcomes import (
    Found,
    LookupFailed,
    LookupOutcome,
    Missing,
    PayoutOutcome,
)
from marketplace.payments.partner.payouts import PayoutRequest, read_payout
from marketplace.payments.partner.reading import outcome_of_submission
from marketplace.payments.partner.verification import (
    AccountToVerify,
    VerificationOutcome,
    read_verification,
)

TIMEOUT = httpx.Timeout(25, connect=3, write=5, pool=2)
DEADLINE_SECONDS = 30.0
USER_AGENT = "training-marketplace/1"
PAYOUTS = "/v1/payouts"
VERIFICATIONS = "/v1/account_verifications"
SYSTEM_RANDOM = secrets.SystemRandom()
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class StripeStyleClient:
    """Pays through one partner, and asks it what became of a payment.

    Keep one per partner and process: it holds the connections and the circuit breaker,
    and may be used from any thread. Nothing that the partner does raises; it is told by
    the outcome. Call it only while no database transaction is open.

    `base_url` is the origin without `/v1`, https except on the loopback address.
    `api_version` is the date the partner's contract is pinned to.
    """

    def __init__(
        self,
        base_url: str,
        secret_key: str,
        api_version: str,
        *,
        clock: Callable[[], datetime],
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = SYSTEM_RANDOM.random,
        breaker: CircuitBreaker | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        deadline: float = DEADLINE_SECONDS,
        version_header: str = "Stripe-Version",
    ) -> None:
        self._base_url = _checked_origin(base_url)
        self._http = http or new_http_client(timeout)
        self._exchange = Exchange(
            http=self._http,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "User-Agent": USER_AGENT,
                version_header: api_version,
            },
            auth=httpx.BasicAuth(secret_key, ""),
            breaker=breaker or CircuitBreaker(),
            clock=clock,
            sleep=sleep,
            random=random,
            deadline=deadline,
        )

    def create_payout(
        self, request: PayoutRequest, idempotency_key: str, *, body: bytes | None = None
    ) -> PayoutOutcome:
        """Order a payout, or repeat the order under the same key.

        The key is 128 random bits or more, stored with the order before the first call,
        and used at most 24 h: partners forget it then and would pay again. `body` is
        the body stored with the order, for a repetition that is equal to the last byte.
        """
        if not 1 <= len(idempotency_key) <= 255:
            raise ValueError("An idempotency key has 1 to 255 characters.")
        talk = self._post(
            PAYOUTS, body or request.form_body(), idempotency_key, request.order_id
        )
        return outcome_of_submission(talk, request)

    def retrieve_payout(self, payout_id: str) -> LookupOutcome:
        """Ask for the present state of one payout, by the partner's id."""
        talk = self._get(f"{PAYOUTS}/{quote(payout_id, safe='')}")
        answer = talk.answer
        if answer is None or answer.body is None:
            return LookupFailed(talk.attempts, talk.request_id, talk.last_error)
        if answer.status == 404 and answer.error:
            return Missing(talk.attempts, talk.request_id)
        if answer.status != 200:
            return LookupFailed(talk.attempts, talk.request_id, talk.last_error)
        try:
            payout = read_payout(answer.body)
        except UnreadableAnswer as error:
            return LookupFailed(talk.attempts, talk.request_id, str(error))
        if payout.id != payout_id:
            reason = "The answer is about another payout."
            return LookupFailed(talk.attempts, talk.request_id, reason)
        return Found(talk.attempts, talk.request_id, (payout,))

    def find_payout(
        self,
        order_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> LookupOutcome:
        """Look an order up whose outcome is unknown, by our id in the metadata.

        Reads the partner's whole list from `since` to before `until`; leave a margin of
        some minutes before the first attempt, because the partner's clock decides.
        """
        reading = self.list_payouts(since=since, until=until)
        if reading.failure is not None:
            return reading.as_failed(reading.failure)
        matches = tuple(one for one in reading.payouts if one.order_id == order_id)
        if not matches:
            return Missing(reading.attempts, reading.request_id)
        return Found(reading.attempts, reading.request_id, matches)

    def list_payouts(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> Reading:
        """Every payout the partner created in a time, newest first, to reconcile."""
        return read_all(
            lambda query: self._get(PAYOUTS, query), Window(since=since, until=until)
        )

    def verify_account(
        self, account: AccountToVerify, idempotency_key: str
    ) -> VerificationOutcome:
        """Ask whether an account exists and belongs to the named holder."""
        talk = self._post(VERIFICATIONS, account.form_body(), idempotency_key, None)
        return read_verification(talk)

    def close(self) -> None:
        """Close the connections. The client is of no use afterwards."""
        self._http.close()

    def _post(
        self, path: str, body: bytes, key: str, order_id: str | None
    ) -> Conversation:
        return self._exchange.run(
            Request(
                method="POST",
                url=self._base_url + path,
                path=path,
                body=body,
                idempotency_key=key,
                order_id=order_id,
            )
        )

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Conversation:
        return self._exchange.run(
            Request(
                method="GET", url=self._base_url + path, path=path, query=query or {}
            )
        )


def _checked_origin(base_url: str) -> str:
    parts = urlsplit(base_url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("A payment partner is spoken to over https only.")
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("The base URL of a payment partner is an origin and a path.")
    return base_url.rstrip("/")
