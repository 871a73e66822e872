"""What a run has to be before anybody can buy a seat of it. Pure functions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from catalog.courses.models import Mode
from catalog.schedules.standards import ModeStandard, RunStandard
from core.formats import day_text
from core.text import Text

_MISSING = Text("This is not filled in yet.", "Ini belum diisi.")
_NOT_HERE = Text(
    "A course taught in this mode has none.", "Tidak ada untuk moda pelatihan ini."
)
_COUNT = Text(
    "The course has {sessions} sessions, so say when each of them is.",
    "Pelatihan memiliki {sessions} sesi; sebutkan waktu setiap sesi.",
)
_PERIOD = Text(
    "A self-paced run has one period in which it is learnt.",
    "Jadwal belajar mandiri memiliki satu periode belajar.",
)
_ENDS_FIRST = Text("It ends before it starts.", "Berakhir sebelum dimulai.")
_OVERLAP = Text(
    "It starts before the session before it ends.",
    "Dimulai sebelum sesi sebelumnya berakhir.",
)
_PAST = Text("It starts in the past.", "Dimulai di masa lalu.")
_LONG = Text("It takes longer than {days} days.", "Lebih lama dari {days} hari.")
_LONG_DAY = Text(
    "{minutes} minutes on {day}; at most {most} a day are allowed.",
    "{minutes} menit pada {day}; paling banyak {most} menit sehari.",
)
_CLOSES_LATE = Text(
    "Enrolment closes {days} days before the start at the latest.",
    "Pendaftaran ditutup paling lambat {days} hari sebelum dimulai.",
)
_OVER = Text("Enrolment would be over already.", "Pendaftaran sudah berakhir.")
_OPENS_LATE = Text(
    "Enrolment opens after it closes.", "Pendaftaran dibuka setelah ditutup."
)
_SEATS = Text("At most {most} seats are allowed.", "Paling banyak {most} kursi.")


@dataclass(frozen=True)
class Span:
    """From an instant to an instant."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Plan:
    """A run as an institution wants it. `enrolment_closes_at` None is the latest that
    is allowed. `district_code` and `place` are where, `link` is where online.
    `trainers` are those who teach it and `assistants` those who help, each in the order
    of their ids; `reference` is the institution's own number of the run."""

    sessions: tuple[Span, ...]
    zone: str
    capacity: int
    district_code: str | None = None
    place: str | None = None
    link: str | None = None
    enrolment_opens_at: datetime | None = None
    enrolment_closes_at: datetime | None = None
    access: tuple[str, ...] = field(default=())
    trainers: tuple[UUID, ...] = field(default=())
    assistants: tuple[UUID, ...] = field(default=())
    reference: str | None = None

    @property
    def people(self) -> tuple[UUID, ...]:
        """All whose time it takes."""
        return (*self.trainers, *self.assistants)

    @property
    def starts_at(self) -> datetime:
        return self.sessions[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.sessions[-1].ends_at

    def last_day(self) -> date:
        """The day on which it ends, where it takes place."""
        return self.ends_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def where(self) -> tuple[str | None, str | None, str | None]:
        return self.district_code, self.place, self.link

    def closing(self, mode: ModeStandard) -> datetime:
        """When enrolment closes."""
        latest = self.starts_at - timedelta(days=mode.enrolment_closes_days)
        return self.enrolment_closes_at or latest

    def is_evening(self, standard: RunStandard) -> bool:
        """Whether all of it is after working hours, where it takes place."""
        zone = ZoneInfo(self.zone)
        return all(
            span.starts_at.astimezone(zone).time() >= standard.evening_from
            and span.ends_at - span.starts_at < timedelta(days=1)
            for span in self.sessions
        )


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be: its place (RFC 6901), a stable code, words,
    and the source of the rule."""

    place: str
    code: str
    message: Text
    source: str

    def shown(self) -> Mapping[str, Any]:
        return {
            "place": self.place,
            "code": self.code,
            "message": {"en": self.message.en, "id": self.message.id},
            "source": self.source,
        }


def findings(
    plan: Plan, standard: RunStandard, *, mode: Mode, sessions: int
) -> list[Finding]:
    """All that keeps the plan of a course with so many `sessions` from being a run;
    empty if nothing does."""
    rules = standard.modes[mode]
    found = list(_sessions(plan, standard, mode=mode, sessions=sessions))
    if not found:
        found += _days(plan, rules)
        found += _enrolment(plan, rules)
    found += _where(plan, rules)
    if plan.capacity > rules.seats:
        message = _SEATS.format(most=rules.seats)
        found.append(Finding("/capacity", "too-many", message, rules.source))
    return found


def not_in_time(plan: Plan, standard: RunStandard, *, mode: Mode, at: datetime) -> Any:
    """What of a new plan is over already."""
    if plan.starts_at <= at:
        yield Finding("/sessions/0/starts_at", "in-the-past", _PAST, standard.source)
    elif plan.closing(standard.modes[mode]) <= at:
        source = standard.modes[mode].source
        yield Finding("/enrolment_closes_at", "in-the-past", _OVER, source)


def _sessions(
    plan: Plan, standard: RunStandard, *, mode: Mode, sessions: int
) -> Iterator[Finding]:
    source = standard.source
    if mode == Mode.SELF_PACED:
        if len(plan.sessions) != 1:
            yield Finding("/sessions", "one-period", _PERIOD, source)
    elif len(plan.sessions) != sessions:
        message = _COUNT.format(sessions=sessions)
        yield Finding("/sessions", "count", message, source)
    if not plan.sessions:
        return
    for number, span in enumerate(plan.sessions):
        if span.ends_at <= span.starts_at:
            yield Finding(
                f"/sessions/{number}/ends_at", "ends-first", _ENDS_FIRST, source
            )
    for number, (before, after) in enumerate(pairwise(plan.sessions), start=1):
        if after.starts_at < before.ends_at:
            yield Finding(f"/sessions/{number}/starts_at", "overlap", _OVERLAP, source)
    if plan.ends_at - plan.starts_at > timedelta(days=standard.longest_days):
        message = _LONG.format(days=standard.longest_days)
        yield Finding("/sessions", "too-long", message, source)


def _days(plan: Plan, rules: ModeStandard) -> Iterator[Finding]:
    """Sessions count for the day on which they start, where they take place."""
    if rules.minutes_a_day is None:
        return
    zone = ZoneInfo(plan.zone)
    minutes: dict[date, int] = defaultdict(int)
    for span in plan.sessions:
        length = int((span.ends_at - span.starts_at).total_seconds() // 60)
        minutes[span.starts_at.astimezone(zone).date()] += length
    for day, taken in minutes.items():
        if taken > rules.minutes_a_day:
            message = _LONG_DAY.format(
                minutes=taken, day=day_text(day), most=rules.minutes_a_day
            )
            yield Finding("/sessions", "day-too-long", message, rules.source)


def _enrolment(plan: Plan, rules: ModeStandard) -> Iterator[Finding]:
    closes_at = plan.closing(rules)
    days = rules.enrolment_closes_days
    if closes_at > plan.starts_at - timedelta(days=days):
        message = _CLOSES_LATE.format(days=days)
        yield Finding("/enrolment_closes_at", "too-late", message, rules.source)
    opens_at = plan.enrolment_opens_at
    if opens_at is not None and opens_at >= closes_at:
        yield Finding("/enrolment_opens_at", "after-closing", _OPENS_LATE, rules.source)


def _where(plan: Plan, rules: ModeStandard) -> Iterator[Finding]:
    wanted = {
        "district_code": rules.place,
        "place": rules.place,
        "link": rules.link,
    }
    for name, is_wanted in wanted.items():
        value = getattr(plan, name)
        if is_wanted and not value:
            yield Finding(f"/{name}", "missing", _MISSING, rules.source)
        elif value and not is_wanted:
            yield Finding(f"/{name}", "not-in-this-mode", _NOT_HERE, rules.source)
