"""Decisions about one organisation take turns."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from core.clock import now
from core.errors import Refusal
from core.unit_of_work import unit_of_work
from partners.organisations import Organisation, Standing
from partners.standing import Sanction, Severity, State, rules
from partners.standing.models import SanctionReply
from partners.standing.services.confirm import confirm_sanction, decline_sanction
from partners.standing.services.propose import propose_sanction
from partners.standing.services.reply import file_reply
from tests.factories import make_account, make_organisation, make_sanction
from tests.partners.standing.test_rules import JAKARTA

pytestmark = pytest.mark.race

MANY = 8


def at_once(act: Callable[[int], None]) -> list[str]:
    """Run `act` in many threads at one moment; what each came to."""
    barrier = Barrier(MANY)

    def run(number: int) -> str:
        barrier.wait()
        try:
            act(number)
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(MANY) as pool:
        return sorted(pool.map(run, range(MANY)))


def test_of_many_second_persons_one_decides(committed):
    with unit_of_work("test") as session:
        partner = make_organisation(session)
        people = [make_account(session).id for _ in range(MANY + 1)]
        sanction = propose_sanction(
            session,
            rules.Draft(partner.id, Severity.SUSPENDED, "other", "Race."),
            by=people[-1],
            at=now(),
            zone=JAKARTA,
        )

    def confirm(number: int) -> None:
        with unit_of_work("test") as session:
            confirm_sanction(
                session,
                sanction_id=sanction.id,
                by=people[number],
                at=now(),
                zone=JAKARTA,
            )

    outcomes = at_once(confirm)

    assert outcomes == ["SanctionMoveIllegal"] * (MANY - 1) + ["done"]
    with unit_of_work("test") as session:
        stored = session.get_one(Sanction, sanction.id)
        assert stored.state == State.IN_FORCE
        assert stored.confirmed_by in people[:-1]
        assert session.get_one(Organisation, partner.id).standing == Standing.SUSPENDED


def test_agreeing_and_turning_down_at_once_has_one_winner(committed):
    with unit_of_work("test") as session:
        partner = make_organisation(session)
        people = [make_account(session).id for _ in range(MANY + 1)]
        sanction = propose_sanction(
            session,
            rules.Draft(partner.id, Severity.SUSPENDED, "other", "Race."),
            by=people[-1],
            at=now(),
            zone=JAKARTA,
        )

    def act(number: int) -> None:
        with unit_of_work("test") as session:
            if number % 2:
                decline_sanction(
                    session,
                    sanction_id=sanction.id,
                    reason="No.",
                    by=people[number],
                    at=now(),
                )
            else:
                confirm_sanction(
                    session,
                    sanction_id=sanction.id,
                    by=people[number],
                    at=now(),
                    zone=JAKARTA,
                )

    assert at_once(act).count("done") == 1


def test_a_reply_is_filed_once_however_many_colleagues_send_it(committed):
    with unit_of_work("test") as session:
        partner = make_organisation(session, standing=Standing.SUSPENDED)
        sanction = make_sanction(session, partner)
        people = [make_account(session).id for _ in range(MANY)]

    def reply(number: int) -> None:
        with unit_of_work("test") as session:
            file_reply(
                session,
                sanction_id=sanction.id,
                organisation_id=partner.id,
                text=f"Reply {number}.",
                by=people[number],
                at=now(),
            )

    outcomes = at_once(reply)

    assert outcomes == ["ReplyAlreadyFiled"] * (MANY - 1) + ["done"]
    with unit_of_work("test") as session:
        assert len(session.scalars(select(SanctionReply)).all()) == 1
