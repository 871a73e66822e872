"""Closing takes one person, opening two; the database holds it too."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from core.text import Text
from core.unit_of_work import unit_of_work
from partners.organisations import Kind, Standing
from partners.standing.errors import SecondPersonNeeded
from partners.switches import Closure, Switch
from partners.switches.errors import (
    REFUSAL_OF,
    AlreadyClosed,
    AlreadyOpened,
    ClosureNotFound,
    NoOpeningProposed,
    OpeningAlreadyProposed,
    SwitchUnfit,
)
from partners.switches.queries import refuse_closed
from partners.switches.services.close import close_switch
from partners.switches.services.reopen import decide_opening, propose_opening
from tests.factories import make_account, make_organisation, make_scheme

REASON = Text("Numbers are being checked.", "Data sedang diperiksa.")


@pytest.fixture
def people(session):
    return [make_account(session).id for _ in range(2)]


def close(session, by, at, switch=Switch.PARTNER_SIGN_UP, **changes):
    closure = close_switch(
        session, switch=switch, reason=REASON, by=by, at=at, **changes
    )
    session.flush()
    return closure


def actions(session, closure) -> list[str]:
    session.flush()
    return list(
        session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.object_id == str(closure.id))
            .order_by(AuditEntry.id)
        )
    )


@pytest.mark.parametrize("switch", list(Switch))
def test_one_person_closes_and_everybody_reads_why(session, people, at, switch):
    refuse_closed(session, switch)

    closure = close(session, people[0], at, switch)

    with pytest.raises(REFUSAL_OF[switch]) as refused:
        refuse_closed(session, switch)
    assert refused.value.members["reason"] == REASON
    assert refused.value.detail.format(**refused.value.members) == REASON
    assert actions(session, closure) == ["switch.closed"]


def test_each_switch_is_closed_alone(session, people, at):
    close(session, people[0], at, Switch.PARTICIPANT_SIGN_UP)

    for other in set(Switch) - {Switch.PARTICIPANT_SIGN_UP}:
        refuse_closed(session, other)


def test_two_people_open_it_again(session, people, at):
    closure = close(session, people[0], at)

    propose_opening(session, closure.id, note="Mended.", by=people[0], at=at)
    with pytest.raises(REFUSAL_OF[Switch.PARTNER_SIGN_UP]):
        refuse_closed(session, Switch.PARTNER_SIGN_UP)
    decide_opening(session, closure.id, agrees=True, by=people[1], at=at)

    refuse_closed(session, Switch.PARTNER_SIGN_UP)
    assert (closure.opened_by, closure.opened_at) == (people[1], at)
    assert actions(session, closure) == [
        "switch.closed",
        "switch.opening_proposed",
        "switch.opened",
    ]


def test_who_proposes_to_open_it_does_not_decide(session, people, at):
    closure = close(session, people[0], at)
    propose_opening(session, closure.id, note="Mended.", by=people[1], at=at)

    with pytest.raises(SecondPersonNeeded):
        decide_opening(session, closure.id, agrees=True, by=people[1], at=at)

    assert closure.opened_at is None


def test_the_database_refuses_one_pair_of_eyes(session, people, at):
    closure = close(session, people[0], at)
    closure.opening_proposed_by = closure.opened_by = people[0]
    closure.opening_proposed_at = closure.opened_at = at

    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.flush()
    session.expire_all()


def test_a_proposal_that_is_turned_down_can_be_made_anew(session, people, at):
    closure = close(session, people[0], at)
    propose_opening(session, closure.id, note="Mended.", by=people[0], at=at)
    with pytest.raises(OpeningAlreadyProposed):
        propose_opening(session, closure.id, note="Mended.", by=people[1], at=at)

    decide_opening(session, closure.id, agrees=False, by=people[0], at=at)

    with pytest.raises(NoOpeningProposed):
        decide_opening(session, closure.id, agrees=True, by=people[1], at=at)
    propose_opening(session, closure.id, note="Now it is.", by=people[1], at=at)
    assert decide_opening(
        session, closure.id, agrees=True, by=people[0], at=at
    ).opened_at


def test_what_is_open_is_not_opened_and_can_be_closed_again(session, people, at):
    closure = close(session, people[0], at)
    with pytest.raises(AlreadyClosed):
        close(session, people[1], at)
    propose_opening(session, closure.id, note="Mended.", by=people[0], at=at)
    decide_opening(session, closure.id, agrees=True, by=people[1], at=at)

    for act in (
        lambda: propose_opening(session, closure.id, note="-", by=people[0], at=at),
        lambda: decide_opening(session, closure.id, agrees=True, by=people[0], at=at),
    ):
        with pytest.raises(AlreadyOpened):
            act()
    assert close(session, people[1], at).id != closure.id


def test_what_was_never_closed_is_not_opened(session, people, at):
    with pytest.raises(ClosureNotFound):
        propose_opening(session, people[0], note="-", by=people[0], at=at)


@pytest.mark.parametrize(
    ("switch", "scheme", "reason"),
    [
        (Switch.PAYOUTS, "normal", REASON),
        (Switch.PROGRAMME, "unknown", REASON),
        (Switch.PROGRAMME, None, Text(" ", "x")),
        (Switch.PROGRAMME, None, Text("x", "")),
    ],
)
def test_what_does_not_fit_closes_nothing(session, people, at, switch, scheme, reason):
    make_scheme(session, code="normal")

    with pytest.raises(SwitchUnfit):
        close_switch(
            session,
            switch=switch,
            scheme_code=scheme,
            reason=reason,
            by=people[0],
            at=at,
        )

    assert session.scalars(select(Closure)).all() == []


def test_one_scheme_is_closed_without_the_others(session, people, at):
    make_scheme(session, code="normal")
    make_scheme(session, code="semi-bansos")
    close(session, people[0], at, Switch.PROGRAMME, scheme_code="normal")

    refuse_closed(session, Switch.PROGRAMME, scheme_code="semi-bansos")
    with pytest.raises(REFUSAL_OF[Switch.PROGRAMME]):
        refuse_closed(session, Switch.PROGRAMME, scheme_code="normal")
    close(session, people[0], at, Switch.PROGRAMME)
    with pytest.raises(REFUSAL_OF[Switch.PROGRAMME]):
        refuse_closed(session, Switch.PROGRAMME, scheme_code="semi-bansos")


def test_platforms_that_may_act_are_told_of_the_programme(session, people, at):
    """WH-08: no word of a person stands in the event."""
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    make_organisation(session, Kind.DIGITAL_PLATFORM, standing=Standing.SUSPENDED)
    make_organisation(session, Kind.TRAINING_INSTITUTION)
    close(session, people[0], at, Switch.PAYOUTS)
    assert session.scalars(select(StoredEvent)).all() == []

    closure = close(session, people[0], at, Switch.PROGRAMME)
    propose_opening(session, closure.id, note="Mended.", by=people[0], at=at)
    decide_opening(session, closure.id, agrees=True, by=people[1], at=at)

    told = session.scalars(select(StoredEvent).order_by(StoredEvent.id)).all()
    assert [each.topic for each in told] == ["programme.closed", "programme.opened"]
    for each in told:
        assert each.audience == [platform.id]
        assert each.data == {"closure_id": str(closure.id), "whole": True}


@pytest.mark.race
def test_of_many_who_close_at_once_one_does(committed, at):
    with unit_of_work("test") as session:
        people = [make_account(session).id for _ in range(6)]

    def shut(person) -> str:
        try:
            with unit_of_work("test") as session:
                close(session, person, at, Switch.PROGRAMME)
        except AlreadyClosed:
            return "closed before"
        return "closed"

    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(shut, people))

    assert sorted(told) == ["closed", *["closed before"] * 5]


@pytest.mark.race
def test_of_many_who_open_at_once_one_does(committed, at):
    with unit_of_work("test") as session:
        people = [make_account(session).id for _ in range(6)]
        closure = close(session, people[0], at)
        propose_opening(session, closure.id, note="Mended.", by=people[0], at=at)

    def agree(person) -> str:
        try:
            with unit_of_work("test") as session:
                decide_opening(session, closure.id, agrees=True, by=person, at=at)
        except AlreadyOpened:
            return "opened before"
        return "opened"

    with ThreadPoolExecutor(5) as threads:
        told = list(threads.map(agree, people[1:]))

    assert sorted(told) == ["opened", *["opened before"] * 4]
