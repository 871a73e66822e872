import pytest

from marketplace.payments.partner import CircuitBreaker


class Clock:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return CircuitBreaker(clock)


def open_it(breaker):
    for _ in range(10):
        breaker.record_failure(connection=True)


def test_it_opens_after_ten_connection_failures_in_a_row(breaker):
    for _ in range(9):
        breaker.record_failure(connection=True)
    assert breaker.allow() is True

    breaker.record_failure(connection=True)

    assert breaker.allow() is False


def test_any_answer_ends_the_row(breaker):
    for _ in range(3):
        for _ in range(9):
            breaker.record_failure(connection=True)
        for _ in range(10):
            breaker.record_success()

    assert breaker.allow() is True


def test_it_opens_when_half_of_twenty_calls_in_a_minute_fail(breaker):
    for _ in range(10):
        breaker.record_success()
    for _ in range(9):
        breaker.record_failure(connection=False)
    assert breaker.allow() is True

    breaker.record_failure(connection=False)

    assert breaker.allow() is False


def test_failures_older_than_a_minute_are_forgotten(breaker, clock):
    for _ in range(10):
        breaker.record_success()
    for _ in range(9):
        breaker.record_failure(connection=False)
    clock.seconds += 60

    breaker.record_failure(connection=False)

    assert breaker.allow() is True


def test_after_half_a_minute_one_probe_goes_out(breaker, clock):
    open_it(breaker)
    clock.seconds += 29.9
    assert breaker.allow() is False

    clock.seconds += 0.1

    assert [breaker.allow(), breaker.allow()] == [True, False]


def test_an_answered_probe_closes_it(breaker, clock):
    open_it(breaker)
    clock.seconds += 30
    breaker.allow()

    breaker.record_success()

    assert breaker.is_open is False
    assert [breaker.allow(), breaker.allow()] == [True, True]


def test_a_failed_probe_begins_the_rest_anew(breaker, clock):
    open_it(breaker)
    clock.seconds += 30
    breaker.allow()

    breaker.record_failure(connection=False)

    clock.seconds += 29.9
    assert breaker.allow() is False


def test_a_probe_that_is_never_reported_does_not_lock_the_partner_out(breaker, clock):
    open_it(breaker)
    clock.seconds += 30
    breaker.allow()

    clock.seconds += 30

    assert breaker.allow() is True
