"""Telling platforms that their catalogue changed."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.feed.events import CatalogChanged
from catalog.feed.models import CatalogFeed
from core.events import publish

PAUSE = timedelta(minutes=1)


def tell_platforms(session: Session, *, at: datetime) -> int:
    """Publish `catalog.changed` where something is new and the last word is a minute
    old; to how many. There is one row a platform, and they are few."""
    feeds = session.scalars(
        select(CatalogFeed)
        .where(
            CatalogFeed.sequence > CatalogFeed.told_sequence,
            or_(CatalogFeed.told_at.is_(None), CatalogFeed.told_at <= at - PAUSE),
        )
        .order_by(CatalogFeed.platform_id)
        .with_for_update(skip_locked=True)
    ).all()
    for feed in feeds:
        publish(
            session,
            CatalogChanged(
                organisation_id=feed.platform_id,
                sequence=feed.sequence,
                items=feed.items,
                checksum=feed.checksum.hex(),
                audience=(feed.platform_id,),
                occurred_at=at,
            ),
        )
        feed.told_sequence, feed.told_at = feed.sequence, at
    return len(feeds)
