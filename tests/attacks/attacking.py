"""What every attack here shares: a world to attack, and a picture of what is stored.

An attack is a function that gets the world, does its worst over HTTP and returns the
answers. It is refused when each answer is what the table says, and nothing is stored
that was not before: every row of every table is compared, but for the tables in which
a refusal leaves its own trace.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.database import Base
from partners.accounts import Account
from tests.partners.oauth.flow import Platform

# Where a refused try may be written down: that is how it is noticed.
TRACES = {
    "audit_entries",
    "browser_sessions",
    "denials",
    "failure_counts",
    "sign_in_failures",
    "oauth_clients",
    "oauth_client_secrets",
}


@dataclass
class World:
    """A person who is signed in, and three programs: hers, a rival's, and a native one.

    `browser` is hers; `stranger` is a browser in which somebody else is signed in.
    """

    session: Session
    browser: FlaskClient
    stranger: FlaskClient
    victim: Account
    shop: Platform
    rival: Platform
    native: Platform
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attack:
    """`prepare` is what happens honestly before, `act` the attack itself. `error` is
    the OAuth error or the slug of the problem that each answer gives; `burns` names
    tables that a refusal changes on purpose, such as the tokens that it revokes."""

    name: str
    act: Callable[[World], Sequence[Any]]
    status: int
    error: str | None = None
    prepare: Callable[[World], None] = lambda world: None
    burns: frozenset[str] = frozenset()


def picture(session: Session) -> dict[str, str]:
    """A checksum of all rows of each table."""
    session.flush()
    session.expire_all()
    return {
        name: session.scalar(
            text(
                f"SELECT count(*) || ':' || coalesce(md5(string_agg(\"{name}\"::text,"
                f" ',' ORDER BY \"{name}\"::text)), '') FROM \"{name}\""
            )
        )
        for name in Base.metadata.tables
        if name not in TRACES
    }


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The tables that are not what they were."""
    return {name for name in after if after[name] != before[name]}


def error_of(answer: Any) -> str | None:
    """What an answer says was wrong: in its body, or on its way back to a platform."""
    if answer.location and "error=" in answer.location:
        return str(answer.location.split("error=")[1].split("&")[0])
    body = answer.get_json(silent=True) or {}
    return body.get("error") or str(body.get("type", "")).rpartition("/")[2] or None
