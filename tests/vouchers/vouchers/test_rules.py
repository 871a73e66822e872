"""Redeem codes and windows, without I/O."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import CODE_ALPHABET, check_letter, new_code
from tests.vouchers.classroom import window
from vouchers.vouchers.rules import group_code, read_code, redeem_window

ISSUED = datetime(2026, 3, 1, tzinfo=UTC)
STARTS = datetime(2026, 3, 10, 2, tzinfo=UTC)
ENDS = datetime(2026, 3, 12, 2, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

BODIES = st.text(alphabet=CODE_ALPHABET, min_size=16, max_size=16)


@given(BODIES)
def test_a_code_is_read_as_it_is_shown_and_as_people_type_it(body):
    code = body + check_letter(body)

    assert read_code(group_code(code)) == code
    assert read_code(code.lower().replace("0", "o").replace("1", "l")) == code


@given(BODIES, st.integers(0, 15), st.sampled_from(CODE_ALPHABET))
def test_one_wrong_letter_is_seen_unless_its_weight_hides_it(body, place, letter):
    """VC-05. The check counts modulo 31 over 32 letters, so the first and the last
    letter of the alphabet are one to it."""
    code = body + check_letter(body)
    wrong = code[:place] + letter + code[place + 1 :]
    same = (CODE_ALPHABET.index(letter) - CODE_ALPHABET.index(code[place])) % 31 == 0

    assert read_code(wrong) == (wrong if same else None)


@pytest.mark.parametrize("typed", ["", "A", "-", "UUUU-UUUU", "ABC\u00df", "💥💥"])
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) is None


def test_a_new_code_is_shown_in_groups_of_four():
    groups = group_code(new_code()).split("-")

    assert [len(group) for group in groups] == [4, 4, 4, 4, 1]


def test_the_window_is_counted_from_the_start_of_the_class():
    found = redeem_window(
        window(60, 90), issued_at=ISSUED, expires_at=ENDS, starts_at=STARTS
    )

    assert found.opens_at == STARTS - timedelta(hours=1)
    assert found.closes_at == STARTS + timedelta(minutes=90)
    assert not found.holds(found.opens_at - MICROSECOND)
    assert found.holds(found.opens_at)
    assert found.holds(found.closes_at - MICROSECOND)
    assert not found.holds(found.closes_at)


def test_without_minutes_the_window_reaches_from_purchase_to_the_end():
    found = redeem_window(
        window(None, None), issued_at=ISSUED, expires_at=ENDS, starts_at=STARTS
    )

    assert (found.opens_at, found.closes_at) == (ISSUED, ENDS)


def test_the_window_never_outlives_the_voucher():
    found = redeem_window(
        window(100_000, 100_000), issued_at=ISSUED, expires_at=ENDS, starts_at=STARTS
    )

    assert (found.opens_at, found.closes_at) == (ISSUED, ENDS)
