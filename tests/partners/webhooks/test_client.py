"""One webhook over a real connection."""

import time

import pytest

from partners.webhooks.client import Sender
from tests.partners.webhooks.receiving import answering, receiver

BODY = b'{"type":"order.placed"}'


@pytest.fixture(scope="module")
def sender() -> Sender:
    return Sender(allow_private=True)


def send(sender: Sender, url: str):
    return sender.send(
        url, BODY, {"content-type": "application/json", "webhook-id": "1"}
    )


def test_the_body_and_the_headers_arrive_as_they_were_made(sender):
    with receiver(204) as there:
        answer = send(sender, there.url)

    [request] = there.requests
    assert answer.status == 204
    assert request.body == BODY
    assert request.headers["webhook-id"] == "1"
    assert request.headers["content-type"] == "application/json"


def test_a_redirect_is_not_followed(sender):
    """WH-04."""
    with (
        receiver(204) as inside,
        receiver(answering(302, location=inside.url)) as there,
    ):
        answer = send(sender, there.url)

    assert answer.status == 302
    assert inside.requests == []


def test_only_the_first_kilobyte_of_an_answer_is_kept(sender):
    """WH-04."""
    with receiver(answering(500, b"x" * 200_000)) as there:
        answer = send(sender, there.url)

    assert answer.status == 500
    assert answer.text == "x" * 1024


def test_wh_04_an_endless_answer_is_left_alone(sender):
    """At most 64 KiB are read; the receiver finds the connection closed."""
    written = []

    def pour(request):
        request.send_response(200)
        request.end_headers()
        for _ in range(2000):
            request.wfile.write(b"x" * 512)
            written.append(512)
            time.sleep(0.002)

    with receiver(pour) as there:
        started = time.monotonic()
        answer = send(sender, there.url)
        took = time.monotonic() - started

    assert (answer.status, answer.text) == (200, "x" * 1024)
    assert sum(written) < 64 * 1024
    assert took < 2


def test_an_answer_that_cannot_be_stored_is_made_storable(sender):
    with receiver(answering(400, b"a\0b\xff")) as there:
        answer = send(sender, there.url)

    assert answer.text == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


def test_the_wish_for_a_longer_wait_is_passed_on(sender):
    with receiver(answering(503, retry_after="30")) as there:
        answer = send(sender, there.url)

    assert answer.retry_after == "30"


@pytest.mark.parametrize("drip", [b"", b"HTTP/1.1 200 OK\r\nx: "])
def test_a_receiver_that_drips_is_cut_off_at_the_deadline(drip):
    """WH-04: one byte now and then would keep each single read alive."""

    def answer_slowly(request):
        request.wfile.write(drip)
        for _ in range(40):
            request.wfile.write(b"y" if drip else b"")
            time.sleep(0.05)

    sender = Sender(allow_private=True, deadline=0.4)
    with receiver(answer_slowly) as there:
        started = time.monotonic()
        answer = send(sender, there.url)
        took = time.monotonic() - started

    assert (answer.status, answer.error) == (None, "timeout")
    assert took < 1.2


def test_nobody_listening_is_a_failed_connection(sender):
    with receiver(204) as there:
        url = there.url

    answer = send(sender, url)

    assert (answer.status, answer.error) == (None, "connection_failed")


@pytest.mark.parametrize(
    "url",
    [
        "https://metadata.example/", "https://127.0.0.1/", "https://0x7f000001/",
        "https://2130706433/", "https://127.1/", "https://[::ffff:7f00:1]/",
        "http://hooks.example/",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_addresses_inside(url):
    """WH-06: whatever a name or a spelling resolves to, the address is what counts."""
    inside = {"metadata.example": "169.254.169.254", "hooks.example": "93.184.216.34"}
    sender = Sender(
        allow_private=False, resolver=lambda host, _: [inside.get(host, "127.0.0.1")]
    )

    answer = send(sender, url)

    assert (answer.status, answer.error) == (None, "blocked_address")


def test_one_address_inside_among_several_blocks_the_host():
    """WH-06."""
    sender = Sender(
        allow_private=False, resolver=lambda *_: ["93.184.216.34", "10.0.0.1"]
    )

    assert send(sender, "https://hooks.example/").error == "blocked_address"


def test_the_connection_goes_to_the_address_that_was_checked():
    """WH-06: the name is resolved once per attempt, so a second answer of its name
    server is never asked for; the receiver still sees its own name."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    sender = Sender(allow_private=True, resolver=resolve)
    with receiver(204) as there:
        answer = send(sender, there.url.replace("127.0.0.1", "hooks.example"))

    assert answer.status == 204
    assert asked == ["hooks.example"]
    assert there.requests[0].headers["host"].startswith("hooks.example:")
