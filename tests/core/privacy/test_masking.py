"""What of a personal value is shown without a reason (PD-03)."""

import pytest

from core.privacy import mask_account_number, mask_digits, mask_email


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("3273010101010001", "3273••••••••0001"),
        ("12345678", "••••••••"),
        ("123", "•••"),
        ("", ""),
    ],
)
def test_a_national_id_shows_its_first_and_last_four_digits(value, shown):
    assert mask_digits(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("1234567890", "••••••7890"), ("1234", "••••")]
)
def test_an_account_shows_its_last_four_digits(value, shown):
    assert mask_account_number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("ani.lestari@example.org", "a••••••••••@example.org"),
        ("a@example.org", "a•@example.org"),
    ],
)
def test_an_address_shows_its_first_letter_and_its_domain(value, shown):
    assert mask_email(value) == shown
