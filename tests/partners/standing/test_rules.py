"""When a sanction begins and ends, and what the ladder allows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.ids import new_id
from partners.organisations import Kind, Organisation, Standing
from partners.standing import Scope, Severity, State, rules
from partners.standing.errors import SanctionMoveIllegal, SanctionUnfit
from partners.standing.ladder import ladder
from partners.standing.models import TRANSITIONS, Sanction
from partners.standing.rules import Draft

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DRAFT = Draft(
    organisation_id=new_id(),
    severity=Severity.SUSPENDED,
    reason_code="price_above_list",
    reason="Prices.",
)
PLATFORM = Organisation(
    kinds=[Kind.DIGITAL_PLATFORM], standing=Standing.APPROVED, name="Pasar"
)


def begins(draft: Draft) -> datetime:
    return rules.starts_at(draft, ladder(), at=NOW, zone=JAKARTA)


def test_without_a_first_day_it_begins_when_it_is_decided():
    assert begins(DRAFT) == NOW


def test_a_first_day_begins_at_midnight_in_the_programmes_zone():
    draft = replace(DRAFT, starts_on=date(2026, 3, 5))

    assert begins(draft) == datetime(2026, 3, 4, 17, 0, tzinfo=UTC)


def test_a_first_day_that_is_over_means_now():
    assert begins(replace(DRAFT, starts_on=date(2026, 2, 1))) == NOW


def test_a_termination_begins_when_the_time_to_reply_is_over():
    draft = replace(DRAFT, severity=Severity.TERMINATED)

    assert begins(draft) == datetime(2026, 4, 1, 17, 0, tzinfo=UTC)


def test_it_ends_with_the_last_second_of_its_last_day():
    draft = replace(DRAFT, ends_on=date(2026, 3, 31))

    ends = rules.ends_at(draft, ladder(), begins=NOW, zone=JAKARTA)

    assert ends == datetime(2026, 3, 31, 16, 59, 59, tzinfo=UTC)
    assert not rules.is_over(ends, at=datetime(2026, 3, 31, 16, 59, 59, 5, tzinfo=UTC))
    assert rules.is_over(ends, at=datetime(2026, 3, 31, 17, 0, tzinfo=UTC))


def test_without_a_last_day_it_has_the_usual_end():
    ends = rules.ends_at(DRAFT, ladder(), begins=NOW, zone=JAKARTA)

    assert ends == datetime(2026, 5, 31, 16, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2027, 3, 3)])
def test_an_end_before_the_start_or_past_the_longest_is_refused(day):
    with pytest.raises(SanctionUnfit):
        rules.ends_at(replace(DRAFT, ends_on=day), ladder(), begins=NOW, zone=JAKARTA)


def test_a_termination_has_no_end():
    draft = replace(DRAFT, severity=Severity.TERMINATED)

    assert rules.ends_at(draft, ladder(), begins=NOW, zone=JAKARTA) is None
    with pytest.raises(SanctionUnfit):
        rules.ends_at(
            replace(draft, ends_on=date(2026, 9, 1)), ladder(), begins=NOW, zone=JAKARTA
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": Scope.SALES},
        {"scope": Scope.KIND},
        {"scope": Scope.KIND, "kind": Kind.ASSESSOR},
        {"scope": Scope.CLIENT},
        {"scope": Scope.COURSES},
        {"kind": Kind.DIGITAL_PLATFORM},
        {"client_id": "abc"},
        {"course_ids": (new_id(),)},
        {"reason_code": "because"},
        {"severity": Severity.TERMINATED, "emergency": True},
        {"severity": Severity.WARNING, "emergency": True},
        {"emergency": True, "starts_on": date(2026, 3, 5)},
    ],
)
def test_what_the_ladder_does_not_have_is_refused(changes):
    with pytest.raises(SanctionUnfit):
        rules.check_draft(replace(DRAFT, **changes), PLATFORM, ladder())


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"emergency": True},
        {"scope": Scope.KIND, "kind": Kind.DIGITAL_PLATFORM},
        {"scope": Scope.SALES, "severity": Severity.NO_NEW_STARTS},
        {"scope": Scope.PAYOUTS},
        {"scope": Scope.CLIENT, "client_id": "abc"},
        {"scope": Scope.COURSES, "course_ids": (new_id(),)},
    ],
)
def test_what_the_ladder_has_is_fit(changes):
    rules.check_draft(replace(DRAFT, **changes), PLATFORM, ladder())


@pytest.mark.parametrize(
    "organisation",
    [
        Organisation(kinds=[Kind.OPERATOR], standing=Standing.APPROVED),
        Organisation(kinds=[Kind.ASSESSOR], standing=Standing.APPLIED),
        Organisation(kinds=[Kind.ASSESSOR], standing=Standing.UNDER_REVIEW),
        Organisation(kinds=[Kind.ASSESSOR], standing=Standing.TERMINATED),
    ],
)
def test_only_who_was_admitted_is_sanctioned(organisation):
    with pytest.raises(SanctionUnfit):
        rules.check_draft(DRAFT, organisation, ladder())


@pytest.mark.parametrize(
    ("before", "after"),
    [(a, b) for a in State for b in State if b not in TRANSITIONS[a]],
)
def test_a_move_that_is_not_in_the_table_is_refused(before, after):
    sanction = Sanction(state=before)

    with pytest.raises(SanctionMoveIllegal):
        sanction.move_to(after)

    assert sanction.state == before


def test_every_rung_above_a_warning_that_concerns_all_stops_something():
    for (scope, severity), stops in ladder().stops.items():
        assert bool(stops) == (severity != Severity.WARNING), (scope, severity)


def test_every_severity_has_a_step_on_the_ladder():
    assert set(ladder().steps) == set(Severity)
