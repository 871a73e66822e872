"""Adding a line to a link's history."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from partners.links.models import AccountLink, ChangeKind, LinkChange, Side


def note_change(
    session: Session,
    link: AccountLink,
    kind: ChangeKind,
    *,
    side: Side,
    at: datetime,
    client_id: UUID | None = None,
    scopes: Collection[str] = (),
    swapped: bool = False,
) -> LinkChange:
    """Write down what happened to a link, and from which side."""
    change = LinkChange(
        link_id=link.id,
        account_id=link.account_id,
        organisation_id=link.organisation_id,
        client_id=client_id,
        kind=kind,
        side=side,
        scopes=sorted(scopes),
        swapped=swapped,
        changed_at=at,
    )
    session.add(change)
    session.flush()
    return change
