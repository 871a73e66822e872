"""A run as the cells of a row, in words that read back as what it is."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from catalog.courses.models import Mode
from catalog.imports.cells.reading import NOTHING_SAID
from catalog.imports.lists.runs import Existing
from catalog.imports.mapping.fields import FIELDS
from catalog.schedules.services.plan import standard_at

Value = str | int | bool | list[str] | None
# Where the times of a run without a zone are written.
ZONE = "Asia/Jakarta"


def run_row(run: Existing, *, mode: str, at: datetime) -> dict[str, Value]:
    """The values of a run's columns. When enrolment closes is left out where the rules
    of the day say so anyway: then it moves with the class."""
    schedule, zone = run.schedule, run.schedule.zone
    closes_at = schedule.enrolment_closes_at
    rules = standard_at(at, zone=zone or ZONE).modes[Mode(mode)]
    latest = schedule.starts_at - timedelta(days=rules.enrolment_closes_days)
    opens_at = schedule.enrolment_opens_at
    said: Mapping[str, Value] = {
        "run_reference": schedule.reference or schedule.code,
        "starts": _listed([written(each.starts_at, zone) for each in run.sessions]),
        "ends": _listed([written(each.ends_at, zone) for each in run.sessions]),
        "zone": zone,
        "capacity": schedule.capacity,
        "district": schedule.district_code,
        "place": _if_it_reads_back("place", schedule.place),
        "class_link": _if_it_reads_back("class_link", schedule.link),
        "run_trainers": [str(each) for each in run.trainers] or None,
        "run_assistants": [str(each) for each in run.assistants] or None,
        "run_access": list(schedule.access or ()) or None,
        "enrolment_opens": written(opens_at, zone) if opens_at else None,
        "enrolment_closes": None if closes_at == latest else written(closes_at, zone),
    }
    return dict(said)


def written(instant: datetime, zone: str | None) -> str:
    """`2027-03-01 09:00` by the clocks of the zone; with its offset, as ISO 8601 has
    it, where nobody said the zone or clocks show the hour twice."""
    local = instant.astimezone(ZoneInfo(zone or ZONE))
    parts = "minutes" if not (local.second or local.microsecond) else "auto"
    is_plain = local.replace(fold=0).astimezone(UTC) == instant
    if zone and is_plain:
        return local.replace(tzinfo=None).isoformat(" ", parts)
    return local.isoformat("T", parts)


def _listed(texts: list[str]) -> Value:
    return texts[0] if len(texts) == 1 else texts


def _if_it_reads_back(name: str, text: str | None) -> str | None:
    """A cell that says nothing leaves the run as it is; one that reads as something
    else would change it."""
    if text is None:
        return None
    cell = FIELDS[name].read(text, NOTHING_SAID, {})
    return text if cell.kind is None and cell.value == text else None
