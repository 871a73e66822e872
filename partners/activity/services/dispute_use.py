"""A participant says that a use was not hers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id
from partners.accounts.services.sessions import end_sessions
from partners.activity.errors import UseNotFound
from partners.activity.events import UseDisputed
from partners.activity.models import Dispute, DisputeState, Use
from partners.links.models import Side
from partners.oauth.models import Client
from partners.oauth.rules import pairwise_subject
from partners.oauth.services.withdraw_consent import unlink_organisation


def dispute_use(
    session: Session,
    *,
    use_id: UUID,
    account_id: UUID,
    session_id: UUID,
    subject_key: bytes,
    at: datetime,
) -> Dispute:
    """Unlink whoever did it, end her other sessions, and open a case.

    Tokens are dead with the next request. `session_id` is the session in which she says
    so, which stays. Nothing that was bought is undone. Said again, the same case is
    answered and nothing else happens. Another's use is reported as missing: raises
    UseNotFound. Rule: docs/rules/linking.md, "Not me".
    """
    use = session.scalar(
        select(Use).where(Use.id == use_id, Use.account_id == account_id)
    )
    if use is None:
        raise UseNotFound
    dispute, is_new = _open(session, use, at=at)
    if not is_new:
        return dispute
    for organisation_id in _who_acted(session, use):
        unlink_organisation(
            session,
            account_id=account_id,
            organisation_id=organisation_id,
            side=Side.PARTICIPANT,
            at=at,
        )
    ended = end_sessions(session, account_id=account_id, but=session_id, at=at)
    _tell(session, use, dispute, subject_key=subject_key, sessions_ended=ended, at=at)
    return dispute


def _open(session: Session, use: Use, *, at: datetime) -> tuple[Dispute, bool]:
    """The case about a use, and whether it is new. Two presses at once make one."""
    made = session.scalar(
        insert(Dispute)
        .values(
            id=new_id(),
            use_id=use.id,
            account_id=use.account_id,
            organisation_id=use.organisation_id,
            state=DisputeState.OPEN,
            opened_at=at,
        )
        .on_conflict_do_nothing(index_elements=[Dispute.use_id])
        .returning(Dispute.id)
    )
    found = session.scalars(select(Dispute).where(Dispute.use_id == use.id)).one()
    return found, made is not None


def _who_acted(session: Session, use: Use) -> list[UUID]:
    """The organisation that it is about, and that whose program acted, in the order in
    which links are locked."""
    acting = session.scalar(
        select(Client.organisation_id).where(Client.client_id == use.acting_client)
    )
    return sorted({use.organisation_id, *([acting] if acting else [])})


def _tell(
    session: Session,
    use: Use,
    dispute: Dispute,
    *,
    subject_key: bytes,
    sessions_ended: int,
    at: datetime,
) -> None:
    record(
        session,
        action="use.disputed",
        object_type="dispute",
        object_id=dispute.id,
        at=at,
        after={
            "use_id": str(use.id),
            "kind": use.kind,
            "sessions_ended": sessions_ended,
        },
    )
    publish(
        session,
        UseDisputed(
            dispute_id=dispute.id,
            subject=pairwise_subject(
                subject_key,
                organisation_id=use.organisation_id,
                account_id=use.account_id,
            ),
            kind=use.kind,
            object_id=use.object_id,
            occurred_at=at,
            audience=(use.organisation_id,),
        ),
    )
