"""Answers cut off at any place, and partners that answer a byte at a time (PY-01)."""

import socket
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from marketplace.payments.partner import Accepted, Unknown
from tests.marketplace.payments.making import make_client, make_key, make_request


@contextmanager
def listening(serve):
    """Serve each connection to the loopback address by `serve(connection, number)`."""
    server = socket.create_server(("127.0.0.1", 0))
    connections = []

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connections.append(connection)
            with connection:
                serve(connection, len(connections))

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def read_message(connection):
    """One HTTP message with its whole body."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def forward(message, url):
    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as line:
        line.sendall(message)
        return read_message(line)


def nothing(answer):
    return 0


def in_the_status_line(answer):
    return 5


def after_the_status_line(answer):
    return answer.index(b"\r\n") + 2


def in_the_headers(answer):
    return answer.index(b"\r\n") + 20


def before_the_body(answer):
    return answer.index(b"\r\n\r\n") + 4


def in_the_body(answer):
    return (answer.index(b"\r\n\r\n") + len(answer)) // 2


def before_the_last_byte(answer):
    return len(answer) - 1


@pytest.mark.parametrize(
    "place",
    [
        nothing,
        in_the_status_line,
        after_the_status_line,
        in_the_headers,
        before_the_body,
        in_the_body,
        before_the_last_byte,
    ],
)
def test_an_answer_cut_off_anywhere_is_fetched_again_and_paid_once(simulator, place):
    request = make_request()

    def cut_the_first(connection, number):
        answer = forward(read_message(connection), simulator.url)
        connection.sendall(answer if number > 1 else answer[: place(answer)])

    with listening(cut_the_first) as url:
        client = make_client(url)
        outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Accepted)
    assert [one.status for one in outcome.attempts] == [None, 200]
    assert simulator.paid_for(request.order_id)["payouts"] == 1


def test_a_partner_that_answers_a_byte_at_a_time_is_given_up_at_the_deadline():
    def drip(connection, number):
        read_message(connection)
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 1000:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            return

    with listening(drip) as url:
        client = make_client(url, deadline=0.4, timeout=httpx.Timeout(5))
        started = time.monotonic()
        outcome = client.create_payout(make_request(), make_key())
        took = time.monotonic() - started

    assert isinstance(outcome, Unknown)
    assert [one.error for one in outcome.attempts] == ["ReadTimeout"] * 4
    assert took < 4 * 0.4 + 1


def test_a_partner_that_is_not_there_leaves_the_order_unknown():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

    outcome = make_client(url).create_payout(make_request(), make_key())

    assert isinstance(outcome, Unknown)
    assert [one.error for one in outcome.attempts] == ["ConnectError"] * 4
