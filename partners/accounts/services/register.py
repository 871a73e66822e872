"""Making an account."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from core.privacy import vault_of
from partners.accounts.errors import EmailTaken
from partners.accounts.models import Account
from partners.accounts.passwords import hash_password
from partners.accounts.rules import check_new_password, normalise_email


def register_account(
    session: Session,
    *,
    email: str,
    full_name: str,
    password: str,
    at: datetime,
    locale: str = "id",
) -> Account:
    """Make the account of a person; her e-mail is her name for signing in.

    Raises EmailUnusable, PasswordTooShort, PasswordTooLong, PasswordGuessable, or
    EmailTaken when somebody (perhaps at this very moment) has that e-mail.
    """
    email = normalise_email(email)
    check_new_password(password, email=email)
    vault, identity = vault_of(session), new_id()
    made: Account | None = session.scalar(
        insert(Account)
        .values(
            id=identity,
            email_sealed=vault.seal(email, row=identity, field="email"),
            email_index=vault.index(email, field="email"),
            full_name_sealed=vault.seal(full_name, row=identity, field="full_name"),
            password_hash=hash_password(password),
            locale=locale,
            created_at=at,
        )
        # Two who register the same e-mail at once: the second learns that it is taken.
        .on_conflict_do_nothing(index_elements=[Account.email_index])
        .returning(Account)
    )
    if made is None:
        raise EmailTaken
    record(
        session,
        action="account.registered",
        object_type="account",
        object_id=identity,
        at=at,
    )
    return made
