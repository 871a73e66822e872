"""When trainers and assistants stand before a class: nobody does so twice at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from catalog.trainers.errors import TrainerBusy
from catalog.trainers.models import TaughtSession

Times = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, order=True)
class Engagement:
    """Somebody's time in a class."""

    starts_at: datetime
    ends_at: datetime
    trainer_id: UUID
    schedule_id: UUID


class Diary:
    """The engagements of some people, as far as a plan can meet them. The caller holds
    the people (standings_of), so that nobody else writes into it."""

    def __init__(self, engagements: Iterable[Engagement]) -> None:
        self._of: dict[UUID, set[Engagement]] = defaultdict(set)
        for each in engagements:
            self._of[each.trainer_id].add(each)

    @classmethod
    def read(cls, session: Session, people: Collection[UUID], times: Times) -> Self:
        """What they have between the first of these times and the last, by one
        query."""
        if not people or not times:
            return cls(())
        begins, ends = min(each[0] for each in times), max(each[1] for each in times)
        rows = session.execute(
            select(
                TaughtSession.during,
                TaughtSession.trainer_id,
                TaughtSession.schedule_id,
            ).where(
                TaughtSession.trainer_id.in_(people),
                TaughtSession.during.overlaps(Range(begins, ends)),
            )
        )
        return cls(_engagement(*row) for row in rows)

    def engage(self, schedule_id: UUID, people: Collection[UUID], times: Times) -> None:
        """Give the time of these people to a run, instead of what it took before.

        Raises TrainerBusy with the first class that is in the way; then the diary is as
        it was.
        """
        in_the_way = (
            each
            for trainer_id in people
            for each in self._of[trainer_id]
            if each.schedule_id != schedule_id and _meets(each, times)
        )
        found = min(in_the_way, default=None)
        if found is not None:
            raise TrainerBusy(
                trainer_id=str(found.trainer_id),
                schedule_id=str(found.schedule_id),
                starts_at=found.starts_at.isoformat(),
                ends_at=found.ends_at.isoformat(),
            )
        for held in self._of.values():
            held -= {each for each in held if each.schedule_id == schedule_id}
        for trainer_id in people:
            self._of[trainer_id] |= {
                Engagement(*span, trainer_id, schedule_id) for span in times
            }


def _engagement(
    during: Range[datetime], trainer_id: UUID, schedule_id: UUID
) -> Engagement:
    if during.lower is None or during.upper is None:
        raise RuntimeError("A session has a beginning and an end.")
    return Engagement(during.lower, during.upper, trainer_id, schedule_id)


def _meets(engagement: Engagement, times: Times) -> bool:
    return any(
        engagement.starts_at < ends and begins < engagement.ends_at
        for begins, ends in times
    )
