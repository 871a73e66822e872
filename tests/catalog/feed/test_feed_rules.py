"""Checksums and the guard, without a database."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.feed.rules import NOTHING, Guard, Peaks, canonical, digest_of, with_change

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def test_an_item_is_written_as_rfc_8785_asks():
    """Section 3.2: members in order, no spaces, control characters alone escaped."""
    item = {"b": 1, "a": ["é/\u20ac", '\u000f\n"\\', True, None]}

    assert canonical(item) == '{"a":["é/€","\\u000f\\n\\"\\\\",true,null],"b":1}'


def test_a_float_that_is_no_number_is_not_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})


@given(st.lists(st.text(), unique=True), st.randoms())
def test_31_the_order_in_which_a_set_was_built_does_not_matter(items, random):
    digests = [digest_of(item) for item in items]
    forwards, backwards = NOTHING, NOTHING
    for digest in digests:
        forwards = with_change(forwards, come=digest)
    random.shuffle(digests)
    for digest in digests:
        backwards = with_change(backwards, come=digest)

    assert forwards == backwards
    for digest in digests:
        forwards = with_change(forwards, gone=digest)
    assert forwards == NOTHING


def test_the_checksum_of_one_item_is_its_sha_256():
    assert with_change(NOTHING, come=digest_of("{}")) == hashlib.sha256(b"{}").digest()


@pytest.mark.parametrize(
    ("size", "after", "peak", "why"),
    [
        (1, 0, 1, "emptied"),
        (1000, 0, 1000, "emptied"),
        (0, 0, 0, None),
        (19, 1, 19, None),
        (200, 181, 200, None),
        (200, 180, 200, None),
        (200, 179, 200, "shrunk"),
        (100, 80, 100, "shrunk"),
        (100, 81, 100, None),
        (900, 899, 1000, "shrunk"),
        (901, 900, 1000, None),
    ],
)
def test_35_a_sharp_loss_of_an_hour_is_stopped(size, after, peak, why):
    assert Guard().stops(size=size, after=after, peak=peak) == why


def test_35_the_peak_looks_back_an_hour_at_least_and_forgets_after_two():
    peaks = Peaks(100, 100, AT)

    soon = peaks.moved_to(AT + timedelta(minutes=59), size=90)
    next_hour = peaks.moved_to(AT + timedelta(minutes=61), size=90)
    later = next_hour.moved_to(AT + timedelta(minutes=121), size=80)

    assert soon.highest == 100
    assert next_hour.highest == 100
    assert later.highest == 90
    assert peaks.moved_to(AT + timedelta(hours=2), size=80).highest == 80
