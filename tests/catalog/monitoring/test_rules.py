"""What is a risk, what a report has to hold, and what follows."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from catalog.monitoring import errors
from catalog.monitoring.filling import report_of
from catalog.monitoring.models import Severity
from catalog.monitoring.plans import FOLDER, BadMonitoring, read_monitoring
from catalog.monitoring.rules import (
    Answer,
    Facts,
    Found,
    Report,
    check_report,
    draws_at,
    late_days,
    period_to_commit,
    points_for,
    risk_of,
    rung_reached,
)
from tests.catalog.monitoring.visiting import RULES

JAKARTA = ZoneInfo("Asia/Jakarta")
CHECKS = RULES.checks_for("webinar")
LINK = ("https://lembaga.example/1", "0" * 64)


@pytest.mark.parametrize(
    ("facts", "sign"),
    [
        ({"complaints": 1, "learners": 100}, "complaints"),
        ({"waiting_reviews": 1}, "held_reviews"),
        ({"quality": 499}, "low_quality"),
        ({"days_here": 179}, "new_institution"),
        ({"price": 150, "median": 100}, "price"),
        ({"finding_points": 1}, "past_findings"),
        ({"sanctions": 1}, "sanctions"),
        ({"complaints": 1, "learners": 101}, None),
        ({"quality": 500, "price": 149, "median": 100, "days_here": 180}, None),
        ({"price": 100, "median": 0}, None),
    ],
)
def test_each_sign_of_risk_counts_from_its_threshold_on(facts, sign):
    wanted = {} if sign is None else {sign: RULES.risks[sign].points}

    assert risk_of(Facts(**facts), RULES.risks) == wanted


def report(*, findings=(), **changes):
    given = {each.code: changes.get(each.code, Answer.YES) for each in CHECKS}
    return Report(
        {code: (answer, "") for code, answer in given.items() if answer}, findings
    )


def found(check, severity=Severity.MINOR, links=()):
    return Found(check, severity, "Tidak.", links)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (report(), None),
        (report(price=Answer.NOT_APPLICABLE), None),
        (report(price=None), errors.ChecksOpen),
        (report(access=Answer.NO), errors.FindingsUnfit),
        (report(findings=[found("access")]), errors.FindingsUnfit),
        (
            report(access=Answer.NO, findings=[found("access"), found("access")]),
            errors.FindingsUnfit,
        ),
        (report(access=Answer.NO, findings=[found("access")]), None),
        (
            report(held=Answer.NO, findings=[found("held", Severity.SEVERE)]),
            errors.EvidenceMissing,
        ),
        (
            report(held=Answer.NO, findings=[found("held", Severity.SEVERE, [LINK])]),
            None,
        ),
        (
            report(syllabus=Answer.NO, findings=[found("syllabus", Severity.MAJOR)]),
            None,
        ),
        (report(findings=[found("practice")]), errors.CheckUnknown),
    ],
)
def test_a_report_is_whole_and_heavy_findings_are_shown(given, refusal):
    def check():
        check_report(given, CHECKS, RULES.severities, shown=["syllabus"])

    if refusal is None:
        check()
        return
    with pytest.raises(refusal):
        check()


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        ({}, []),
        ({"link-held": LINK[0], "sha256-held": "A" * 64}, [(LINK[0], "a" * 64)]),
        ({"link-held": LINK[0]}, None),
        ({"sha256-held": LINK[1]}, None),
        ({"link-held": "http://lembaga.example", "sha256-held": LINK[1]}, None),
        ({"link-held": LINK[0], "sha256-held": "x" * 64}, None),
    ],
)
def test_a_link_is_evidence_with_its_sum_and_never_dropped_in_silence(fields, links):
    filled = {"answer-held": "no", "note-held": "Tutup.", **fields}

    if links is None:
        with pytest.raises(errors.EvidenceLinkUnfit):
            report_of(filled, CHECKS)
        return
    made = report_of(filled, CHECKS)

    assert made.answers == {"held": (Answer.NO, "Tutup.")}
    assert [(each.check, each.severity, each.words) for each in made.findings] == [
        ("held", "severe", "Tutup.")
    ]
    assert made.findings[0].links == links


@pytest.mark.parametrize(
    ("before", "after", "rung"),
    [
        (0, 3, None),
        (0, 4, "warning"),
        (4, 8, None),
        (8, 12, "no_new_starts"),
        (0, 12, "no_new_starts"),
        (12, 24, None),
    ],
)
def test_a_sanction_follows_where_points_go_over_a_threshold(before, after, rung):
    assert rung_reached(before, after, RULES.effect) == rung


def test_what_is_mended_weighs_less_and_what_is_dismissed_nothing():
    weights = [points_for(each, "severe", RULES) for each in ("upheld", "mended")]

    assert weights == [12, 4]
    assert points_for("dismissed", "severe", RULES) == 0


def test_a_period_is_committed_to_before_it_is_drawn():
    period = RULES.period
    monday = date(2026, 11, 23)

    assert period.first_of(date(2026, 11, 29)) == monday
    assert period_to_commit(date(2026, 11, 9), period) == monday
    assert draws_at(monday, RULES, JAKARTA) == datetime(2026, 11, 21, tzinfo=JAKARTA)


def test_each_day_has_one_late_draw_in_the_evening_and_belongs_to_one_period():
    monday, following = date(2026, 11, 23), date(2026, 11, 30)
    days = late_days(monday, RULES)

    assert days == [monday + timedelta(days=each) for each in range(-2, 5)]
    assert late_days(following, RULES)[0] == days[-1] + timedelta(days=1)
    assert draws_at(days[0], RULES, JAKARTA, "late") == datetime(
        2026, 11, 21, 20, tzinfo=JAKARTA
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("draw_days = 2", "draw_days = 20", "before it draws"),
        ('code = "complaints"', 'code = "horoscope"', "nobody can count"),
        ('severity = "severe"', 'severity = "grim"', "which is nothing"),
        ("no_new_starts = 12", "no_new_starts = 3", "a warning comes before"),
        ("hour = 20", "hour = 24", "no day has"),
        ("live_a_day = 4", "live_a_day = 0", "asked for nothing"),
        ("version = 3", "", "KeyError"),
    ],
)
def test_a_document_with_a_mistake_is_not_used(tmp_path: Path, old, new, words):
    text = (FOLDER / "monitoring.3.toml").read_text(encoding="utf-8")
    path = tmp_path / "monitoring.3.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(BadMonitoring, match=words):
        read_monitoring(path)
