"""What the modules of the Basic plan do and read besides the sign-in itself."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

from sqlalchemy import update

from partners.accounts import BrowserSession

NO_ALGORITHM = "eyJhbGciOiJub25lIn0"


def shift(served, table, **columns):
    """Let time pass: move instants of a table into the past."""
    with served.sessions.begin() as session:
        values = {name: getattr(table, name) - span for name, span in columns.items()}
        session.execute(update(table).values(**values))


def signed_in_ago(served, span):
    shift(served, BrowserSession, authenticated_at=span)


def subject_is_the_same(party, granted):
    answer = party.userinfo(granted)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()["sub"] == granted["claims"]["sub"]


def unsigned(parameters: dict[str, str]) -> str:
    body = json.dumps(parameters).encode()
    return f"{NO_ALGORITHM}.{_encoded(body)}."


def decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def seconds(number: int):
    return timedelta(seconds=number)


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
