"""Writing to the owner of an account."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.mail import Letter, write_mail
from core.privacy import vault_of
from partners.accounts.models import Account


def email_of(session: Session, account: Account) -> str:
    """The address of an account, opened."""
    return vault_of(session).open(account.email_sealed, row=account.id, field="email")


def tell(
    session: Session,
    account: Account,
    letter: Letter,
    *,
    at: datetime,
    good_until: datetime | None = None,
    **values: Any,
) -> None:
    """Write to a person in her language, in the caller's transaction; `values` fill
    the letter in."""
    write_mail(
        session,
        to=email_of(session, account),
        locale=account.locale,
        letter=letter.about(**values),
        at=at,
        good_until=good_until,
    )
