"""When webhooks are tried again, and where they may go."""

from datetime import UTC, datetime, timedelta

import pytest

from partners.webhooks.errors import EndpointUrlRefused, UnknownTopic
from partners.webhooks.rules import (
    Answer,
    check_topics,
    check_url,
    is_public_address,
    next_attempt,
)

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
BROKEN = Answer(500, 10)


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, timedelta(seconds=5)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=30)),
        (4, timedelta(hours=2)),
        (5, timedelta(hours=5)),
        (6, timedelta(hours=10)),
        (7, timedelta(hours=14)),
        (8, timedelta(hours=20)),
        (9, timedelta(hours=24)),
    ],
)
def test_retries_follow_the_schedule_with_a_fifth_of_jitter(attempts, wait):
    """WH-03."""
    middle, earliest, latest = (
        next_attempt(attempts, BROKEN, at=AT, draw=lambda share=share: share)
        for share in (0.5, 0.0, 1.0)
    )

    assert middle == AT + wait
    assert earliest == AT + wait * 0.8
    assert latest == AT + wait * 1.2


def test_after_the_tenth_failed_attempt_there_is_no_more():
    """WH-03."""
    assert next_attempt(10, BROKEN, at=AT, draw=lambda: 0.5) is None


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "120", 120),
        (503, "120", 120),
        (503, "Mon, 02 Mar 2026 02:10:00 GMT", 600),
        (503, "1", 5),  # a shorter wish than the schedule's is not granted
        (429, "999999999", 24 * 3600),
        (503, "soon", 5),
        (503, "-7", 5),
        (500, "120", 5),
    ],
)
def test_a_busy_receiver_may_ask_for_a_longer_wait(status, header, seconds):
    """WH-04."""
    answer = Answer(status, 10, retry_after=header)

    again_at = next_attempt(1, answer, at=AT, draw=lambda: 0.5)

    assert again_at == AT + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("status", "is_success"),
    [(200, True), (204, True), (299, True), (301, False), (400, False), (None, False)],
)
def test_only_2xx_is_success(status, is_success):
    """WH-04."""
    assert Answer(status, 10).is_success is is_success


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 (an address to refuse, not to bind)
        "255.255.255.255", "224.0.0.1", "192.0.2.7", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
        "::7f00:1", "::ffff:0:7f00:1", "::a9fe:a9fe", "fec0::1", "5f00::1", "3fff::1",
        "100::1", "4000::1", "192.0.0.8", "192.88.99.1", "240.0.0.1", "203.0.113.9",
        "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "100.100.100.200",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address):
    """WH-06."""
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111"])
def test_addresses_of_the_open_internet_are_public(address):
    assert is_public_address(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/", "ftp://hooks.example/", "https://hooks.example:22/",
        "https://user:secret@hooks.example/", "https://hooks.example/#part",
        "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https:///path",
        "https://printer.local/", "https://hooks.example:99999/", "hooks.example",
        "https://hooks.example/\r\nx: y", "https://hooks example/", "https://[::1/",
        "https://hooks.example\\@evil.example/", "", "//hooks.example/", "file:///x",
    ],
)  # fmt: skip
def test_addresses_where_webhooks_must_not_go_are_refused(url):
    """WH-06."""
    with pytest.raises(EndpointUrlRefused):
        check_url(url, allow_private=False)


@pytest.mark.parametrize(
    "url", ["https://hooks.example/", "https://hooks.example:8443/a?b=c"]
)
def test_https_of_the_open_internet_is_allowed(url):
    check_url(url, allow_private=False)


def test_development_may_send_to_itself():
    check_url("http://127.0.0.1:8020/hook", allow_private=True)


def test_a_topic_that_no_event_has_is_refused():
    with pytest.raises(UnknownTopic) as refusal:
        check_topics(["order.placed", "order.imagined"], {"order.placed"})

    assert refusal.value.members == {"topic": "order.imagined"}
