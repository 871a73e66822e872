"""What a row says of a run of its course: its sessions, seats and place.

A row is one run; a course with several has several rows. Days without hours are whole
days, which only a self-paced course has.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from catalog.imports.cells import date_kinds as kinds
from catalog.imports.cells.dates import Hours, Moment
from catalog.imports.cells.reading import Said
from catalog.imports.findings import Kind

Remark = tuple[str, Kind]
# What a run says beside when it starts, the telling ones first.
_SAID = (
    *("ends", "class_hours", "capacity", "run_reference", "place", "district"),
    *("class_link", "run_trainers", "run_assistants", "run_access"),
    *("enrolment_opens", "enrolment_closes", "zone"),
)


@dataclass(frozen=True)
class Run:
    """Instants in ISO 8601, so that it can be kept as it is. What is None is not said.
    `whole_days` tells that no hours were."""

    sessions: tuple[tuple[str, str], ...]
    zone: str
    whole_days: bool
    capacity: int
    district_code: str | None = None
    place: str | None = None
    link: str | None = None
    enrolment_opens_at: str | None = None
    enrolment_closes_at: str | None = None
    trainers: tuple[str, ...] = ()
    assistants: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    reference: str | None = None

    def kept(self) -> dict[str, Any]:
        """What is said, as it is kept."""
        said = asdict(self).items()
        return {name: value for name, value in said if value is not None}


class _Unfit(Exception):
    def __init__(self, field: str, kind: Kind) -> None:
        super().__init__(kind.code)
        self.remark: Remark = (field, kind)


def read_run(beside: Mapping[str, Any], said: Said) -> tuple[Run | None, list[Remark]]:
    """The run of a row, None if it says none, and what is wrong, by field."""
    if "starts" not in beside:
        stated = [name for name in _SAID if name in beside]
        if not stated:
            return None, []
        is_error = "ends" in stated
        kind = kinds.RUN_WITHOUT_START if is_error else kinds.RUN_NOT_PLANNED
        return None, [(stated[0], kind)]
    try:
        return _run(beside, said), []
    except _Unfit as unfit:
        return None, [unfit.remark]


def _run(beside: Mapping[str, Any], said: Said) -> Run:
    zone = _zone(beside, said)
    spans, whole_days = _spans(beside)
    if "capacity" not in beside:
        raise _Unfit("capacity", kinds.RUN_WITHOUT_SEATS)
    opens, closes = beside.get("enrolment_opens"), beside.get("enrolment_closes")
    return Run(
        sessions=tuple(
            (_instant(start, zone), _instant(end, zone)) for start, end in spans
        ),
        zone=zone,
        whole_days=whole_days,
        capacity=beside["capacity"],
        district_code=beside.get("district"),
        place=beside.get("place"),
        link=beside.get("class_link"),
        enrolment_opens_at=opens and _instant(_start_of(opens), zone),
        enrolment_closes_at=closes and _instant(_end_of(closes), zone),
        trainers=tuple(beside.get("run_trainers") or ()),
        assistants=tuple(beside.get("run_assistants") or ()),
        access=tuple(beside.get("run_access") or ()),
        reference=beside.get("run_reference"),
    )


def _zone(beside: Mapping[str, Any], said: Said) -> str:
    """The zone that the cells of the row agree on, else the list's."""
    hours: Hours | None = beside.get("class_hours")
    moments = (*beside["starts"], *beside.get("ends", ()))
    named = {each.zone for each in moments} | {hours and hours.zone}
    zones = {each for each in named if each and "/" in each}
    zones |= {beside["zone"]} if "zone" in beside else set()
    if len(zones) > 1:
        raise _Unfit("zone" if "zone" in beside else "starts", kinds.ZONES_DIFFER)
    return zones.pop() if zones else said.zone


def _spans(beside: Mapping[str, Any]) -> tuple[list[tuple[Moment, Moment]], bool]:
    starts: tuple[Moment, ...] = beside["starts"]
    ends: tuple[Moment, ...] | None = beside.get("ends")
    hours: Hours | None = beside.get("class_hours")
    if ends is not None and len(ends) != len(starts):
        raise _Unfit("ends", kinds.RUN_WITHOUT_END)
    pairs = list(zip(starts, ends or [None] * len(starts), strict=True))
    if hours is None and all(each.hour is None for each in (*starts, *(ends or ()))):
        if ends is None:
            raise _Unfit("starts", kinds.RUN_WITHOUT_END)
        return [(start, _after(end)) for start, end in pairs if end], True
    return [_span(start, end, hours) for start, end in pairs], False


def _span(
    start: Moment, end: Moment | None, hours: Hours | None
) -> tuple[Moment, Moment]:
    begins = start.hour or (hours.begins if hours else None)
    ends = (end.hour if end else None) or start.until or (hours.ends if hours else None)
    if begins is None:
        raise _Unfit("starts", kinds.RUN_WITHOUT_HOURS)
    if ends is None:
        raise _Unfit("ends", kinds.RUN_WITHOUT_END)
    last = end or start
    return (
        Moment(start.day, begins, zone=start.zone),
        Moment(last.day, ends, zone=last.zone),
    )


def _start_of(moment: Moment) -> Moment:
    return Moment(moment.day, moment.hour or time(), zone=moment.zone)


def _end_of(moment: Moment) -> Moment:
    return moment if moment.hour else _after(moment)


def _after(moment: Moment) -> Moment:
    """The end of a day, which is the beginning of the next."""
    return Moment(moment.day + timedelta(days=1), time(), zone=moment.zone)


def _instant(moment: Moment, zone: str) -> str:
    place = _offset(moment.zone) or ZoneInfo(zone)
    hour = moment.hour or time()
    return _at(moment.day, hour).replace(tzinfo=place).astimezone(UTC).isoformat()


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=UTC)


def _offset(zone: str | None) -> timezone | None:
    if zone is None or "/" in zone:
        return None
    digits = zone.replace(":", "")
    minutes = int(digits[1:3]) * 60 + int(digits[3:5])
    if minutes >= 24 * 60:
        raise _Unfit("starts", kinds.DATE_UNREADABLE)
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
