"""Writing a refusal down, and forgetting old ones."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core import context
from core.ids import new_id
from core.privacy import vault_of
from partners.accounts.rules import as_typed
from partners.denials.models import Denial
from partners.denials.rules import KEEP, DenialKind, fingerprint_of
from partners.limits.rules import shortened

CHUNK = 1_000
LONGEST = 100


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


def note_denial(session: Session, refused: Refused, *, at: datetime) -> None:
    """Write a refusal down, or count it where the same one was written down within ten
    minutes. Of an e-mail only its blind index is kept."""
    email_index = _index(session, refused.email)
    client_id = _printable(refused.client_id)
    network = shortened(refused.address)
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
        request_id=context.current().request_id,
        first_at=at,
        last_at=at,
        tries=1,
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=[Denial.fingerprint],
            set_={"tries": Denial.tries + 1, "last_at": row.excluded.last_at},
        )
    )


def forget_denials(session: Session, *, at: datetime) -> int:
    """Delete a chunk of those that are older than 90 days; how many."""
    old = select(Denial.id).where(Denial.last_at < at - KEEP).limit(CHUNK)
    gone = session.scalars(
        delete(Denial).where(Denial.id.in_(old)).returning(Denial.id)
    )
    return len(gone.all())


def _index(session: Session, email: str | None) -> bytes | None:
    if not email:
        return None
    return vault_of(session).index(as_typed(email), field="email")


def _printable(text: str | None) -> str | None:
    """What a stranger called himself, as far as it can be stored and shown."""
    if text is None:
        return None
    return "".join(c for c in text[:LONGEST] if c.isprintable()) or "unreadable"
