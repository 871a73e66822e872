"""Guesses of redeem codes at the same instant (VC-05)."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.errors import Refusal
from core.ids import new_code, new_id
from core.unit_of_work import unit_of_work
from partners.denials.models import SecurityAlert
from tests.factories import authorization
from tests.soak import sized
from tests.vouchers.classroom import RETURN, make_classroom
from vouchers.guessing.models import UsedPlace
from vouchers.guessing.services.places import PLACES
from vouchers.vouchers.services import find

pytestmark = pytest.mark.race

WORKERS = 16
GUESSES = sized(320, 10_000)


@pytest.fixture
def room(committed):
    with unit_of_work("test") as session:
        return make_classroom(session)


@pytest.fixture
def looked_up(monkeypatch):
    """The codes for which the vouchers were searched."""
    seen = []
    search = find.find_voucher_by_code

    def watched(session, *, code, provider_id):
        seen.append(code)
        return search(session, code=code, provider_id=provider_id)

    for place in (
        "vouchers.vouchers.api",
        "vouchers.learning.services.start_verification",
    ):
        monkeypatch.setattr(f"{place}.find_voucher_by_code", watched)
    return seen


def ask(app, room, code, path="/v1/voucher-checks"):
    extra = {"sequence": 1, "redirect_uri": RETURN} if "verif" in path else {}
    return app.test_client().post(
        path,
        json={"code": code} | extra,
        headers=authorization(room.bearer, new_id().hex),
    )


def at_once(work, count):
    start = threading.Barrier(WORKERS)

    def worker(number):
        start.wait(30)
        return [work() for _ in range(count // WORKERS)]

    with ThreadPoolExecutor(WORKERS) as pool:
        return [one for some in pool.map(worker, range(WORKERS)) for one in some]


def test_vc_05_of_many_guesses_at_once_ten_are_looked_up(app, room, looked_up):
    paths = ["/v1/voucher-checks", "/v1/verifications"]

    statuses = Counter(
        at_once(
            lambda: ask(app, room, new_code(), random.choice(paths)).status_code,
            GUESSES,
        )
    )

    assert statuses == {404: PLACES, 429: GUESSES - PLACES}
    assert len(looked_up) == PLACES
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(UsedPlace)) == PLACES
        assert session.scalar(select(func.count()).select_from(SecurityAlert)) == 1


def test_vc_05_nobody_who_asks_for_her_own_voucher_is_refused(app, room):
    for _ in range(PLACES - 1):
        assert ask(app, room, new_code()).status_code == 404

    statuses = at_once(lambda: ask(app, room, room.code).status_code, 8 * WORKERS)

    assert set(statuses) == {200}


def test_the_race_has_teeth_counting_after_the_look_up_lets_more_through(room):
    """Who looks first and counts then looks as often as he asks at once."""
    barrier = threading.Barrier(WORKERS)

    def naive(_):
        with unit_of_work("test") as session:
            since = now() - timedelta(minutes=10)
            failed = select(func.count()).where(UsedPlace.used_until > since)
            allowed = session.scalar(failed) < PLACES
            barrier.wait(30)
            if not allowed:
                return False
            try:
                find.find_voucher_by_code(
                    session, code=new_code(), provider_id=room.institution.id
                )
            except Refusal:
                return True

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(naive, range(WORKERS))) == WORKERS > PLACES
