"""Reads of links and their history."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from partners.links.errors import LinkedAccountNotFound
from partners.links.models import AccountLink, LinkChange
from partners.oauth.models import Client, Grant
from partners.organisations.models import Kind, Organisation
from partners.standing.queries import takes_links

# A page of names; there are six such platforms, and some dozens would be many.
PLATFORMS_SHOWN = 50


def links_of_organisation(organisation_id: UUID) -> Select[AccountLink]:
    """The live links of an organisation; the API pages them."""
    return select(AccountLink).where(
        AccountLink.organisation_id == organisation_id, AccountLink.ended_at.is_(None)
    )


def live_link(session: Session, *, organisation_id: UUID, subject: str) -> AccountLink:
    """The live link behind a pairwise subject, or LinkedAccountNotFound."""
    link = session.scalar(
        links_of_organisation(organisation_id).where(AccountLink.subject == subject)
    )
    if link is None:
        raise LinkedAccountNotFound
    return link


def history_for(
    session: Session, *, organisation_id: UUID, subject: str
) -> Select[*tuple[Any, ...]]:
    """Every change of an organisation's links with one person, ended ones included.

    Raises LinkedAccountNotFound when there never was one.
    """
    account_id = session.scalar(
        select(AccountLink.account_id)
        .where(
            AccountLink.organisation_id == organisation_id,
            AccountLink.subject == subject,
        )
        .limit(1)
    )
    if account_id is None:
        raise LinkedAccountNotFound
    return _history().where(
        LinkChange.organisation_id == organisation_id,
        LinkChange.account_id == account_id,
    )


def history_of_person(account_id: UUID) -> Select[*tuple[Any, ...]]:
    """Every change of her links with whatever organisation; the page pages them."""
    return (
        _history()
        .add_columns(Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == LinkChange.organisation_id)
        .where(LinkChange.account_id == account_id)
    )


def _history() -> Select[*tuple[Any, ...]]:
    return select(
        LinkChange.id,
        LinkChange.kind,
        LinkChange.side,
        LinkChange.scopes,
        LinkChange.swapped,
        LinkChange.changed_at,
        Client.client_id,
        Client.name.label("program"),
    ).outerjoin(Client, Client.id == LinkChange.client_id)


def scopes_allowed(session: Session, link: AccountLink) -> list[str]:
    """All that the programs of the organisation may do for her at present."""
    found = session.scalars(
        select(Grant.scopes).where(
            Grant.account_id == link.account_id,
            Grant.organisation_id == link.organisation_id,
            Grant.revoked_at.is_(None),
        )
    )
    return sorted({scope for scopes in found for scope in scopes})


def platforms_to_link(session: Session, account_id: UUID) -> list[str]:
    """The names of platforms that she could link and has not, by the alphabet."""
    linked = select(AccountLink.organisation_id).where(
        AccountLink.account_id == account_id, AccountLink.ended_at.is_(None)
    )
    asks = select(Client.id).where(
        Client.organisation_id == Organisation.id,
        Client.disabled_at.is_(None),
        Client.grant_types.contains(["authorization_code"]),
    )
    return list(
        session.scalars(
            select(Organisation.name)
            .where(
                takes_links(Organisation),
                Organisation.kinds.contains([Kind.DIGITAL_PLATFORM]),
                Organisation.id.not_in(linked),
                asks.exists(),
            )
            .order_by(Organisation.name)
            .limit(PLATFORMS_SHOWN)
        )
    )
