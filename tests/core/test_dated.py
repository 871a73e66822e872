"""Which version of a document holds on a day."""

from dataclasses import dataclass
from datetime import date

import pytest

from catalog.curation.layers import curation_in_force, shipped_curations
from catalog.monitoring.plans import monitoring_in_force, shipped_monitorings
from core.dated import in_force


@dataclass(frozen=True)
class Version:
    version: int
    since: date


FIRST, SECOND = Version(1, date(2026, 1, 1)), Version(2, date(2026, 11, 1))


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2025, 12, 31), FIRST),
        (date(2026, 1, 1), FIRST),
        (date(2026, 10, 31), FIRST),
        (date(2026, 11, 1), SECOND),
    ],
)
def test_the_newest_that_has_begun_holds_and_the_first_before_any(on, holds):
    assert in_force([SECOND, FIRST], on=on) == holds


def test_no_document_is_said():
    with pytest.raises(ValueError, match="no document"):
        in_force([], on=FIRST.since)


def test_judging_and_monitoring_begin_with_their_first_version():
    long_ago = date(2000, 1, 1)

    assert curation_in_force(on=long_ago) is shipped_curations()[1]
    assert monitoring_in_force(on=long_ago) is shipped_monitorings()[1]
