"""Writing a refusal down, and forgetting old ones."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from core import context
from core.ids import new_id
from core.privacy import vault_of
from partners.accounts.rules import as_typed
from partners.denials.models import Denial
from partners.denials.rules import KEEP, WINDOW, DenialKind, fingerprint_of
from partners.limits.rules import shortened

CHUNK = 1_000
LONGEST = 100
KEPT_IDS = 20
ROWS_OF_A_NETWORK = 100
# Stands for the route where a network is refused at too many to keep them apart.
MANY = "many"


@dataclass(frozen=True)
class Refused:
    """What was refused, to whom, as far as that is known."""

    kind: DenialKind
    reason: str
    route: str
    address: str
    client_id: str | None = None
    organisation_id: UUID | None = None
    account_id: UUID | None = None
    email: str | None = None

    @property
    def is_strangers(self) -> bool:
        """Whether nobody whom we know was refused."""
        return self.organisation_id is None and self.account_id is None


def note_denial(session: Session, refused: Refused, *, at: datetime) -> None:
    """Write a refusal down, or count it where the same one was written down within ten
    minutes. Of an e-mail only its blind index is kept.

    Once a hundred different ones of a network were written down within ten minutes, it
    is no longer kept what strangers there call themselves, and where they tried it.
    """
    network = shortened(refused.address)
    if refused.is_strangers and _is_crowded(session, network, at=at):
        refused = replace(refused, route=MANY, client_id=None, email=None)
    email_index = _index(session, refused.email)
    client_id = _printable(refused.client_id)
    request_ids = [one for one in [context.current().request_id] if one]
    row = insert(Denial).values(
        id=new_id(),
        fingerprint=fingerprint_of(
            *(refused.kind, refused.reason, refused.route, client_id, network),
            *(refused.organisation_id, refused.account_id, email_index),
            at=at,
        ),
        kind=refused.kind,
        reason=refused.reason,
        route=refused.route,
        client_id=client_id,
        organisation_id=refused.organisation_id,
        account_id=refused.account_id,
        email_index=email_index,
        network=network,
        request_id=request_ids[0] if request_ids else None,
        request_ids=request_ids,
        first_at=at,
        last_at=at,
        tries=1,
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=[Denial.fingerprint],
            set_={
                "tries": Denial.tries + 1,
                "last_at": row.excluded.last_at,
                "request_ids": _latest(row.excluded.request_ids),
            },
        )
    )


def forget_denials(session: Session, *, at: datetime) -> int:
    """Delete a chunk of those that are older than 90 days; how many."""
    old = select(Denial.id).where(Denial.last_at < at - KEEP).limit(CHUNK)
    gone = session.scalars(
        delete(Denial).where(Denial.id.in_(old)).returning(Denial.id)
    )
    return len(gone.all())


def _is_crowded(session: Session, network: str, *, at: datetime) -> bool:
    """Counted from the index and no further than needed; those who come at the same
    instant may be a few more."""
    recent = select(Denial.id).where(
        Denial.network == network, Denial.last_at > at - WINDOW
    )
    found = recent.limit(ROWS_OF_A_NETWORK).subquery()
    return session.scalar(select(func.count()).select_from(found)) == ROWS_OF_A_NETWORK


def _latest(new: ColumnElement[list[str]]) -> ColumnElement[Any]:
    """The new ones before those that are kept, cut to so many."""
    return func.array_cat(new, Denial.request_ids, type_=ARRAY(Text()))[1:KEPT_IDS]


def _index(session: Session, email: str | None) -> bytes | None:
    if not email:
        return None
    return vault_of(session).index(as_typed(email), field="email")


def _printable(text: str | None) -> str | None:
    """What a stranger called himself, as far as it can be stored and shown."""
    if text is None:
        return None
    return "".join(c for c in text[:LONGEST] if c.isprintable()) or "unreadable"
