"""Identifiers that count once, however many present them at once (OA-12, OA-13)."""

from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from core.unit_of_work import unit_of_work
from partners.oauth.models import SpentId
from partners.oauth.rules import digest
from partners.oauth.services import spend
from partners.oauth.services.spend import GRACE, forget_spent, spend_once
from tests.partners.oauth.flow import make_platform
from tests.partners.oauth.racing import WORKERS, at_once
from tests.partners.oauth.signing import asserted, assertion
from tests.soak import sized

MINUTE = timedelta(minutes=1)


def spent(session) -> int:
    return session.scalar(select(func.count()).select_from(SpentId)) or 0


def test_an_identifier_belongs_to_its_purpose_and_its_owner(session, at):
    for parts in [("a", "b", "c"), ("a", "c", "b"), ("x", "b", "c"), ("a", "bc", "")]:
        assert spend_once(session, *parts, until=at)
        assert not spend_once(session, *parts, until=at)


def test_identifiers_are_forgotten_when_nobody_can_present_them(session, at):
    spend_once(session, "x", "old", until=at)
    spend_once(session, "x", "new", until=at + MINUTE)

    early = forget_spent(session, at=at + GRACE)
    late = forget_spent(session, at=at + GRACE + MINUTE)

    assert (early, late, spent(session)) == (0, 1, 1)


def test_forgetting_goes_in_chunks(session, at, monkeypatch):
    monkeypatch.setattr(spend, "CHUNK", 2)
    for number in range(3):
        spend_once(session, "x", str(number), until=at)

    gone = [forget_spent(session, at=at + GRACE + MINUTE) for _ in range(3)]

    assert gone == [2, 1, 0]


@pytest.mark.race
def test_oa_12_an_assertion_counts_once_however_many_present_it(app, committed):
    with unit_of_work("test") as session:
        platform = make_platform(session, "private_key_jwt")
    for _ in range(sized(5, 100)):
        text = assertion(platform.client.client_id, platform.key)
        form = {"grant_type": "client_credentials"} | asserted(text)

        answers = at_once(
            lambda _, form=form: app.test_client().post("/oauth/token", data=form)
        )

        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [200] + [401] * (WORKERS - 1)


@pytest.mark.race
def test_the_race_has_teeth_looking_first_lets_several_through(committed, at):
    """What a server does that asks whether the identifier is new, and then keeps it."""
    wanted, meeting = digest("naive"), Barrier(WORKERS)

    def look_first(_: int) -> bool:
        with unit_of_work("test") as session:
            known = session.scalar(select(SpentId).where(SpentId.digest == wanted))
            meeting.wait()
        with unit_of_work("test") as session:
            keep = insert(SpentId).values(digest=wanted, expires_at=at)
            session.execute(keep.on_conflict_do_nothing())
        return known is None

    assert sum(at_once(look_first)) > 1
