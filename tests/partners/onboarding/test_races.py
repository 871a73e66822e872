"""What happens once however many try at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from core.errors import Refusal
from core.unit_of_work import unit_of_work
from partners.onboarding.models import PartnerApplication
from partners.onboarding.review_models import Judgement
from partners.onboarding.services.decide import decide
from partners.onboarding.services.save import save_answers
from partners.onboarding.services.start import (
    start_application,
    start_with_new_organisation,
)
from partners.organisations import Kind, Organisation
from tests.factories import (
    make_acceptance,
    make_account,
    make_organisation,
    make_partner_application,
)

pytestmark = pytest.mark.race

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")
THREADS = 8


def all_at_once(act) -> list[str]:
    """What each of the threads got: `done`, or the slug of its refusal."""
    ready = threading.Barrier(THREADS)

    def run(number: int) -> str:
        ready.wait()
        try:
            with unit_of_work("test") as session:
                act(session, number)
        except Refusal as refusal:
            return refusal.slug
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return sorted(pool.map(run, range(THREADS)))


def test_one_draft_per_kind_however_many_begin(committed):
    with unit_of_work("test") as session:
        organisation = make_organisation(session, Kind.TRAINING_INSTITUTION)
        account = make_account(session)

    def begin(session, number):
        start_application(
            session,
            session.get_one(Organisation, organisation.id),
            kind=Kind.JOB_PORTAL,
            account_id=account.id,
            zone=ZONE,
            at=AT,
        )

    outcomes = all_at_once(begin)

    assert outcomes == ["done"] + ["partner-application-under-way"] * (THREADS - 1)


def test_one_person_gets_five_organisations_however_fast_she_is(committed):
    with unit_of_work("test") as session:
        account = make_account(session)

    def begin(session, number):
        start_with_new_organisation(
            session,
            name="Kursus Maju",
            code=f"maju-{number}",
            kind=Kind.JOB_PORTAL,
            account_id=account.id,
            zone=ZONE,
            at=AT,
        )

    outcomes = all_at_once(begin)

    assert outcomes.count("done") == 5
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(PartnerApplication)) == 5


def test_of_several_who_read_one_version_one_saves(committed):
    with unit_of_work("test") as session:
        organisation = make_organisation(session, Kind.TRAINING_INSTITUTION)
        application = make_partner_application(session, organisation)

    def save(session, number):
        save_answers(
            session,
            application.id,
            organisation_id=organisation.id,
            answers={"vacancies": number + 1},
            version=1,
            at=AT,
        )

    outcomes = all_at_once(save)

    assert outcomes == ["done"] + ["partner-draft-changed"] * (THREADS - 1)


def test_of_several_decisions_at_once_one_counts(committed):
    with unit_of_work("test") as session:
        organisation = make_organisation(session, kinds=[], standing="under_review")
        make_acceptance(session, organisation)
        first, *others = (make_account(session) for _ in range(THREADS + 1))
        application = make_partner_application(
            session,
            organisation,
            state="recommended",
            submissions=1,
            clock_from=AT.date(),
            due_on=AT.date(),
        )
        session.add(
            Judgement(
                application_id=application.id,
                submission=1,
                step="recommendation",
                outcome="approve",
                reason="Fine.",
                judged_at=AT,
                judged_by=first.id,
            )
        )

    def settle(session, number):
        decide(
            session,
            application.id,
            confirm=number % 2 == 0,
            reason="Agreed.",
            account_id=others[number].id,
            zone=ZONE,
            at=AT,
        )

    outcomes = all_at_once(settle)

    assert outcomes == ["done"] + ["partner-application-state"] * (THREADS - 1)
    with unit_of_work("test") as session:
        steps = session.scalars(select(Judgement.step)).all()
        assert len(steps) == 2
