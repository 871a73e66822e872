"""What is due in access reviews, every hour: opening, reminding, ending undone ones."""

from core import context
from core.clock import now
from core.jobs import periodic
from core.logs import get_logger
from core.unit_of_work import unit_of_work
from partners.staff.reviews.services import open as opening
from partners.staff.reviews.services import remind as reminding
from partners.staff.reviews.services.close import lapse_next

log = get_logger(__name__)


@periodic("access_reviews.open", "11 * * * *")
def open_reviews() -> None:
    """Open the reviews that are due."""
    with context.acting_as("job:access_reviews.open"):
        done = opening.BATCH
        while done == opening.BATCH:
            with unit_of_work("access_reviews.open") as session:
                done = opening.open_due(session, at=now())


@periodic("access_reviews.remind", "21 * * * *")
def remind_owners() -> None:
    """Write to owners whose review waits."""
    with context.acting_as("job:access_reviews.remind"):
        done = reminding.BATCH
        while done == reminding.BATCH:
            with unit_of_work("access_reviews.remind") as session:
                done = reminding.remind(session, at=now())


@periodic("access_reviews.lapse", "31 * * * *")
def let_lapse() -> None:
    """Let reviews end that nobody answered, each in a transaction of its own."""
    with context.acting_as("job:access_reviews.lapse"):
        while True:
            with unit_of_work("access_reviews.lapse") as session:
                ended = lapse_next(session, at=now())
            if ended is None:
                return
            log.warning("access_review.lapsed", review_id=str(ended.id))
