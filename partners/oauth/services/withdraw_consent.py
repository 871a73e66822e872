"""A consent ends: taken back by the person, or given up by the organisation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from partners.links.models import AccountLink, ChangeKind, Side
from partners.links.services.end import end_link
from partners.links.services.hold import lock_live_link
from partners.links.services.note import note_change
from partners.oauth.errors import LinkNotFound
from partners.oauth.events import AccountUnlinked
from partners.oauth.models import Grant
from partners.oauth.services.revoke import revoke_grants


def withdraw_consent(
    session: Session, *, grant_id: UUID, account_id: UUID, at: datetime
) -> Grant:
    """Unlink a platform's program: its tokens for this person are dead with the next
    request. With its last program the platform itself is unlinked.

    Another person's link is reported as missing. Raises LinkNotFound. Withdrawing is
    as easy as consenting was (UU PDP, article 9).
    """
    wanted = _live_grants(account_id).where(Grant.id == grant_id)
    found = session.scalar(wanted)
    if found is None:
        raise LinkNotFound
    link = lock_live_link(
        session, account_id=account_id, organisation_id=found.organisation_id
    )
    grant = session.scalar(_locked(wanted))
    if grant is None:
        raise LinkNotFound
    _end_grants(session, [grant], side=Side.PARTICIPANT, at=at)
    _after(session, link, grant, side=Side.PARTICIPANT, at=at)
    return grant


def unlink_organisation(
    session: Session,
    *,
    account_id: UUID,
    organisation_id: UUID,
    side: Side,
    at: datetime,
) -> int:
    """End all consents of a person to an organisation, and the link; how many ended.

    Nothing to end is no error, so that of two at once the second does nothing.
    """
    link = lock_live_link(
        session, account_id=account_id, organisation_id=organisation_id
    )
    grants = session.scalars(
        _locked(
            _live_grants(account_id)
            .where(Grant.organisation_id == organisation_id)
            .order_by(Grant.id)
        )
    ).all()
    _end_grants(session, grants, side=side, at=at)
    if link is not None:
        end_link(session, link, side=side, at=at)
    return len(grants)


def _live_grants(account_id: UUID) -> Select[Grant]:
    return select(Grant).where(
        Grant.account_id == account_id, Grant.revoked_at.is_(None)
    )


def _locked(query: Select[Grant]) -> Select[Grant]:
    """A token that is stored just now refers to these rows, and need not wait."""
    return query.with_for_update(key_share=True).execution_options(
        populate_existing=True
    )


def _after(
    session: Session,
    link: AccountLink | None,
    grant: Grant,
    *,
    side: Side,
    at: datetime,
) -> None:
    """The link ends with its last grant; before that, its history says what ended."""
    if link is None:
        return
    others = _live_grants(grant.account_id).where(
        Grant.organisation_id == grant.organisation_id
    )
    if session.scalar(others.limit(1)) is None:
        end_link(session, link, side=side, at=at)
        return
    note_change(
        session,
        link,
        ChangeKind.PROGRAM_UNLINKED,
        side=side,
        client_id=grant.client_id,
        scopes=grant.scopes,
        at=at,
    )


def _end_grants(
    session: Session, grants: Sequence[Grant], *, side: Side, at: datetime
) -> None:
    """End grants with their tokens, and tell the organisation of each."""
    for grant in grants:
        grant.revoked_at = at
        grant.revoked_by = side
    session.flush()
    revoke_grants(session, [grant.id for grant in grants], at=at)
    for grant in grants:
        _tell(session, grant, side=side, at=at)


def _tell(session: Session, grant: Grant, *, side: Side, at: datetime) -> None:
    publish(
        session,
        AccountUnlinked(
            grant_id=grant.id,
            subject=grant.subject,
            side=side,
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
        after={"revoked_by": side},
    )
