"""The operator's desk, and a class that runs."""

from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event

from marketplace.consequences.services.work import open_runs, take_step
from partners.organisations import Kind, Organisation
from tests.factories import (
    make_account,
    make_course,
    make_offering,
    make_organisation,
    make_participant,
    make_schedule,
    make_voucher,
)
from tests.partners.standing.conftest import browser_of, desk, first, second

__all__ = ["browser_of", "desk", "first", "second"]


@dataclass
class Class:
    """A class of an institution, sold on one platform, with learners in it."""

    session: Any
    institution: Organisation
    platform: Organisation
    course: Any
    schedule: Any
    offering: Any

    def enrol(self, **changes: Any) -> Any:
        """Somebody with a redeemed voucher."""
        participant = make_participant(self.session, make_account(self.session))
        values = {"status": "redeemed", "redeemed_at": self.schedule.starts_at}
        return make_voucher(
            self.session,
            self.offering,
            self.schedule,
            self.course,
            participant,
            **(values | changes),
        )


def make_class(session, institution=None, platform=None, **course: Any) -> Class:
    institution = institution or make_organisation(session, Kind.TRAINING_INSTITUTION)
    platform = platform or make_organisation(session, Kind.DIGITAL_PLATFORM)
    made = make_course(session, institution, **course)
    return Class(
        session,
        institution,
        platform,
        made,
        make_schedule(session, made),
        make_offering(session, made, platform),
    )


def work_off(session, at, *, batch: int = 500) -> int:
    """Take the steps of all runs, as the workers do; how many there were."""
    steps = 0
    for run_id in open_runs(session):
        more = True
        while more:
            more = take_step(session, run_id, at=at, batch=batch)
            steps += 1
    return steps


@pytest.fixture
def running(session) -> Class:
    return make_class(session)


@pytest.fixture
def statements(engine):
    """Count the statements of a block."""

    @contextmanager
    def counting():
        counted = SimpleNamespace(count=0)

        def note(*_: Any) -> None:
            counted.count += 1

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield counted
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
