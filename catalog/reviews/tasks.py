"""Forgetting from where reviews came."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.reviews.models import ReviewOrigin
from catalog.reviews.rulebook import rulebook
from core.bulk import change_rows
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work

CHUNK = 10_000


@periodic("reviews.forget_origins", "7 19 * * *")
def forget() -> None:
    """Delete old origins at night (19:07 UTC is 02:07 in Jakarta)."""
    gone = CHUNK
    while gone == CHUNK:
        with unit_of_work("reviews.forget_origins") as session:
            gone = forget_origins(session, at=now())


def forget_origins(session: Session, *, at: datetime) -> int:
    """Delete the next ones that are older than the rules keep them; how many."""
    old = (
        select(ReviewOrigin.review_id)
        .where(ReviewOrigin.given_at < at - rulebook().origins_kept)
        .limit(CHUNK)
    )
    return change_rows(
        session, delete(ReviewOrigin).where(ReviewOrigin.review_id.in_(old))
    )
