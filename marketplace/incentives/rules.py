"""When an incentive falls due: pure rules (programme rules, section 7)."""

from datetime import datetime, timedelta

from marketplace.programme.parameters import Incentives

# After a failure of the programme's own, such as an empty account, it pays again.
PROGRAMME_RETRY = timedelta(hours=6)


def due_at(incentives: Incentives, *, number: int, met_at: datetime) -> datetime:
    """When payment `number` (from 1) falls due: the first after the scheme's days of
    waiting, each later one `interval_days` after the one before."""
    waiting = incentives.pay_after_days
    spacing = incentives.job_search.interval_days * (number - 1)
    return met_at + timedelta(days=waiting + spacing)
