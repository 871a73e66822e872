"""Letters about uses, written soon after they happened."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.mail import write_mail
from core.privacy import vault_of
from partners.accounts.models import Account
from partners.activity.models import Use, UseKind
from partners.activity.rules import LETTERS_AT_ONCE
from partners.activity.words import letter_about
from partners.organisations.models import Organisation

# What she confirms on our own page needs no letter: she was there.
SILENT = frozenset({UseKind.REDEMPTION, UseKind.ATTENDANCE})


def tell_of_uses(session: Session, *, site: str, currency: str, at: datetime) -> int:
    """Write a letter for each of the next uses that nobody was told of; how many uses.

    Any number of workers may do so at once: each takes other rows.
    """
    rows = session.execute(
        select(Use, Account, Organisation.name)
        .join(Account, Account.id == Use.account_id)
        .join(Organisation, Organisation.id == Use.organisation_id)
        .where(Use.told_at.is_(None))
        .order_by(Use.id)
        .limit(LETTERS_AT_ONCE)
        .with_for_update(of=Use, skip_locked=True)
    ).all()
    vault = vault_of(session)
    for use, account, organisation in rows:
        use.told_at = at
        if use.kind in SILENT or account.disabled_at is not None:
            continue
        write_mail(
            session,
            to=vault.open(account.email_sealed, row=account.id, field="email"),
            locale=account.locale,
            letter=letter_about(
                use, organisation=organisation, site=site, currency=currency
            ),
            at=at,
        )
    return len(rows)
