"""A person lets a client act for her."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.database import Json
from core.events import publish
from core.ids import new_id
from partners.activity.models import UseKind
from partners.activity.services.note_use import note_use
from partners.links.models import AccountLink, ChangeKind, Side
from partners.links.services.hold import hold_link
from partners.links.services.name_account import name_partner_account
from partners.links.services.note import note_change
from partners.oauth.consent import ConsentWords
from partners.oauth.events import AccountLinked, ActAllowed, ConsentWidened
from partners.oauth.models import Client, Grant
from partners.oauth.queries import live_grant, may_be_linked
from partners.oauth.rules import pairwise_subject
from partners.receipts.models import ConsentKind
from partners.receipts.services.keep import keep_receipt
from partners.standing.errors import LinkingStopped


def give_consent(
    session: Session,
    *,
    account_id: UUID,
    client: Client,
    scopes: Collection[str],
    words: ConsentWords,
    subject_key: bytes,
    at: datetime,
    detail: Json | None = None,
    partner_account: str | None = None,
) -> Grant:
    """Link a person's account to a client, or widen what she consented to before.

    `words` are what she read: her receipt, and the proof of her consent (UU PDP,
    article 24). Two answers at once, such as a double click, make one grant. Consent to
    one act (`detail`) links the account as well, and adds nothing that stands.
    `partner_account` is the organisation's own account of hers. Raises LinkingStopped
    for a new link while the organisation may start nothing new, LinkedWithOtherAccount
    or PartnerAccountTaken when the account contradicts a live link.
    """
    _check_open(session, account_id=account_id, client=client)
    subject = pairwise_subject(
        subject_key, organisation_id=client.organisation_id, account_id=account_id
    )
    link = hold_link(
        session,
        account_id=account_id,
        organisation_id=client.organisation_id,
        subject=subject,
        at=at,
    )
    if partner_account is not None:
        name_partner_account(session, link, partner_account=partner_account, at=at)
    grant, is_new = _hold_grant(session, link, client, words, at=at)
    before = list(grant.scopes)
    if detail is None:
        grant.scopes = sorted({*before, *scopes})
        grant.consent_text = words.text
    given = _Given(
        link=link,
        grant=grant,
        added=sorted(set(grant.scopes) - set(before)),
        is_new=is_new,
        detail=detail,
    )
    _note(session, given, at=at)
    _publish(session, given, at=at)
    _show(session, given, client, at=at)
    keep_receipt(session, grant, kind=given.kind, words=words, detail=detail, at=at)
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


class _Given(NamedTuple):
    """A consent, and what it changed: `added` are the scopes that it added."""

    link: AccountLink
    grant: Grant
    added: list[str]
    is_new: bool
    detail: Json | None

    @property
    def kind(self) -> ConsentKind:
        if self.detail is not None:
            return ConsentKind.ONCE
        if self.is_new:
            return ConsentKind.LINKED
        return ConsentKind.WIDENED if self.added else ConsentKind.RENEWED


def _hold_grant(
    session: Session,
    link: AccountLink,
    client: Client,
    words: ConsentWords,
    *,
    at: datetime,
) -> tuple[Grant, bool]:
    """Her live grant to the client, locked, and whether it is new."""
    made = session.scalar(
        insert(Grant)
        .values(
            id=new_id(),
            account_id=link.account_id,
            client_id=client.id,
            organisation_id=link.organisation_id,
            subject=link.subject,
            scopes=[],
            consent_text=words.text,
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
            Grant.account_id == link.account_id,
            Grant.client_id == client.id,
            Grant.revoked_at.is_(None),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    return grant, made is not None


def _note(session: Session, given: _Given, *, at: datetime) -> None:
    """The history says what began, what was added, and what was allowed once."""
    kinds = []
    if given.is_new:
        kinds.append(ChangeKind.LINKED)
    elif given.added:
        kinds.append(ChangeKind.WIDENED)
    if given.detail is not None:
        kinds.append(ChangeKind.ALLOWED_ONCE)
    for kind in kinds:
        note_change(
            session,
            given.link,
            kind,
            side=Side.PARTICIPANT,
            client_id=given.grant.client_id,
            scopes=given.added,
            at=at,
        )


def _show(session: Session, given: _Given, client: Client, *, at: datetime) -> None:
    """She sees it among what was done with her account; giving the same consent again
    is nothing new."""
    kinds = []
    if given.is_new:
        kinds.append(UseKind.LINKED)
    elif given.added:
        kinds.append(UseKind.WIDENED)
    if given.detail is not None:
        kinds.append(UseKind.ALLOWED_ONCE)
    for kind in kinds:
        note_use(
            session,
            kind,
            account_id=given.grant.account_id,
            organisation_id=given.grant.organisation_id,
            acting_client=client.client_id,
            at=at,
        )


def _publish(session: Session, given: _Given, *, at: datetime) -> None:
    grant = given.grant
    facts: dict[str, Any] = {
        "grant_id": grant.id,
        "subject": grant.subject,
        "account_id": grant.account_id,
        "occurred_at": at,
        "audience": (grant.organisation_id,),
    }
    if given.is_new:
        publish(session, AccountLinked(**facts))
    elif given.added:
        publish(session, ConsentWidened(scope=" ".join(grant.scopes), **facts))
    if given.detail is not None:
        publish(session, ActAllowed(type=given.detail["type"], **facts))


def _check_open(session: Session, *, account_id: UUID, client: Client) -> None:
    if may_be_linked(session, client.organisation_id):
        return
    if live_grant(session, account_id=account_id, client_id=client.id) is None:
        raise LinkingStopped
