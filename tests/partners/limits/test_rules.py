"""Who counts as one, and how long nothing is heard."""

from datetime import timedelta

import pytest

from partners.limits.rules import (
    LONGEST,
    Rule,
    for_people_behind,
    network_of,
    pause_after,
    shortened,
)

RULE = Rule("test", allowed=3, window=timedelta(minutes=10))


def test_each_time_it_takes_twice_as_long_up_to_a_day():
    pauses = [pause_after(RULE, strikes) for strikes in (1, 2, 3, 4)]

    assert pauses == [timedelta(minutes=minutes) for minutes in (10, 20, 40, 80)]
    assert pause_after(RULE, 30) == LONGEST


@pytest.mark.parametrize(
    ("address", "counted", "shown"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("", "unknown", "unknown"),
        ("no address", "unknown", "unknown"),
    ],
)
def test_one_line_is_one_address_and_is_shown_shortened(address, counted, shown):
    assert network_of(address) == counted
    assert shortened(address) == shown


@pytest.mark.parametrize(
    ("people", "allowed"), [(100, 30), (1_000, 300), (10, 3), (1, 1)]
)
def test_where_many_share_an_address_more_of_them_may_fail(people, allowed):
    rule = Rule("test", allowed=30, window=timedelta(minutes=15))

    assert for_people_behind(rule, people).allowed == allowed
