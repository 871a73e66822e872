"""What somebody typed about a run, and the plan that it says.

Days and times are typed as they are meant where the class is; a run of self-paced
learning has one period, which may end on another day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from catalog.authoring.portal.typed import Typed, unfolded
from catalog.courses.models import Mode
from catalog.schedules.rules import Plan, Span
from catalog.schedules.schemas import EARLIEST, LATEST, ScheduleChangeSchema
from core.text import Text
from openapi.forms import cleaned

MOST_SESSIONS = 10
ENDS = {"opens": "enrolment_opens_at", "closes": "enrolment_closes_at"}
PEOPLE = ("trainers", "assistants")
LISTS = ("access", *PEOPLE)
SAID = ("district_code", "place", "link", "reference")
WORDS = ("zone", "capacity", *SAID, "district_words")

_WHEN = Text("Fill in the day and both times.", "Isi tanggal dan kedua waktunya.")
_MOMENT = Text(
    "Fill in the day and the time, or neither.",
    "Isi tanggal dan waktu, atau kosongkan.",
)
_SHAPES = {
    "capacity": Text(
        "A whole number from 1 to 100,000.", "Angka bulat dari 1 sampai 100.000."
    ),
    "link": Text(
        "An address that begins with https://.", "Alamat yang diawali https://."
    ),
    "place": Text("At most 300 letters.", "Paling panjang 300 huruf."),
    "reference": Text("At most 100 letters.", "Paling panjang 100 huruf."),
    "district_code": Text(
        "Choose one of the districts.", "Pilih salah satu kecamatan."
    ),
}
_CHOOSE = Text("Choose one of those listed.", "Pilih salah satu dari daftar.")


def typed_run(pairs: Iterable[tuple[str, str]], rows: int) -> Typed:
    """The inputs of a run's form, `rows` sessions at least."""
    given = unfolded(pairs)
    sessions = given.get("sessions")
    found = sessions if isinstance(sessions, dict) else {}
    numbered = [
        found.get(str(number)) for number in range(max(rows, min(10, len(found))))
    ]
    return {
        **{name: _word(given.get(name)) for name in WORDS},
        "sessions": [_row(each) for each in numbered],
        **{end: _row(given.get(end)) for end in ENDS},
        **{
            name: [each for each in given.get(name, []) if isinstance(each, str)]
            for name in LISTS
        },
    }


def shown_run(plan: Plan | None, rows: int, *, zone: str) -> Typed:
    """How a plan stands in the inputs; an empty form without one."""
    if plan is None:
        return typed_run([("zone", zone)], rows)
    local = ZoneInfo(plan.zone)
    sessions = [_span_shown(span, local) for span in plan.sessions]
    missing = [_row(None) for _ in range(rows - len(sessions))]
    return {
        "zone": plan.zone,
        "capacity": str(plan.capacity),
        "district_code": plan.district_code or "",
        "district_words": "",
        "place": plan.place or "",
        "link": plan.link or "",
        "reference": plan.reference or "",
        "sessions": sessions + missing,
        "opens": _moment_shown(plan.enrolment_opens_at, local),
        "closes": _moment_shown(plan.enrolment_closes_at, local),
        "access": list(plan.access),
        "trainers": [str(each) for each in plan.trainers],
        "assistants": [str(each) for each in plan.assistants],
    }


def read_run(typed: Typed, *, mode: Mode) -> tuple[dict[str, Any], dict[str, Text]]:
    """The fields of a plan, and by place what cannot be read."""
    faults: dict[str, Text] = {}
    zone = typed["zone"]
    values: dict[str, Any] = {
        "zone": zone,
        "capacity": _number(typed["capacity"]),
        "access": tuple(typed["access"]),
        **{name: typed[name] or None for name in SAID},
    }
    wire = {name: list(v) if name == "access" else v for name, v in values.items()}
    wire |= {name: typed[name] for name in PEOPLE}
    for name in ScheduleChangeSchema().validate(wire):
        faults[name] = _SHAPES.get(str(name), _CHOOSE)
    for name in set(PEOPLE) - faults.keys():
        values[name] = tuple(sorted({UUID(each) for each in typed[name]}))
    if "zone" in faults:
        return values, faults
    local = ZoneInfo(zone)
    values["sessions"] = _spans(typed["sessions"], local, mode, faults)
    for end, name in ENDS.items():
        values[name] = _moment(typed[end], local, name, faults)
    return values, faults


def later(plan: Plan, *, first: date) -> Plan:
    """The same run so that it begins on another day, at the same times of the day.
    Enrolment opens at once, and closes as late as is allowed."""
    local = ZoneInfo(plan.zone)
    days = first - plan.starts_at.astimezone(local).date()
    return Plan(
        sessions=tuple(
            Span(
                _shifted(each.starts_at, days, local),
                _shifted(each.ends_at, days, local),
            )
            for each in plan.sessions
        ),
        zone=plan.zone,
        capacity=plan.capacity,
        district_code=plan.district_code,
        place=plan.place,
        link=plan.link,
        access=plan.access,
        trainers=plan.trainers,
        assistants=plan.assistants,
    )


def next_first(plan: Plan, *, at: datetime, closes_days: int) -> date:
    """The first day, whole weeks later, on which the run could be sold again for a
    week."""
    local = ZoneInfo(plan.zone)
    first = plan.starts_at.astimezone(local).date()
    earliest = at.astimezone(local).date() + timedelta(days=closes_days + 7)
    weeks, more = divmod(max(7, (earliest - first).days), 7)
    return first + timedelta(weeks=weeks + bool(more))


def day_typed(text: str) -> date | None:
    """`2027-03-01`; None for what is no day that we count in."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST < found.year < LATEST else None


def _spans(
    rows: Sequence[Mapping[str, str]],
    local: ZoneInfo,
    mode: Mode,
    faults: dict[str, Text],
) -> tuple[Span, ...]:
    spans = []
    for number, row in enumerate(rows):
        last = row["last"] if mode == Mode.SELF_PACED else row["day"]
        start = _instant(row["day"], row["from"], local)
        end = _instant(last, row["to"], local)
        if start is None or end is None:
            faults[f"sessions/{number}"] = _WHEN
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def _moment(
    row: Mapping[str, str], local: ZoneInfo, name: str, faults: dict[str, Text]
) -> datetime | None:
    found = _instant(row["day"], row["from"], local)
    if found is None and (row["day"] or row["from"]):
        faults[name] = _MOMENT
    return found


def _instant(day: str, clock: str, local: ZoneInfo) -> datetime | None:
    on = day_typed(day)
    try:
        at = time.fromisoformat(clock)
    except ValueError:
        return None
    if on is None or at.tzinfo is not None:
        return None
    return datetime.combine(on, at, tzinfo=local).astimezone(UTC)


def _shifted(instant: datetime, days: timedelta, local: ZoneInfo) -> datetime:
    """The same time of the day by the clocks there."""
    there = instant.astimezone(local).replace(tzinfo=None) + days
    return there.replace(tzinfo=local).astimezone(UTC)


def _span_shown(span: Span, local: ZoneInfo) -> dict[str, str]:
    start, end = span.starts_at.astimezone(local), span.ends_at.astimezone(local)
    return {
        "day": f"{start:%Y-%m-%d}",
        "from": f"{start:%H:%M}",
        "last": f"{end:%Y-%m-%d}",
        "to": f"{end:%H:%M}",
    }


def _moment_shown(instant: datetime | None, local: ZoneInfo) -> dict[str, str]:
    if instant is None:
        return _row(None)
    there = instant.astimezone(local)
    return _row(None) | {"day": f"{there:%Y-%m-%d}", "from": f"{there:%H:%M}"}


def _row(given: Any) -> dict[str, str]:
    inner = given if isinstance(given, dict) else {}
    return {name: _word(inner.get(name)) for name in ("day", "from", "last", "to")}


def _number(text: str) -> int | str:
    digits = text.replace(".", "")
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) < 10
        else text
    )


def _word(given: Any) -> str:
    found = given[0] if isinstance(given, list) and given else ""
    return cleaned(str(found), most=500)
