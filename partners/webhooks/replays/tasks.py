"""Going on with replays, every other second."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.webhooks.replays.services.forget import forget_replays
from partners.webhooks.replays.services.proceed import proceed, running_replays


# A replay's row is locked while it goes on, so several workers may do this at once.
@periodic("webhooks.replay", "*/2 * * * * *", one_at_a_time=False)
def replay() -> None:
    """Take every running replay a step further."""
    with unit_of_work("webhooks.replays") as session:
        replays = running_replays(session)
    for replay_id in replays:
        with unit_of_work("webhooks.replay") as session:
            proceed(session, replay_id, at=now())


@periodic("webhooks.forget_replays", "29 18 * * *")
def forget() -> None:
    """Delete old replays at night (18:29 UTC is 01:29 in Jakarta)."""
    with unit_of_work("webhooks.forget_replays") as session:
        forget_replays(session, at=now())
