"""Handing messages over: to an SMTP server, or to a folder."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

# Each step of the conversation may take so long.
TIMEOUT_SECONDS = 15

PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}


class Failed(Exception):
    """The message was not taken; `code` says why, as the server's number or a word.

    `final` when trying again is in vain.
    """

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.final = final


class Unreachable(Exception):
    """The server answers nobody at present, or refuses all of us."""


class Connection(Protocol):
    """A way to hand over messages, open for a while."""

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; raises Failed or Unreachable."""


class Transport(Protocol):
    """Where messages go."""

    def connect(self) -> AbstractContextManager[Connection]:
        """Open a connection; raises Unreachable."""


class SmtpServer:
    """A server by the address `smtps://user:password@host:port` (TLS), `smtp://…` (TLS
    after STARTTLS, always) or `smtp+plain://…` (none, for a relay on this machine)."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._address = urlsplit(url)
        self._timeout = timeout
        self._tls = tls or ssl.create_default_context()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        try:
            client = self._open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_word_for(error)) from error
        try:
            yield _Conversation(client)
        finally:
            _part(client)

    def _open(self) -> smtplib.SMTP:
        client = self._greet()
        try:
            if self._address.scheme == "smtp":
                client.starttls(context=self._tls)
            if self._address.username:
                client.login(
                    unquote(self._address.username),
                    unquote(self._address.password or ""),
                )
        except BaseException:
            client.close()
            raise
        return client

    def _greet(self) -> smtplib.SMTP:
        address = self._address
        host, port = address.hostname or "", address.port or PORTS[address.scheme]
        if address.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host, port, timeout=self._timeout, context=self._tls
            )
        return smtplib.SMTP(host, port, timeout=self._timeout)


class _Conversation:
    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    def send(self, message: EmailMessage) -> None:
        try:
            self._client.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(next(iter(error.recipients.values()))[0]) from error
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Failed("smtputf8", final=True) from error
        except smtplib.SMTPSenderRefused as error:
            # That is about us, not about this message.
            raise Unreachable(f"sender {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_word_for(error)) from error


class Folder:
    """Messages as files `<id>.eml`, for whoever tries the platform out."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield self

    def send(self, message: EmailMessage) -> None:
        identity = message["Message-ID"].strip("<>").partition("@")[0]
        unfinished = self._path / f".{identity}"
        unfinished.write_bytes(message.as_bytes())
        os.replace(unfinished, self._path / f"{identity}.eml")


def _refused(code: int) -> Failed:
    """What the server said of this message: 4xx for now, 5xx for good (RFC 5321)."""
    return Failed(str(code), final=code >= 500)


def _word_for(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _part(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()
