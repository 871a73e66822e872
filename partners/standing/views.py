"""Sanctions as they are shown, with what belongs to them; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from partners.oauth.models import Client
from partners.organisations.models import Organisation
from partners.standing.models import (
    ChangeState,
    Sanction,
    SanctionChange,
    SanctionReply,
)
from partners.standing.queries import replies_to


@dataclass(frozen=True)
class SanctionView:
    """A sanction, whose it is, the public id of the program that it is about, the
    reply, and the change that waits for a second person."""

    sanction: Sanction
    organisation: Organisation
    client_id: str | None
    reply: SanctionReply | None
    open_change: SanctionChange | None


def view_of(session: Session, sanction: Sanction) -> SanctionView:
    """One sanction as it is shown."""
    return views_of(session, [sanction])[0]


def views_of(session: Session, sanctions: Sequence[Sanction]) -> list[SanctionView]:
    """Sanctions as they are shown, in the given order; four queries."""
    ids = [sanction.id for sanction in sanctions]
    replies = replies_to(session, sanctions)
    clients = _client_ids(session, sanctions)
    organisations = {
        each.id: each
        for each in session.scalars(
            select(Organisation).where(
                Organisation.id.in_({each.organisation_id for each in sanctions})
            )
        )
    }
    changes = {
        change.sanction_id: change
        for change in session.scalars(
            select(SanctionChange).where(
                SanctionChange.sanction_id.in_(ids),
                SanctionChange.state == ChangeState.OPEN,
            )
        )
    }
    return [
        SanctionView(
            sanction=sanction,
            organisation=organisations[sanction.organisation_id],
            client_id=clients.get(sanction.client_id) if sanction.client_id else None,
            reply=replies.get(sanction.id),
            open_change=changes.get(sanction.id),
        )
        for sanction in sanctions
    ]


def _client_ids(session: Session, sanctions: Sequence[Sanction]) -> dict[UUID, str]:
    wanted = {each.client_id for each in sanctions if each.client_id is not None}
    rows = session.execute(
        select(Client.id, Client.client_id).where(Client.id.in_(wanted))
    )
    return {row.id: row.client_id for row in rows}
