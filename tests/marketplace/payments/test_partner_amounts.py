from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.payments.partner.amounts import (
    NotAnAmount,
    from_wire,
    to_wire,
    whole_units_from_wire,
)


@pytest.mark.parametrize(
    ("amount", "hundredths"),
    [
        (0, 0),
        (1, 100),
        (600_000, 60_000_000),
        (Decimal("99999999999999.99"), 9_999_999_999_999_999),
    ],
)
def test_an_amount_travels_in_hundredths_and_back(amount, hundredths):
    assert to_wire(amount) == hundredths
    assert from_wire(hundredths) == amount


@pytest.mark.parametrize(
    "amount",
    [Decimal("0.001"), Decimal("NaN"), Decimal("Infinity"), -1, 1.0, True, "600000"],
)
def test_what_is_no_exact_amount_does_not_travel(amount):
    with pytest.raises(NotAnAmount):
        to_wire(amount)


@pytest.mark.parametrize("hundredths", [-100, 100.0, True, "100"])
def test_what_is_no_count_of_hundredths_is_not_read(hundredths):
    with pytest.raises(NotAnAmount):
        from_wire(hundredths)


def test_a_fraction_of_a_rupiah_is_not_rounded_away():
    assert whole_units_from_wire(60_000_000) == 600_000
    with pytest.raises(NotAnAmount):
        whole_units_from_wire(9_999_999_999_999_999)


@given(st.integers(min_value=0, max_value=10**15))
def test_every_whole_amount_comes_back_unchanged(amount):
    assert whole_units_from_wire(to_wire(amount)) == amount
