"""Counting failures: in windows, with growing pauses, alike for many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now
from core.unit_of_work import unit_of_work
from partners.limits.errors import TooManyFailures
from partners.limits.models import FailureCount
from partners.limits.rules import FORGET, Rule
from partners.limits.services.count import (
    Limit,
    count_failure,
    forget_quiet,
    refuse_if_exceeded,
)

RULE = Rule("test", allowed=3, window=timedelta(minutes=10))
HERE, ELSEWHERE = Limit(RULE, "203.0.113.9"), Limit(RULE, "203.0.113.10")


def fail(session, times, *, at, limit=HERE):
    return [count_failure(session, limit, at=at) for _ in range(times)]


def test_who_reaches_the_limit_is_refused_and_nobody_else(session, at):
    assert fail(session, 3, at=at) == [False, False, True]

    with pytest.raises(TooManyFailures) as refusal:
        refuse_if_exceeded(session, [HERE, ELSEWHERE], at=at)
    refuse_if_exceeded(session, [ELSEWHERE], at=at)

    assert refusal.value.members == {"retry_after_seconds": 600}
    assert refusal.value.headers() == {"Retry-After": "600"}


def test_below_the_limit_nobody_is_refused(session, at):
    fail(session, 2, at=at)

    refuse_if_exceeded(session, [HERE], at=at)


def test_failures_are_forgotten_with_their_window(session, at):
    fail(session, 2, at=at)

    assert fail(session, 2, at=at + RULE.window) == [False, False]


def test_the_pause_ends_and_the_next_is_twice_as_long(session, at):
    fail(session, 3, at=at)
    again_at = at + RULE.window
    refuse_if_exceeded(session, [HERE], at=again_at)

    fail(session, 3, at=again_at)

    with pytest.raises(TooManyFailures) as refusal:
        refuse_if_exceeded(session, [HERE], at=again_at)
    assert refusal.value.members == {"retry_after_seconds": 1200}


def test_who_was_quiet_for_two_days_starts_anew(session, at):
    fail(session, 3, at=at)

    assert forget_quiet(session, at=at + FORGET) == 0
    assert forget_quiet(session, at=at + FORGET + timedelta(seconds=1)) == 1


def test_the_table_does_not_say_who_it_was(session, at):
    fail(session, 1, at=at)

    key = session.scalar(select(FailureCount.key))

    assert b"203.0.113.9" not in key


@pytest.mark.race
def test_of_many_failures_at_once_each_is_counted(committed):
    rule = Rule("race", allowed=16, window=timedelta(minutes=10))

    def fail_once(_):
        with unit_of_work("test") as session:
            return count_failure(session, Limit(rule, "203.0.113.9"), at=now())

    with ThreadPoolExecutor(16) as pool:
        reached = list(pool.map(fail_once, range(16)))

    assert sorted(reached) == [False] * 15 + [True]
