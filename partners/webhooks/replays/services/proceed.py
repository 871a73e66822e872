"""Going on with a replay, a bit at a time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from partners.feed import FeedEntry
from partners.webhooks.models import Delivery, DeliveryStatus, Endpoint
from partners.webhooks.replays.models import Replay, ReplayStatus
from partners.webhooks.replays.queries import entries_of

STEP = 500
# A replay waits while so many wait to be sent, so that what happens now is not behind
# all that happened before.
ENOUGH_WAITING = 500
MOST_AT_ONCE = 1_000


def running_replays(session: Session) -> list[UUID]:
    """The replays that can go on: their endpoints take deliveries."""
    return list(
        session.scalars(
            select(Replay.id)
            .join(Endpoint, Endpoint.id == Replay.endpoint_id)
            .where(
                Replay.status == ReplayStatus.RUNNING,
                Endpoint.disabled_at.is_(None),
                Endpoint.paused_at.is_(None),
            )
            .order_by(Replay.requested_at)
            .limit(MOST_AT_ONCE)
        )
    )


def proceed(session: Session, replay_id: UUID, *, at: datetime) -> bool:
    """Make the next deliveries of a replay; whether there was anything to do.

    The position moves in the transaction that makes them, so a job that is killed and
    begun again leaves nothing out and makes nothing twice. A delivery that is there
    already begins anew, under the `webhook-id` that its receiver knows.
    """
    replay = session.scalars(
        select(Replay)
        .where(Replay.id == replay_id, Replay.status == ReplayStatus.RUNNING)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if replay is None or _waiting(session, replay) >= ENOUGH_WAITING:
        return False
    endpoint = session.get_one(Endpoint, replay.endpoint_id)
    entries = session.scalars(
        entries_of(replay, endpoint.organisation_id)
        .order_by(FeedEntry.sequence)
        .limit(STEP)
    ).all()
    if entries:
        _deliver_again(session, replay, [entry.event_id for entry in entries], at=at)
        replay.position = entries[-1].sequence
        replay.replayed += len(entries)
    if len(entries) < STEP:
        replay.status, replay.finished_at = ReplayStatus.DONE, at
    return True


def _waiting(session: Session, replay: Replay) -> int:
    """How many deliveries to the endpoint are due, as far as that matters."""
    some = (
        select(Delivery.id)
        .where(
            Delivery.endpoint_id == replay.endpoint_id,
            Delivery.status == DeliveryStatus.PENDING,
        )
        .limit(ENOUGH_WAITING)
    )
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _deliver_again(
    session: Session, replay: Replay, event_ids: list[UUID], *, at: datetime
) -> None:
    made = upsert(Delivery).from_select(
        ["id", "endpoint_id", "event_id", "sequence", "created_at", "next_attempt_at"],
        select(
            func.gen_random_uuid(),
            literal(replay.endpoint_id),
            FeedEntry.event_id,
            FeedEntry.sequence,
            literal(at),
            literal(at),
        )
        .join(Endpoint, Endpoint.organisation_id == FeedEntry.organisation_id)
        .where(Endpoint.id == replay.endpoint_id, FeedEntry.event_id.in_(event_ids)),
    )
    session.execute(
        made.on_conflict_do_update(
            index_elements=["endpoint_id", "event_id"],
            set_={
                "status": DeliveryStatus.PENDING,
                "attempts": 0,
                "next_attempt_at": at,
                "delivered_at": None,
            },
        )
    )
