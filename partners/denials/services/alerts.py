"""Raising an alert, and saying that somebody has looked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record
from core.events import publish
from core.logs import get_logger
from partners.denials.errors import AlertAlreadyAcknowledged, AlertNotFound
from partners.denials.events import SecurityAlertRaised
from partners.denials.models import SecurityAlert
from partners.limits.rules import shortened

log = get_logger(__name__)


def raise_alert(
    session: Session, *, rule: str, address: str, failures: int, at: datetime
) -> SecurityAlert:
    """Tell the operator that somebody went over a limit: a row, an event, a log line.

    A limit is reached once per pause, so there is one alert for it.
    """
    alert = SecurityAlert(
        rule=rule, network=shortened(address), failures=failures, raised_at=at
    )
    session.add(alert)
    session.flush()
    publish(
        session,
        SecurityAlertRaised(
            alert_id=alert.id, rule=rule, failures=failures, occurred_at=at
        ),
    )
    log.warning("security.alert", rule=rule, failures=failures, alert=str(alert.id))
    return alert


def acknowledge_alert(
    session: Session, alert_id: UUID, *, account_id: UUID, note: str, at: datetime
) -> SecurityAlert:
    """Write down who looked and what came of it; raises AlertNotFound or
    AlertAlreadyAcknowledged."""
    alert = session.scalar(
        select(SecurityAlert).where(SecurityAlert.id == alert_id).with_for_update()
    )
    if alert is None:
        raise AlertNotFound
    if alert.acknowledged_at is not None:
        raise AlertAlreadyAcknowledged
    alert.acknowledged_at, alert.acknowledged_by = at, account_id
    alert.note = note
    record(
        session,
        action="security_alert.acknowledged",
        object_type="security_alert",
        object_id=alert.id,
        at=at,
        reason=note,
    )
    return alert
