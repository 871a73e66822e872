"""A person takes her consent back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from partners.oauth.errors import LinkNotFound
from partners.oauth.events import AccountUnlinked
from partners.oauth.models import Grant
from partners.oauth.services.revoke import revoke_grant


def withdraw_consent(
    session: Session, *, grant_id: UUID, account_id: UUID, at: datetime
) -> Grant:
    """Unlink a platform: its tokens for this person are dead with the next request.

    Another person's link is reported as missing. Raises LinkNotFound. Withdrawing is
    as easy as consenting was (UU PDP, article 9).
    """
    grant = session.scalar(
        select(Grant)
        .where(
            Grant.id == grant_id,
            Grant.account_id == account_id,
            Grant.revoked_at.is_(None),
        )
        # A token that is stored just now refers to this row, and need not wait.
        .with_for_update(key_share=True)
    )
    if grant is None:
        raise LinkNotFound
    grant.revoked_at = at
    grant.revoked_by = "participant"
    revoke_grant(session, grant.id, at=at)
    publish(
        session,
        AccountUnlinked(
            grant_id=grant.id,
            subject=grant.subject,
            occurred_at=at,
            audience=(grant.organisation_id,),
        ),
    )
    record(
        session,
        action="consent.withdrawn",
        object_type="grant",
        object_id=grant.id,
        at=at,
        before={"scopes": grant.scopes},
    )
    return grant
