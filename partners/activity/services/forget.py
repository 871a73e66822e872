"""Forgetting uses that are long over."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.bulk import change_rows
from partners.activity.models import Dispute, Use
from partners.activity.rules import KEEP


def forget_uses(session: Session, *, at: datetime) -> int:
    """Delete uses of more than two years ago that nobody disputed; how many."""
    disputed = select(Dispute.id).where(Dispute.use_id == Use.id)
    old = delete(Use).where(Use.occurred_at < at - KEEP, ~disputed.exists())
    return change_rows(session, old)
