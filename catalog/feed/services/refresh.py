"""Making documents anew when there is time, some courses at a time."""

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from catalog.feed.models import CatalogMark, CatalogRefresh

# Every five minutes: 6,000 courses an hour, between which prices and runs go on.
BATCH = 500


def refresh_some(session: Session, *, batch: int = BATCH) -> int:
    """Mark the next courses that wait for it; how many. The relay compares them and
    numbers those whose document differs; those that it published meanwhile do not."""
    next_ones = (
        select(CatalogRefresh.course_id)
        .order_by(CatalogRefresh.course_id)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    courses = session.scalars(
        delete(CatalogRefresh)
        .where(CatalogRefresh.course_id.in_(next_ones))
        .returning(CatalogRefresh.course_id)
        .execution_options(synchronize_session=False)
    ).all()
    if courses:
        session.execute(
            insert(CatalogMark), [{"course_id": each} for each in sorted(courses)]
        )
    return len(courses)
