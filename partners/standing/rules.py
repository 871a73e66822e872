"""What a sanction must be like, and when it begins and ends. Pure functions."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from core.clock import LAST_SECOND, end_of_day, end_of_day_after
from partners.organisations.models import Kind, Organisation, Standing
from partners.standing.errors import (
    ALREADY_OVER,
    END_OUT_OF_BOUNDS,
    NO_EMERGENCY,
    NO_END_WANTED,
    NOT_ADMITTED,
    NOT_ITS_KIND,
    NOT_ON_THE_LADDER,
    NOT_SHORTER,
    SCOPE_INCOMPLETE,
    UNKNOWN_REASON,
    SanctionUnfit,
)
from partners.standing.ladder import Ladder
from partners.standing.models import Scope, Severity

ADMITTED = (Standing.APPROVED, Standing.ACTIVE_NO_NEW_STARTS, Standing.SUSPENDED)

# From which standing of the whole organisation a severity leads to which.
STANDINGS = {
    Severity.NO_NEW_STARTS: Standing.ACTIVE_NO_NEW_STARTS,
    Severity.SUSPENDED: Standing.SUSPENDED,
    Severity.TERMINATED: Standing.TERMINATED,
}


@dataclass(frozen=True)
class Draft:
    """A sanction as somebody asks for it. Days are days in the programme's zone;
    `starts_on` None means as soon as it is decided, `ends_on` None the usual end;
    `client_id` is the public id of a program."""

    organisation_id: UUID
    severity: Severity
    reason_code: str
    reason: str
    scope: Scope = Scope.ORGANISATION
    kind: Kind | None = None
    client_id: str | None = None
    course_ids: tuple[UUID, ...] = ()
    legal_ground: str | None = None
    evidence: tuple[str, ...] = field(default=())
    starts_on: date | None = None
    ends_on: date | None = None
    emergency: bool = False


def check_draft(draft: Draft, organisation: Organisation, ladder: Ladder) -> None:
    """Refuse what the ladder does not have and what the organisation is not: raises
    SanctionUnfit. Clients and courses are looked up by those who know them."""
    if organisation.standing not in ADMITTED or Kind.OPERATOR in organisation.kinds:
        raise SanctionUnfit(why=NOT_ADMITTED)
    if (draft.scope, draft.severity) not in ladder.stops:
        raise SanctionUnfit(why=NOT_ON_THE_LADDER)
    if draft.reason_code not in ladder.reasons:
        raise SanctionUnfit(why=UNKNOWN_REASON)
    said = (draft.kind is not None, draft.client_id is not None, bool(draft.course_ids))
    wanted = tuple(
        draft.scope == scope for scope in (Scope.KIND, Scope.CLIENT, Scope.COURSES)
    )
    if said != wanted:
        raise SanctionUnfit(why=SCOPE_INCOMPLETE)
    if draft.kind is not None and draft.kind not in organisation.kinds:
        raise SanctionUnfit(why=NOT_ITS_KIND)
    allowed = ladder.steps[draft.severity].emergency
    if draft.emergency and (not allowed or draft.starts_on is not None):
        raise SanctionUnfit(why=NO_EMERGENCY)


def starts_at(
    draft: Draft, ladder: Ladder, *, at: datetime, zone: ZoneInfo
) -> datetime:
    """When it would begin if it were decided at `at`; a termination begins when the
    time to reply is over, and not before."""
    begins = at
    if draft.starts_on is not None:
        day = datetime.combine(draft.starts_on, time(), tzinfo=zone)
        begins = max(begins, day.astimezone(at.tzinfo))
    if ladder.steps[draft.severity].after_reply:
        due = reply_due_at(draft.severity, ladder, at=at, zone=zone)
        begins = max(begins, due + LAST_SECOND)
    return begins


def ends_at(
    draft: Draft, ladder: Ladder, *, begins: datetime, zone: ZoneInfo
) -> datetime | None:
    """The last second of its last day; raises SanctionUnfit."""
    step = ladder.steps[draft.severity]
    if step.longest_days is None or step.usual_days is None:
        if draft.ends_on is not None:
            raise SanctionUnfit(why=NO_END_WANTED)
        return None
    if draft.ends_on is None:
        return end_of_day_after(begins, days=step.usual_days, zone=zone)
    ends = end_of_day(draft.ends_on, zone)
    longest = end_of_day_after(begins, days=step.longest_days, zone=zone)
    if not begins <= ends <= longest:
        raise SanctionUnfit(why=END_OUT_OF_BOUNDS)
    return ends


def reply_due_at(
    severity: Severity, ladder: Ladder, *, at: datetime, zone: ZoneInfo
) -> datetime:
    """Until when the organisation can reply to what it was told at `at`."""
    days = ladder.steps[severity].reply_days
    return end_of_day_after(at, days=days, zone=zone)


def lapses_at(ladder: Ladder, *, at: datetime) -> datetime:
    """Until when a second person has to confirm an emergency stop."""
    return at + timedelta(hours=ladder.emergency_hours)


def shorter_end(
    ends_on: date | None, *, present: datetime | None, at: datetime, zone: ZoneInfo
) -> datetime:
    """The new end of a sanction that is shortened; raises SanctionUnfit."""
    if ends_on is None:
        raise SanctionUnfit(why=NOT_SHORTER)
    ends = end_of_day(ends_on, zone)
    if ends < at or (present is not None and ends >= present):
        raise SanctionUnfit(why=NOT_SHORTER)
    return ends


def check_not_over(ends: datetime | None, *, at: datetime) -> None:
    """A proposal that waited until its own end is decided no more."""
    if is_over(ends, at=at):
        raise SanctionUnfit(why=ALREADY_OVER)


def is_over(ends: datetime | None, *, at: datetime) -> bool:
    """Whether the last second of the last day has passed."""
    return ends is not None and at >= ends + LAST_SECOND
