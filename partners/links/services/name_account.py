"""An organisation says which account of its own a linked participant has."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
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
    if link.partner_account_index is not None:
        raise LinkedWithOtherAccount
    _take_turns(session, index)
    if _is_taken(session, link, index):
        raise PartnerAccountTaken
    swapped = _was_swapped(session, link, index)
    link.partner_account_index = index
    _tell(session, link, swapped=swapped, at=at)
    return link


def _index(session: Session, organisation_id: UUID, partner_account: str) -> bytes:
    value = f"{organisation_id}:{partner_account}"
    return vault_of(session).index(value, field="partner_account")


def _take_turns(session: Session, index: bytes) -> None:
    """Two participants who claim one account at once: the second finds it taken."""
    lock = int.from_bytes(index[:8], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(lock)))


def _is_taken(session: Session, link: AccountLink, index: bytes) -> bool:
    other = select(AccountLink.id).where(
        AccountLink.organisation_id == link.organisation_id,
        AccountLink.partner_account_index == index,
        AccountLink.ended_at.is_(None),
    )
    return session.scalar(other) is not None


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
