"""A closure counts from the next request on in every process, and so does its end."""

from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import create_engine

from core import unit_of_work
from core.text import Text
from partners.switches import Switch
from partners.switches.services.close import close_switch
from partners.switches.services.reopen import decide_opening, propose_opening
from tests.factories import make_account
from tests.serving import serving

pytestmark = pytest.mark.slow

# Each connection lies with one of the processes.
LINES = 8


@pytest.fixture
def lines(make_database, vault, issuer):
    url = make_database("switched")
    engine = create_engine(url)
    unit_of_work.configure(unit_of_work.make_sessions(engine, vault, issuer))
    with serving(url, workers=2) as server:
        found = [httpx.Client(base_url=server.url, timeout=30) for _ in range(LINES)]
        yield found
        for line in found:
            line.close()
    engine.dispose()


def answers(lines) -> set[int]:
    return {line.get("/sign-up").status_code for line in lines}


def test_no_process_remembers_what_was(lines):
    at = datetime.now(UTC)
    assert answers(lines) == {200}

    with unit_of_work.unit_of_work("test") as session:
        one, two = (make_account(session).id for _ in range(2))
        closure = close_switch(
            session,
            switch=Switch.PARTNER_SIGN_UP,
            reason=Text("Being checked.", "Diperiksa."),
            by=one,
            at=at,
        )
    assert answers(lines) == {403}

    with unit_of_work.unit_of_work("test") as session:
        propose_opening(session, closure.id, note="Mended.", by=one, at=at)
    assert answers(lines) == {403}
    with unit_of_work.unit_of_work("test") as session:
        decide_opening(session, closure.id, agrees=True, by=two, at=at)
    assert answers(lines) == {200}
