"""A letter as a message."""

from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

from core.mail.message import Outgoing, Sender, compose

SENDER = Sender("no-reply@training.example", "Program, Pelatihan", "https://p.example")


def message() -> EmailMessage:
    return compose(
        Outgoing(
            id=UUID(int=7),
            recipient="ani@example.org",
            locale="en",
            subject="Ünïcode",
            body="Hello,",
            created_at=datetime(2026, 3, 2, 2, 0, tzinfo=UTC),
        ),
        SENDER,
    )


def test_an_attempt_that_is_repeated_is_the_same_message():
    assert message().as_bytes() == message().as_bytes()


def test_the_head_of_a_message_is_plain_ascii():
    head, _, body = message().as_bytes().partition(b"\r\n\r\n")

    assert head.isascii()
    assert b'From: "Program, Pelatihan" <no-reply@training.example>' in head
    assert b"Date: Mon, 02 Mar 2026 02:00:00 +0000" in head
    assert b"Content-Language: en" in head
    assert body.startswith(b"Hello,")
