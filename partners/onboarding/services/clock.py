"""The published clock: it runs while the operator has to act."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.calendar import working_days
from partners.onboarding.models import PartnerApplication


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day of an instant in the programme's zone."""
    return at.astimezone(zone).date()


def start_clock(
    application: PartnerApplication, *, today: date, allowed: int | None = None
) -> None:
    """Let it run from `today`; with `allowed` a new clock begins."""
    if allowed is not None:
        application.clock_allowed, application.clock_used = allowed, 0
    left = max(application.clock_allowed - application.clock_used, 0)
    application.clock_from = today
    application.due_on = working_days().after(today, left)
    application.overdue_told_at = None


def stop_clock(application: PartnerApplication, *, today: date) -> None:
    """Let it stand still, and keep how many working days were used up."""
    if application.clock_from is not None:
        used = working_days().between(application.clock_from, today)
        application.clock_used += used
    application.clock_from = application.due_on = None
