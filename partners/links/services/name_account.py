"""An organisation says which account of its own a linked participant has."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.privacy import vault_of
from partners.links.errors import LinkedWithOtherAccount, PartnerAccountTaken
from partners.links.events import PartnerAccountNamed
from partners.links.models import AccountLink, ChangeKind, Side
from partners.links.services.note import note_change


def name_partner_account(
    session: Session, link: AccountLink, *, partner_account: str, at: datetime
) -> AccountLink:
    """Bind a link, which the caller holds, to an account at the organisation.

    The id is opaque to us and may be personal, so its blind index alone is kept. The
    same again changes nothing. Raises LinkedWithOtherAccount when the link has another
    account, PartnerAccountTaken when another participant has this one: never a switch
    in silence (decision 18).
    """
    index = _index(session, link.organisation_id, partner_account)
    if link.partner_account_index == index:
        return link
    _take_turns(session, index)
    _refuse_switch(session, link.organisation_id, link, index)
    swapped = _was_swapped(session, link, index)
    link.partner_account_index = index
    _tell(session, link, swapped=swapped, at=at)
    return link


def is_bound(
    session: Session, *, account_id: UUID, organisation_id: UUID, partner_account: str
) -> bool:
    """Whether her live link has this account of the organisation already."""
    link = session.scalar(_live(organisation_id, AccountLink.account_id == account_id))
    index = _index(session, organisation_id, partner_account)
    return link is not None and link.partner_account_index == index


def check_partner_account(
    session: Session, *, account_id: UUID, organisation_id: UUID, partner_account: str
) -> None:
    """Raise what naming this account for her would raise now, before she is asked."""
    link = session.scalar(_live(organisation_id, AccountLink.account_id == account_id))
    index = _index(session, organisation_id, partner_account)
    if link is None or link.partner_account_index != index:
        _refuse_switch(session, organisation_id, link, index)


def _live(
    organisation_id: UUID, *conditions: ColumnElement[bool]
) -> Select[AccountLink]:
    return select(AccountLink).where(
        AccountLink.organisation_id == organisation_id,
        AccountLink.ended_at.is_(None),
        *conditions,
    )


def _refuse_switch(
    session: Session, organisation_id: UUID, link: AccountLink | None, index: bytes
) -> None:
    """One account there, one participant here; `link` is hers, if she has one."""
    if link is not None and link.partner_account_index is not None:
        raise LinkedWithOtherAccount
    other = _live(organisation_id, AccountLink.partner_account_index == index)
    if session.scalar(other) is not None:
        raise PartnerAccountTaken


def _index(session: Session, organisation_id: UUID, partner_account: str) -> bytes:
    value = f"{organisation_id}:{partner_account}"
    return vault_of(session).index(value, field="partner_account")


def _take_turns(session: Session, index: bytes) -> None:
    """Two participants who claim one account at once: the second finds it taken."""
    lock = int.from_bytes(index[:8], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(lock)))


def _was_swapped(session: Session, link: AccountLink, index: bytes) -> bool:
    """Whether she had another account there, or the account another participant."""
    before = select(AccountLink.id).where(
        AccountLink.organisation_id == link.organisation_id,
        AccountLink.partner_account_index.is_not(None),
        or_(
            (AccountLink.account_id == link.account_id)
            & (AccountLink.partner_account_index != index),
            (AccountLink.account_id != link.account_id)
            & (AccountLink.partner_account_index == index),
        ),
    )
    return session.scalar(before.limit(1)) is not None


def _tell(session: Session, link: AccountLink, *, swapped: bool, at: datetime) -> None:
    session.flush()
    note_change(
        session,
        link,
        ChangeKind.ACCOUNT_NAMED,
        side=Side.PLATFORM,
        swapped=swapped,
        at=at,
    )
    record(
        session,
        action="account_link.named",
        object_type="account_link",
        object_id=link.id,
        at=at,
        after={"swapped": swapped},
    )
    publish(
        session,
        PartnerAccountNamed(
            link_id=link.id,
            subject=link.subject,
            swapped=swapped,
            occurred_at=at,
            audience=(link.organisation_id,),
        ),
    )
