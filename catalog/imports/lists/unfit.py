"""What keeps the run of a row from being one, each finding beside its column."""

from datetime import datetime
from zoneinfo import ZoneInfo

from catalog.courses.models import Mode, Schedule
from catalog.imports.cells import date_kinds
from catalog.imports.findings import Kind, Severity
from catalog.imports.lists.runs import (
    PEOPLE,
    Existing,
    Runs,
    Taught,
    changed_fields_of,
)
from catalog.imports.mapping import RowRead
from catalog.schedules.errors import CapacityBelowTaken
from catalog.schedules.rules import Finding, Plan, findings, not_in_time
from catalog.schedules.services.change import (
    changed_plan,
    check_holders,
    check_open,
    is_at_another_time,
    is_taught_otherwise,
)
from catalog.schedules.services.plan import (
    NO_DISTRICT,
    check_enough,
    standard_at,
    trainer_findings,
)
from catalog.schedules.standards import ModeStandard, RunStandard
from catalog.trainers.errors import TooFewAssistants, TooFewTrainers
from core.errors import Refusal

_FIELDS = {
    "starts_at": "starts",
    "ends_at": "ends",
    "sessions": "starts",
    "capacity": "capacity",
    "district_code": "district",
    "place": "place",
    "link": "class_link",
    "enrolment_opens_at": "enrolment_opens",
    "enrolment_closes_at": "enrolment_closes",
}
_REFUSED = {CapacityBelowTaken.slug: "capacity"}


def report_unfit(
    row: RowRead,
    plan: Plan,
    taught: Taught,
    known: Runs,
    *,
    existing: Existing | None,
    at: datetime,
) -> None:
    """Report all that keeps the plan of a row from being a run of its course, or from
    being what the existing one becomes."""
    if taught.mode is None:
        row.report(date_kinds.RUN_WITHOUT_MODE, row.columns.get("starts", ""), "")
        return
    mode = Mode(taught.mode)
    if row.run and row.run.whole_days and mode != Mode.SELF_PACED:
        row.report(date_kinds.RUN_WITHOUT_HOURS, row.columns.get("starts", ""), "")
        return
    before = existing.plan(zone=plan.zone) if existing else None
    if existing and before:
        plan = changed_plan(before, changed_fields_of(existing, plan))
    standard = standard_at(at, zone=plan.zone)
    found = findings(plan, standard, mode=mode, sessions=taught.sessions)
    if before is None or is_at_another_time(before, plan):
        found += not_in_time(plan, standard, mode=mode, at=at)
    if plan.district_code and plan.district_code not in known.districts:
        found.append(Finding("/district_code", "unknown", NO_DISTRICT, standard.source))
    for each in found:
        _report(row, each)
    if before is None or is_taught_otherwise(before, plan):
        _report_trainers(row, plan, known, standard.modes[mode])
    if existing and before:
        _report_change(row, existing.schedule, before, plan, standard, at=at)


def _report_change(
    row: RowRead,
    schedule: Schedule,
    before: Plan,
    after: Plan,
    standard: RunStandard,
    *,
    at: datetime,
) -> None:
    """What the service would refuse for the sake of those who hold seats, and that a
    class moves."""
    try:
        check_open(schedule, at=at)
        check_holders(schedule, before, after, standard, at=at)
    except Refusal as refused:
        words = refused.detail.format(**refused.members)
        kind = Kind(refused.slug.replace("-", "_"), Severity.ERROR, words)
        row.report(kind, row.columns.get(_REFUSED.get(refused.slug, "starts"), ""), "")
        return
    if before.starts_at != after.starts_at:
        taken = schedule.seats_taken
        kind = date_kinds.RUN_MOVED_WITH_HOLDERS if taken else date_kinds.RUN_MOVED
        column, zone = row.columns.get("starts", ""), ZoneInfo(after.zone)
        times = {
            name: f"{plan.starts_at.astimezone(zone):%Y-%m-%d %H:%M}"
            for name, plan in (("before", before), ("after", after))
        }
        row.report(kind, column, "", taken=taken, **times)


def _report_trainers(
    row: RowRead, plan: Plan, known: Runs, rules: ModeStandard
) -> None:
    """Who may not teach or assist, and whether there are enough."""
    columns = {each: row.columns.get(name, "") for each, name in PEOPLE.items()}
    for each in trainer_findings(plan, known.trainers, rules):
        code = f"run_trainer_{each.code.replace('-', '_')}"
        column = columns[each.place.split("/")[1]]
        row.report(Kind(code, Severity.ERROR, each.message), column, "")
    try:
        check_enough(plan, rules)
    except (TooFewTrainers, TooFewAssistants) as refused:
        words = refused.detail.format(**refused.members)
        name = "trainers" if isinstance(refused, TooFewTrainers) else "assistants"
        kind = Kind(f"run_too_few_{name}", Severity.ERROR, words)
        row.report(kind, columns[name], "")


def _report(row: RowRead, found: Finding) -> None:
    last = found.place.rsplit("/", 1)[-1]
    kind = Kind(f"run_{found.code.replace('-', '_')}", Severity.ERROR, found.message)
    column = row.columns.get(_FIELDS.get(last, "starts"), "")
    row.report(kind, column, "")
