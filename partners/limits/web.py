"""The limits around what strangers may try: from where they come, and what it counts.

The address is the peer's; in production the application believes the one proxy in
front of it (marketplace/app.py), and nobody else, about the address of a caller.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from flask import current_app, request

from core.unit_of_work import reading, unit_of_work
from partners.denials.services.alerts import raise_alert
from partners.limits.rules import Rule, for_people_behind, network_of
from partners.limits.services.count import Limit, count_failure, refuse_if_exceeded


def from_here(rule: Rule, *others: str) -> Limit:
    """A limit on the caller's address, together with what else is named."""
    return Limit(rule, " ".join((network_of(request.remote_addr or ""), *others)))


def from_this_crowd(rule: Rule) -> Limit:
    """A limit on the caller's address that many people may share: a hall, an office, a
    carrier. The deployment says how many (`PEOPLE_PER_ADDRESS`)."""
    people = current_app.extensions["settings"].people_per_address
    return from_here(for_people_behind(rule, people))


def refuse_exceeded(limits: Sequence[Limit], *, at: datetime) -> None:
    """Raise TooManyFailures, or TooManyRequests, while the caller is over one of the
    limits."""
    with reading("limits.refuse") as session:
        refuse_if_exceeded(session, limits, at=at)


def count_failures(limits: Sequence[Limit], *, at: datetime) -> None:
    """Count a failure under each limit, whatever becomes of the request; tell the
    operator of a limit that was reached by it."""
    with unit_of_work("limits.count") as session:
        for limit in sorted(limits, key=lambda one: one.rule.name):
            reached = count_failure(session, limit, at=at)
            if reached and limit.rule.alert:
                raise_alert(
                    session,
                    rule=limit.rule.name,
                    address=request.remote_addr or "",
                    failures=limit.rule.allowed,
                    at=at,
                )


def count_tries(limits: Sequence[Limit], *, at: datetime) -> None:
    """Let a try in and count it, however it ends; raises TooManyRequests."""
    refuse_exceeded(limits, at=at)
    count_failures(limits, at=at)


@contextmanager
def limited(
    limits: Sequence[Limit],
    failure: type[Exception] | tuple[type[Exception], ...],
    *,
    at: datetime,
) -> Iterator[None]:
    """Refuse the block while a limit is exceeded, and count its failures."""
    refuse_exceeded(limits, at=at)
    try:
        yield
    except failure:
        count_failures(limits, at=at)
        raise
