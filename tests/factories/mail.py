"""The letters that were written, opened."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.mail.models import Mail
from core.privacy import vault_of


def letters(session: Session, kind: str | None = None) -> list[tuple[str, str, str]]:
    """Recipient, subject and text of the letters of a kind, in order."""
    vault, found = vault_of(session), []
    query = select(Mail).order_by(Mail.created_at, Mail.id)
    for mail in session.scalars(query if kind is None else query.filter_by(kind=kind)):
        content = vault.open(mail.content_sealed or b"", row=mail.id, field="content")
        subject, _, body = content.partition("\n")
        recipient = vault.open(mail.recipient_sealed, row=mail.id, field="recipient")
        found.append((recipient, subject, body))
    return found


def kinds_of_letters(session: Session) -> list[str]:
    """Which letters were written, in order."""
    session.flush()
    return list(session.scalars(select(Mail.kind).order_by(Mail.created_at, Mail.id)))


def link_in(text: str) -> str:
    """The path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found is not None, text
    return found.group(1)
