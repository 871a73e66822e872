from datetime import timedelta
from email.utils import format_datetime

import pytest

from marketplace.payments.partner.answers import Answer
from marketplace.payments.partner.retry import (
    delay_before_attempt,
    is_worth_repeating,
    retry_after,
)
from tests.marketplace.payments.making import AT


def answer(status=503, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, names, {})


@pytest.mark.parametrize(
    ("status", "repeat"),
    [
        (200, False),
        (301, False),
        (400, False),
        (401, False),
        (402, False),
        (403, False),
        (404, False),
        (409, True),
        (418, False),
        (424, True),
        (429, True),
        (500, True),
        (501, False),
        (502, True),
        (503, True),
        (504, True),
    ],
)
def test_the_table_says_which_answers_are_worth_repeating(status, repeat):
    assert is_worth_repeating(answer(status)) is repeat
    assert is_worth_repeating(answer(status, stripe_should_retry="true")) is True
    assert is_worth_repeating(answer(status, stripe_should_retry="false")) is False
    assert is_worth_repeating(answer(status, stripe_should_retry="maybe")) is repeat


def test_no_answer_is_worth_repeating():
    assert is_worth_repeating(None) is True


@pytest.mark.parametrize(
    ("retry", "luck", "seconds"),
    [
        (0, 0.0, 0.5),
        (0, 1.0, 0.5),
        (1, 0.0, 0.5),
        (1, 1.0, 1.0),
        (2, 0.5, 1.5),
        (4, 1.0, 8.0),
        (9, 1.0, 8.0),
        (9, 0.0, 4.0),
    ],
)
def test_the_pause_doubles_up_to_eight_seconds_and_is_never_under_half(
    retry, luck, seconds
):
    delay = delay_before_attempt(retry, None, random=lambda: luck, at=AT)

    assert delay == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        ("3600", 60),
        ("9" * 400, 60),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("", 0),
        ("٣", 0),
        (format_datetime(AT + timedelta(seconds=20), usegmt=True), 20),
        (format_datetime(AT + timedelta(hours=2), usegmt=True), 60),
        (format_datetime(AT - timedelta(hours=2), usegmt=True), 0),
    ],
)
def test_the_partner_may_ask_for_up_to_a_minute(value, seconds):
    assert retry_after(answer(retry_after=value), at=AT) == seconds


def test_a_longer_pause_that_the_partner_asks_for_is_kept():
    delay = delay_before_attempt(
        0, answer(429, retry_after="3"), random=lambda: 0.0, at=AT
    )

    assert delay == 3.0
