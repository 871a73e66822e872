"""What is a risk, what a report has to hold, and what follows. Pure functions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from catalog.monitoring.errors import (
    ChecksOpen,
    CheckUnknown,
    EvidenceMissing,
    FindingsUnfit,
)
from catalog.monitoring.models import Outcome, Part, Severity
from catalog.monitoring.plans import Check, Effect, Monitoring, Period, Risk, Weight
from partners.standing.models import Severity as Rung

HUNDRED = 100


class Answer(StrEnum):
    """Whether something is as it should be."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Facts:
    """What is known of a course and its institution when a sample is drawn.

    `complaints` are upheld ones of `learners`; `quality` is 0 to 1,000; `days_here` are
    the institution's; prices are whole rupiah, `median` that of the category.
    """

    complaints: int = 0
    learners: int = 0
    waiting_reviews: int = 0
    quality: int | None = None
    days_here: int = 10_000
    price: int = 0
    median: int = 0
    finding_points: int = 0
    sanctions: int = 0


@dataclass(frozen=True)
class Found:
    """What a visitor says is not as it should be; links are (address, SHA-256)."""

    check: str
    severity: Severity
    words: str
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Report:
    """What a visitor saw: an answer and a note for each check."""

    answers: Mapping[str, tuple[Answer, str]]
    findings: Sequence[Found] = field(default=())
    remarks: str = ""


def risk_of(facts: Facts, risks: Mapping[str, Risk]) -> dict[str, int]:
    """The points by sign; signs that are not there are left out."""
    return {
        code: risk.points
        for code, risk in risks.items()
        if _SIGNS[code](facts, risk.at)
    }


_SIGNS: dict[str, Callable[[Facts, int], bool]] = {
    "complaints": lambda facts, at: (
        facts.learners > 0 and facts.complaints * HUNDRED >= at * facts.learners
    ),
    "held_reviews": lambda facts, at: facts.waiting_reviews >= at,
    "low_quality": lambda facts, at: facts.quality is not None and facts.quality < at,
    "new_institution": lambda facts, at: facts.days_here < at,
    "price": lambda facts, at: (
        facts.median > 0 and facts.price * HUNDRED >= at * facts.median
    ),
    "past_findings": lambda facts, at: facts.finding_points >= at,
    "sanctions": lambda facts, at: facts.sanctions >= at,
}


def period_to_commit(today: date, period: Period) -> date:
    """The first day of the last period whose seed has to be committed to by now."""
    return period.first_of(today + timedelta(days=period.commit_days))


def draws_at(
    first_on: date, rules: Monitoring, zone: ZoneInfo, part: str = Part.MAIN
) -> datetime:
    """From when on a sample is drawn: some days before its first day, or, a late one,
    on that day."""
    late = part == Part.LATE
    before = 0 if late else rules.period.draw_days
    hour = rules.late.hour if late and rules.late else 0
    return datetime.combine(first_on - timedelta(days=before), time(hour), zone)


def late_days(first_on: date, rules: Monitoring) -> list[date]:
    """The days of a period's late draws. Where there is one on each day, they begin
    when the period's sample was drawn, and end when that of the next one is."""
    if rules.late is None:
        return []
    if rules.late.after_days is not None:
        return [first_on + timedelta(days=rules.late.after_days)]
    begin = first_on - timedelta(days=rules.period.draw_days)
    return [begin + timedelta(days=each) for each in range(rules.period.days)]


def check_report(
    report: Report,
    checks: Sequence[Check],
    severities: Mapping[str, Weight],
    *,
    shown: Collection[str],
) -> None:
    """Refuse a report that is not whole; `shown` are the checks with files.

    Raises CheckUnknown, ChecksOpen, FindingsUnfit or EvidenceMissing.
    """
    known = {each.code for each in checks}
    named = [*report.answers, *(each.check for each in report.findings)]
    if unknown := [each for each in named if each not in known]:
        raise CheckUnknown(check=unknown[0])
    if left := [each.code for each in checks if each.code not in report.answers]:
        raise ChecksOpen(checks=", ".join(left))
    bad = [code for code, given in report.answers.items() if given[0] == Answer.NO]
    found = [each.check for each in report.findings]
    if sorted(bad) != sorted(found):
        raise FindingsUnfit(checks=", ".join(sorted({*bad} ^ {*found}) or found))
    bare = [
        each.check
        for each in report.findings
        if severities[each.severity].evidence
        and not each.links
        and each.check not in shown
    ]
    if bare:
        raise EvidenceMissing(checks=", ".join(bare))


def points_for(outcome: str, severity: str, rules: Monitoring) -> int:
    """What a finding weighs once it is final."""
    weight = rules.severities[severity]
    match outcome:
        case Outcome.UPHELD:
            return weight.upheld
        case Outcome.MENDED:
            return weight.mended
    return 0


def rung_reached(before: int, after: int, effect: Effect) -> Rung | None:
    """The sanction that follows where points grew over a threshold; the harsher of
    two."""
    if before < effect.no_new_starts <= after:
        return Rung.NO_NEW_STARTS
    if before < effect.warning <= after:
        return Rung.WARNING
    return None
