"""A real SMTP server on loopback, which can misbehave on command."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope


class PostOffice:
    """What the server was given; `refuse_with` and `delay` say how it misbehaves."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.refuse_recipient: dict[str, str] = {}
        self.refuse_data: str | None = None
        self.refuse_sender: str | None = None
        self.delay = 0.0

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        refused = self.refuse_recipient.get(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        await asyncio.sleep(self.delay)
        if self.refuse_data:
            return self.refuse_data
        self.envelopes.append(envelope)
        message = message_from_bytes(envelope.original_content or b"", policy=default)
        self.taken.append(message)  # type: ignore[arg-type]
        return "250 taken"


@contextmanager
def post_office(**options: Any) -> Iterator[PostOffice]:
    """A server that runs for a block; options are aiosmtpd's, such as `tls_context`."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def accept_only(user: str, password: str) -> Any:
    """An authenticator that knows one user."""

    def check(server: Any, session: Any, envelope: Any, way: str, data: Any) -> Any:
        shown = (data.login, data.password)
        good = shown == (user.encode(), password.encode())
        return AuthResult(success=good, handled=good)

    return check


def tls_context(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
