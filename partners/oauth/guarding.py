"""Stopping those who guess client secrets (requirement OA-24).

Failures are counted by address, and by client from an address: a stranger who knows a
client's public id fails alone, and does not lock the client out.
"""

from collections.abc import Callable
from typing import Any

from authlib.oauth2 import OAuth2Error
from flask import Response, jsonify

from core.clock import now
from partners.denials.rules import DenialKind
from partners.denials.watching import denied
from partners.limits.errors import TooManyFailures
from partners.limits.rules import CLIENT_FROM_ADDRESS, CLIENTS_BY_ADDRESS
from partners.limits.services.count import Limit
from partners.limits.web import count_failures, from_here, refuse_exceeded
from partners.oauth.requests import PartnerRequest, read_credentials


def guarded(asked: PartnerRequest, answer: Callable[[], Response]) -> Response:
    """The answer, unless the caller failed too often; a failure is counted."""
    at, client_id = now(), _claimed(asked)
    limits = _limits(client_id)
    try:
        refuse_exceeded(limits, at=at)
    except TooManyFailures as refusal:
        # Without the id, which a stranger makes up anew each time.
        denied(DenialKind.CLIENT, refusal.slug)
        return _wait(refusal)
    response = answer()
    if response.status_code == 401:
        denied(DenialKind.CLIENT, "invalid_client", client_id=client_id)
        # A signature is not guessed; one that is sent again is no guess either.
        if "client_assertion" not in asked.form:
            count_failures(limits, at=at)
    return response


def _limits(client_id: str) -> list[Limit]:
    return [
        from_here(CLIENTS_BY_ADDRESS),
        from_here(CLIENT_FROM_ADDRESS, client_id),
    ]


def _wait(refusal: TooManyFailures) -> Response:
    """RFC 6749 has no word for it; libraries read the status and Retry-After."""
    seconds = refusal.members["retry_after_seconds"]
    body: dict[str, Any] = {
        "error": "temporarily_unavailable",
        "error_description": f"Too many failed tries. Wait for {seconds} seconds.",
    }
    response = jsonify(body)
    response.status_code = refusal.status
    response.headers.update(refusal.headers())
    response.headers["Cache-Control"] = "no-store"
    return response


def _claimed(asked: PartnerRequest) -> str:
    """Who the caller says that it is, however wrong the rest is."""
    try:
        return read_credentials(asked).client_id[:100]
    except OAuth2Error:
        return (asked.form.get("client_id") or "")[:100]
