"""Putting a letter into the outbox."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.ids import new_id
from core.mail.letters import Letter
from core.mail.models import Mail
from core.mail.rules import GIVE_UP_AFTER
from core.privacy import vault_of


def write_mail(
    session: Session,
    *,
    to: str,
    locale: str,
    letter: Letter,
    at: datetime,
    good_until: datetime | None = None,
) -> Mail:
    """Write to the address `to` in the language `locale`, in the caller's transaction.

    It is sent within seconds of the commit. After `good_until`, or three days, nobody
    tries any more: a link that has expired is worth no letter.
    """
    vault, identity = vault_of(session), new_id()
    content = f"{letter.subject_in(locale)}\n{letter.body_in(locale)}"
    mail = Mail(
        id=identity,
        kind=letter.kind,
        locale=locale,
        recipient_sealed=vault.seal(to, row=identity, field="recipient"),
        content_sealed=vault.seal(content, row=identity, field="content"),
        created_at=at,
        good_until=min(good_until or at + GIVE_UP_AFTER, at + GIVE_UP_AFTER),
        next_attempt_at=at,
    )
    session.add(mail)
    return mail
