"""Asking for a replay, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core import audit
from core.events.publishing import TOPICS
from partners.webhooks.errors import EndpointDisabled
from partners.webhooks.models import Endpoint
from partners.webhooks.queries import find_endpoint
from partners.webhooks.replays.errors import ReplayRunning, ReplayTooLarge
from partners.webhooks.replays.models import Replay, ReplayStatus
from partners.webhooks.replays.queries import (
    entries_of,
    find_replay,
    last_sequence_of,
    replays_to,
)
from partners.webhooks.rules import check_topics

MOST_EVENTS = 100_000


@dataclass(frozen=True)
class Wanted:
    """What an owner wants to be sent again; None does not narrow."""

    first_sequence: int | None = None
    last_sequence: int | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    types: Sequence[str] | None = None
    event_ids: Sequence[UUID] | None = None
    only_failed: bool = False


def request_replay(
    session: Session,
    endpoint_id: UUID,
    wanted: Wanted,
    *,
    organisation_id: UUID,
    at: datetime,
) -> Replay:
    """Have a part of the log, as it is now, sent to an endpoint by a job.

    Raises EndpointNotFound, EndpointDisabled, UnknownTopic, ReplayRunning, and
    ReplayTooLarge beyond 100,000 events.
    """
    # The endpoint's row makes simultaneous requests take turns.
    endpoint = find_endpoint(
        session, endpoint_id, organisation_id=organisation_id, lock=True
    )
    if endpoint.disabled_at is not None:
        raise EndpointDisabled
    check_topics(wanted.types or (), TOPICS)
    if session.scalar(_running(endpoint)) is not None:
        raise ReplayRunning
    replay = _make(session, endpoint, wanted, at=at)
    session.add(replay)
    session.flush()
    _record(session, "request", replay, at)
    return replay


def cancel_replay(
    session: Session,
    replay_id: UUID,
    *,
    endpoint_id: UUID,
    organisation_id: UUID,
    at: datetime,
) -> Replay:
    """Make no more deliveries; those that were made are sent. One that has ended stays
    as it is. Raises EndpointNotFound, ReplayNotFound."""
    endpoint = find_endpoint(session, endpoint_id, organisation_id=organisation_id)
    replay = find_replay(session, replay_id, endpoint=endpoint, lock=True)
    if replay.status == ReplayStatus.RUNNING:
        replay.status, replay.finished_at = ReplayStatus.CANCELLED, at
        _record(session, "cancel", replay, at)
    return replay


def _make(
    session: Session, endpoint: Endpoint, wanted: Wanted, *, at: datetime
) -> Replay:
    end = last_sequence_of(session, endpoint.organisation_id)
    last = end if wanted.last_sequence is None else min(wanted.last_sequence, end)
    first = wanted.first_sequence or 1
    replay = Replay(
        endpoint_id=endpoint.id,
        first_sequence=first,
        last_sequence=last,
        occurred_from=wanted.occurred_from,
        occurred_to=wanted.occurred_to,
        # Of itself a replay brings what the endpoint asks for.
        topics=list(wanted.types or endpoint.topics) or None,
        event_ids=None if wanted.event_ids is None else list(wanted.event_ids),
        only_failed=wanted.only_failed,
        status=ReplayStatus.RUNNING,
        position=first - 1,
        replayed=0,
        requested_at=at,
    )
    some = entries_of(replay, endpoint.organisation_id).limit(MOST_EVENTS + 1)
    replay.events = (
        session.scalar(select(func.count()).select_from(some.subquery())) or 0
    )
    if replay.events > MOST_EVENTS:
        raise ReplayTooLarge(limit=MOST_EVENTS)
    return replay


def _running(endpoint: Endpoint) -> Select[UUID]:
    running = replays_to(endpoint).where(Replay.status == ReplayStatus.RUNNING)
    return running.with_only_columns(Replay.id)


def _record(session: Session, act: str, replay: Replay, at: datetime) -> None:
    audit.record(
        session,
        action=f"webhook_replay.{act}",
        object_type="webhook_replay",
        object_id=replay.id,
        after={"endpoint_id": str(replay.endpoint_id), "events": replay.events},
        at=at,
    )
