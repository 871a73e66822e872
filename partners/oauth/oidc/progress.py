"""How far a person has come with one request, in a parameter that only we can write.

Where a request wishes that she signs in again or chooses an account, we have to know on
her way back that she did, for this request and after it came. A parameter that says so
could be typed by anyone; this one is signed, and names the request by its digest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

PARAMETER = "progress"

# What our own pages add to the parameters of a request.
OURS = frozenset({PARAMETER, "csrf_token", "decision", "shown"})

# She has so long from the question to the answer.
LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True)
class Progress:
    """Since when we have asked her to sign in, and which account she has chosen."""

    asked_at: datetime
    chosen: UUID | None = None


def digest_of(parameters: Mapping[str, str]) -> str:
    """The request's name: a hash of all its parameters, whatever their order."""
    asked = sorted((k, v) for k, v in parameters.items() if k not in OURS)
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def write_progress(progress: Progress, *, request: str, key: str) -> str:
    """The parameter for the request with the digest `request`."""
    chosen = str(progress.chosen) if progress.chosen else None
    content = [request, progress.asked_at.timestamp(), chosen]
    return str(_serializer(key).dumps(content))


def read_progress(
    text: str | None, *, request: str, key: str, at: datetime
) -> Progress | None:
    """What `text` says about this request; None when it is of another request, too
    old, or not written by us."""
    try:
        named, seconds, chosen = _serializer(key).loads(text or "")
    except (BadData, ValueError, TypeError):
        return None
    asked_at = datetime.fromtimestamp(seconds, UTC)
    if named != request or at >= asked_at + LIFETIME:
        return None
    return Progress(asked_at, UUID(chosen) if chosen else None)


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="oauth.progress")
