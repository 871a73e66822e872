"""Deleting replays that ended long ago."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from partners.webhooks.replays.models import Replay, ReplayStatus
from partners.webhooks.rules import KEEP


def forget_replays(session: Session, *, at: datetime) -> None:
    """Delete the replays that ended more than 30 days ago; there are few."""
    session.execute(
        delete(Replay).where(
            Replay.status != ReplayStatus.RUNNING, Replay.finished_at < at - KEEP
        )
    )
