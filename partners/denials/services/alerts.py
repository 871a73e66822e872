"""Raising an alert, and saying that somebody has looked."""

from datetime import datetime, timedelta
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
    session: Session,
    *,
    rule: str,
    address: str,
    failures: int,
    organisation_id: UUID | None = None,
    quiet_for: timedelta = timedelta(0),
    at: datetime,
) -> SecurityAlert | None:
    """Tell the operator that somebody went over a limit: a row, an event, a log line.

    A limit is reached once per pause, so there is one alert for it; where it is reached
    more often, `quiet_for` keeps the organisation from being told of again so soon.
    """
    if quiet_for and _told_of(session, rule, organisation_id, since=at - quiet_for):
        return None
    alert = SecurityAlert(
        rule=rule,
        network=shortened(address),
        organisation_id=organisation_id,
        failures=failures,
        raised_at=at,
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


def _told_of(
    session: Session, rule: str, organisation_id: UUID | None, *, since: datetime
) -> bool:
    earlier = select(SecurityAlert.id).where(
        SecurityAlert.rule == rule,
        SecurityAlert.organisation_id == organisation_id,
        SecurityAlert.raised_at > since,
    )
    return session.scalar(earlier.limit(1)) is not None
