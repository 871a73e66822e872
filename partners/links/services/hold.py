"""Beginning a link, or taking hold of the one that lives."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.errors import Busy
from core.ids import new_id
from partners.links.models import AccountLink

# A link that ends between our two statements is begun anew; twice is no coincidence.
TRIES = 3


def hold_link(
    session: Session,
    *,
    account_id: UUID,
    organisation_id: UUID,
    subject: str,
    at: datetime,
) -> AccountLink:
    """The live link of a person with an organisation, begun if there is none, locked
    until the transaction ends: whoever changes a link takes turns here, and locks its
    grants and tokens afterwards. Raises Busy."""
    for _ in range(TRIES):
        session.execute(
            insert(AccountLink)
            .values(
                id=new_id(),
                account_id=account_id,
                organisation_id=organisation_id,
                subject=subject,
                linked_at=at,
            )
            .on_conflict_do_nothing(
                index_elements=[AccountLink.account_id, AccountLink.organisation_id],
                index_where=AccountLink.ended_at.is_(None),
            )
        )
        link = lock_live_link(
            session, account_id=account_id, organisation_id=organisation_id
        )
        if link is not None:
            return link
    raise Busy


def lock_live_link(
    session: Session, *, account_id: UUID, organisation_id: UUID
) -> AccountLink | None:
    """The live link, locked; None when there is none."""
    return session.scalar(
        select(AccountLink)
        .where(
            AccountLink.account_id == account_id,
            AccountLink.organisation_id == organisation_id,
            AccountLink.ended_at.is_(None),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
