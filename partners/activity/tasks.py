"""Letters about uses, and forgetting old ones."""

from core.clock import now
from core.jobs import periodic
from core.settings import Settings
from core.unit_of_work import unit_of_work
from partners.activity.rules import LETTERS_AT_ONCE
from partners.activity.services.forget import forget_uses
from partners.activity.services.tell import tell_of_uses

_configured: dict[str, str] = {}


def configure(settings: Settings) -> None:
    """Where people find us, and in what money is counted; once per process."""
    _configured.update(site=settings.public_url, currency=settings.currency)


@periodic("activity.tell", "*/10 * * * * *")
def tell() -> None:
    """Write letters about what was done with accounts, batch by batch."""
    while True:
        with unit_of_work("activity.tell") as session:
            told = tell_of_uses(session, at=now(), **_configured)
        if told < LETTERS_AT_ONCE:
            return


@periodic("activity.forget", "41 3 * * *")
def forget() -> None:
    """Forget uses of more than two years ago that nobody disputed."""
    with unit_of_work("activity.forget") as session:
        forget_uses(session, at=now())
