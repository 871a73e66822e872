"""Taking what is due, and writing down what became of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.logs import get_logger
from core.mail.message import Outgoing
from core.mail.models import Mail, MailStatus
from core.mail.rules import BATCH, KEEP, LEASE, pause_after
from core.privacy import vault_of

log = get_logger(__name__)


def claim_due(session: Session, *, at: datetime) -> list[Outgoing]:
    """The messages that are due, opened; no other worker takes them for five minutes.

    What nobody needs any more is given up on the way.
    """
    due = session.scalars(
        select(Mail)
        .where(Mail.status == MailStatus.WAITING, Mail.next_attempt_at <= at)
        .order_by(Mail.next_attempt_at, Mail.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    wanted = []
    for mail in due:
        if mail.good_until <= at:
            _give_up(mail, mail.failure or "expired")
            continue
        mail.next_attempt_at = at + LEASE
        mail.attempts += 1
        wanted.append(_open(session, mail))
    return wanted


def record_sent(session: Session, mail_id: UUID, *, at: datetime) -> None:
    """The server took it: its content is needed no more."""
    session.execute(
        update(Mail)
        .where(Mail.id == mail_id)
        .values(status=MailStatus.SENT, sent_at=at, content_sealed=None, failure=None)
    )


def record_failed(
    session: Session, mail_id: UUID, *, code: str, final: bool, at: datetime
) -> None:
    """It was not taken: try again after a pause, or never."""
    mail = session.get_one(Mail, mail_id, with_for_update=True)
    if final:
        _give_up(mail, code)
        return
    mail.failure = code
    mail.next_attempt_at = at + pause_after(mail.attempts)


def put_back(session: Session, mail_ids: Sequence[UUID], *, at: datetime) -> None:
    """Give messages back that were taken and not tried."""
    session.execute(
        update(Mail)
        .where(Mail.id.in_(mail_ids), Mail.status == MailStatus.WAITING)
        .values(next_attempt_at=at, attempts=Mail.attempts - 1)
    )


def forget_mails(session: Session, *, at: datetime) -> None:
    """Delete what was written more than 30 days ago. Idempotent."""
    session.execute(
        delete(Mail).where(
            Mail.created_at < at - KEEP, Mail.status != MailStatus.WAITING
        )
    )


def _give_up(mail: Mail, code: str) -> None:
    mail.status, mail.failure, mail.content_sealed = MailStatus.DEAD, code, None
    log.error("mail.dead", mail=str(mail.id), kind=mail.kind, failure=code)


def _open(session: Session, mail: Mail) -> Outgoing:
    vault = vault_of(session)
    content = vault.open(mail.content_sealed or b"", row=mail.id, field="content")
    subject, _, body = content.partition("\n")
    return Outgoing(
        id=mail.id,
        recipient=vault.open(mail.recipient_sealed, row=mail.id, field="recipient"),
        locale=mail.locale,
        subject=subject,
        body=body,
        created_at=mail.created_at,
    )
