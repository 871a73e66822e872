"""Forgetting old changes."""

from datetime import datetime, timedelta

from sqlalchemy import and_, case, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from catalog.feed.models import CatalogChange, CatalogFeed

BATCH = 5_000


def forget_changes(session: Session, *, keep: timedelta, at: datetime) -> int:
    """Delete up to 5,000 changes that another one followed, or that are tombstones,
    longer than `keep` ago; how many. Readers from below the floor need a snapshot."""
    old = at - keep
    rows = (
        select(CatalogChange.platform_id, CatalogChange.sequence)
        .where(
            or_(
                and_(
                    CatalogChange.superseded_at.is_not(None),
                    CatalogChange.superseded_at < old,
                ),
                and_(
                    CatalogChange.document.is_(None),
                    CatalogChange.superseded_by.is_(None),
                    CatalogChange.changed_at < old,
                ),
            )
        )
        .limit(BATCH)
    )
    gone = session.execute(
        delete(CatalogChange)
        .where(tuple_(CatalogChange.platform_id, CatalogChange.sequence).in_(rows))
        .returning(CatalogChange.platform_id, CatalogChange.sequence)
        .execution_options(synchronize_session=False)
    ).all()
    floors: dict[object, int] = {}
    for row in gone:
        floors[row.platform_id] = max(floors.get(row.platform_id, 0), row.sequence)
    if floors:
        session.execute(
            update(CatalogFeed)
            .where(CatalogFeed.platform_id.in_(floors))
            .values(
                floor=func.greatest(
                    CatalogFeed.floor, case(floors, value=CatalogFeed.platform_id)
                )
            )
            .execution_options(synchronize_session=False)
        )
    return len(gone)
