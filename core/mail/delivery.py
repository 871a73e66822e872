"""Sending what is due, one batch over one connection."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from core.logs import get_logger
from core.mail.message import AddressUnusable, Outgoing, Sender, compose
from core.mail.rules import BEGIN_WITHIN
from core.mail.services.claim import claim_due, put_back, record_failed, record_sent
from core.mail.transport import Connection, Failed, Transport, Unreachable
from core.unit_of_work import unit_of_work

log = get_logger(__name__)


class Postman:
    """Sends through one transport in the name of one sender; `now` tells the time."""

    def __init__(
        self, transport: Transport, sender: Sender, now: Callable[[], datetime]
    ) -> None:
        self._transport = transport
        self._sender = sender
        self._now = now

    def send_due(self) -> bool:
        """Send what is due, at most one batch; whether there may be more.

        Each message is written down by itself as soon as the server has answered, so
        that a worker that dies repeats one message at most. When the server does not
        answer at all, the batch waits its pause and nothing else is tried.
        """
        begun = self._now()
        with unit_of_work("mail.claim") as session:
            batch = claim_due(session, at=begun)
        if not batch:
            return False
        try:
            with self._transport.connect() as connection:
                self._send(batch, connection, begun)
        except Unreachable as error:
            log.warning("mail.server_unreachable", reason=str(error))
            self._postpone(batch, str(error))
            return False
        return True

    def _send(
        self, batch: list[Outgoing], connection: Connection, begun: datetime
    ) -> None:
        """Send one after the other; what was dealt with leaves the list."""
        while batch:
            if self._now() - begun > BEGIN_WITHIN:
                with unit_of_work("mail.put_back") as session:
                    put_back(session, _ids(batch), at=self._now())
                return
            self._send_one(batch[0], connection)
            batch.pop(0)

    def _send_one(self, mail: Outgoing, connection: Connection) -> None:
        try:
            connection.send(compose(mail, self._sender))
        except AddressUnusable:
            self._failed(mail, "address", final=True)
        except Failed as failed:
            self._failed(mail, failed.code, final=failed.final)
        else:
            with unit_of_work("mail.sent") as session:
                record_sent(session, mail.id, at=self._now())

    def _failed(self, mail: Outgoing, code: str, *, final: bool) -> None:
        with unit_of_work("mail.failed") as session:
            record_failed(session, mail.id, code=code, final=final, at=self._now())

    def _postpone(self, batch: Sequence[Outgoing], code: str) -> None:
        with unit_of_work("mail.postponed") as session:
            for mail in batch:
                record_failed(session, mail.id, code=code, final=False, at=self._now())


def _ids(batch: Sequence[Outgoing]) -> list[UUID]:
    return [mail.id for mail in batch]
