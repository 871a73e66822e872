"""Writing down what was done with an account, in the transaction that does it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core import context
from core.ids import new_id
from partners.activity.models import Use, UseKind

CLIENT = "client:"


def note_use(
    session: Session,
    kind: UseKind,
    *,
    account_id: UUID,
    organisation_id: UUID,
    at: datetime,
    acting_client: str | None = None,
    object_id: UUID | None = None,
    matter: str | None = None,
    amount: int | None = None,
) -> UUID:
    """Show a use to the person whose account it was; its id."""
    use_id = new_id()
    session.execute(
        insert(Use).values(
            id=use_id,
            account_id=account_id,
            organisation_id=organisation_id,
            acting_client=acting_client,
            kind=kind,
            object_id=object_id,
            matter=matter,
            amount=amount,
            occurred_at=at,
        )
    )
    return use_id


def acting_client() -> str | None:
    """The public id of the client that sent this request; None on our own pages."""
    actor = context.current().actor
    return actor.removeprefix(CLIENT) if actor.startswith(CLIENT) else None
