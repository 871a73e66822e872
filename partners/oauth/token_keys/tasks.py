"""Rotating token keys when their time has come."""

from datetime import timedelta

from core.clock import now
from core.jobs import periodic
from core.logs import get_logger
from core.unit_of_work import unit_of_work
from partners.oauth.token_keys.services.rotate import forget_keys, rotate_due

log = get_logger(__name__)

_period = timedelta(days=90)


def configure(*, period: timedelta) -> None:
    """Say how long a key signs; once, at the start."""
    global _period
    _period = period


@periodic("oauth.rotate_token_keys", "47 * * * *")
def rotate_token_keys() -> None:
    """Let the next key sign when the active one has signed for a whole period."""
    at = now()
    with unit_of_work("oauth.rotate_token_keys") as session:
        active = rotate_due(session, period=_period, at=at)
        forget_keys(session, at=at)
    for key in active:
        log.info("oauth.token_key_rotated", algorithm=key.algorithm, kid=key.kid)
