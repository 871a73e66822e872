"""A person lets a client act for her."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.database import Json
from core.events import publish
from core.ids import new_id
from partners.oauth.events import AccountLinked
from partners.oauth.models import Client, Grant
from partners.oauth.rules import pairwise_subject


def give_consent(
    session: Session,
    *,
    account_id: UUID,
    client: Client,
    scopes: Collection[str],
    consent_text: str,
    subject_key: bytes,
    at: datetime,
    detail: Json | None = None,
) -> Grant:
    """Link a person's account to a client, or widen what she consented to before.

    `consent_text` is what she read, kept as the proof of her consent (UU PDP, article
    24). Two answers at once, such as a double click, make one grant. Consent to one
    act (`detail`) links the account as well, and adds nothing that stands.
    """
    subject = pairwise_subject(
        subject_key, organisation_id=client.organisation_id, account_id=account_id
    )
    made = session.scalar(
        insert(Grant)
        .values(
            id=new_id(),
            account_id=account_id,
            client_id=client.id,
            organisation_id=client.organisation_id,
            subject=subject,
            scopes=sorted(scopes),
            consent_text=consent_text,
            granted_at=at,
        )
        .on_conflict_do_nothing(
            index_elements=[Grant.account_id, Grant.client_id],
            index_where=Grant.revoked_at.is_(None),
        )
        .returning(Grant.id)
    )
    grant = session.scalars(
        select(Grant)
        .where(
            Grant.account_id == account_id,
            Grant.client_id == client.id,
            Grant.revoked_at.is_(None),
        )
        .with_for_update(key_share=True)
    ).one()
    before = list(grant.scopes) if made is None else []
    if made is None and detail is None:
        grant.scopes = sorted({*grant.scopes, *scopes})
        grant.consent_text = consent_text
    if made is not None:
        publish(
            session,
            AccountLinked(
                grant_id=grant.id,
                subject=subject,
                occurred_at=at,
                audience=(client.organisation_id,),
            ),
        )
    record(
        session,
        action="consent.given" if detail is None else "consent.given_once",
        object_type="grant",
        object_id=grant.id,
        at=at,
        before={"scopes": before},
        after={"scopes": grant.scopes, "detail": detail},
    )
    return grant
