"""Reads of replays, and of what they are about."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from partners.feed import FeedEntry
from partners.webhooks.models import Delivery, DeliveryStatus, Endpoint
from partners.webhooks.replays.errors import ReplayNotFound
from partners.webhooks.replays.models import Replay


def replays_to(endpoint: Endpoint) -> Select[Replay]:
    """An endpoint's replays."""
    return select(Replay).where(Replay.endpoint_id == endpoint.id)


def find_replay(
    session: Session, replay_id: UUID, *, endpoint: Endpoint, lock: bool = False
) -> Replay:
    """A replay to `endpoint`; raises ReplayNotFound for any other."""
    query = replays_to(endpoint).where(Replay.id == replay_id)
    replay = session.scalar(query.with_for_update() if lock else query)
    if replay is None:
        raise ReplayNotFound
    return replay


def entries_of(replay: Replay, organisation_id: UUID) -> Select[FeedEntry]:
    """The entries that are asked for, beyond the position that was reached."""
    query = select(FeedEntry).where(
        FeedEntry.organisation_id == organisation_id,
        FeedEntry.sequence > replay.position,
        FeedEntry.sequence <= replay.last_sequence,
    )
    if replay.occurred_from is not None:
        query = query.where(FeedEntry.occurred_at >= replay.occurred_from)
    if replay.occurred_to is not None:
        query = query.where(FeedEntry.occurred_at < replay.occurred_to)
    if replay.topics is not None:
        query = query.where(FeedEntry.topic.in_(replay.topics))
    if replay.event_ids is not None:
        query = query.where(FeedEntry.event_id.in_(replay.event_ids))
    if replay.only_failed:
        query = query.where(_was_given_up(replay.endpoint_id))
    return query


def last_sequence_of(session: Session, organisation_id: UUID) -> int:
    """Where an organisation's log ends; 0 while it is empty."""
    return (
        session.scalar(
            select(func.max(FeedEntry.sequence)).where(
                FeedEntry.organisation_id == organisation_id
            )
        )
        or 0
    )


def _was_given_up(endpoint_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        and_(
            Delivery.endpoint_id == endpoint_id,
            Delivery.event_id == FeedEntry.event_id,
            Delivery.status == DeliveryStatus.FAILED,
        )
    )
