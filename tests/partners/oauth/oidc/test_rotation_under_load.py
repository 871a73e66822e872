"""Keys rotate while two clients verify, each with a key set that it keeps (OA-20).

The server is real, in processes of its own. Time passes in steps: the keys' times move
into the past, and the clients' watches forward, by the same. The clients are as hard to
please as the cache header allows: a key that is not in the set that they keep is a
failure, and they do not ask for the set before its time is up.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import update

from core.unit_of_work import unit_of_work
from partners.oauth.token_keys import Algorithm, TokenKey
from partners.oauth.token_keys.errors import TokenKeyTooYoung
from partners.oauth.token_keys.services.publish import active_key
from partners.oauth.token_keys.services.rotate import rotate, withdraw
from tests.partners.oauth.flow import Platform, make_platform, sign_in
from tests.partners.oauth.oidc.relying import sign_in_at
from tests.serving import serving
from tests.soak import sized

pytestmark = [pytest.mark.race, pytest.mark.slow]

STEP = timedelta(seconds=100)
STEPS = sized(20, 150)
PAUSE = 0.15
# A client that has done nothing for so long does nothing any more.
PATIENCE = 60
HELD = 40


class Watch:
    """Seconds, of which the test lets some pass at once."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        return time.monotonic() + self.ahead

    def let_pass(self, span: timedelta) -> None:
        with unit_of_work("test") as session:
            session.execute(
                update(TokenKey).values(
                    published_at=TokenKey.published_at - span,
                    activated_at=TokenKey.activated_at - span,
                    ended_at=TokenKey.ended_at - span,
                )
            )
        self.ahead += span.total_seconds()


@dataclass
class CachingClient:
    """Refreshes without pause, and verifies what it gets and what it still holds."""

    url: str
    platform: Platform
    refresh_token: str
    watch: Watch
    rounds: int = 0
    verified: int = 0
    failures: list[str] = field(default_factory=list)
    kids: set[str] = field(default_factory=set)
    held: list[tuple[float, str]] = field(default_factory=list)
    keys: KeySet | None = None
    good_until: float = 0

    def run(self, stop: threading.Event) -> None:
        with httpx.Client(base_url=self.url, timeout=20) as http:
            while not stop.is_set():
                self.held.append((self.watch.now() + 600, self._refresh(http)))
                self._read_key_set(http)
                self._verify()
                self.rounds += 1

    def _refresh(self, http: httpx.Client) -> str:
        answer = http.post(
            "/oauth/token",
            data={"grant_type": "refresh_token", "refresh_token": self.refresh_token},
            headers=self.platform.authentication(),
        )
        assert answer.status_code == 200, answer.text
        granted: dict[str, Any] = answer.json()
        self.refresh_token = granted["refresh_token"]
        return granted["id_token"]

    def _read_key_set(self, http: httpx.Client) -> None:
        if self.watch.now() < self.good_until:
            return
        asked_at = self.watch.now()
        answer = http.get("/oauth/jwks.json")
        age = int(answer.headers["Cache-Control"].partition("max-age=")[2])
        self.keys = KeySet.import_key_set(answer.json())
        self.good_until = asked_at + age

    def _verify(self) -> None:
        alive = [held for held in self.held if held[0] > self.watch.now()]
        self.held = alive[:1] + alive[1:][-HELD:]
        for _, token in self.held:
            try:
                found = jwt.decode(token, self.keys, algorithms=["ES256"])
            except (JoseError, ValueError) as error:
                self.failures.append(str(error))
            else:
                self.verified += 1
                self.kids.add(found.header["kid"])


def wait_for_a_round(clients: list[CachingClient]) -> None:
    """Until each has begun and ended a round since now, however busy the machine is."""
    wanted = [client.rounds + 2 for client in clients]
    gives_up_at = time.monotonic() + PATIENCE
    while any(one.rounds < most for one, most in zip(clients, wanted, strict=True)):
        assert time.monotonic() < gives_up_at, "A client has stopped."
        time.sleep(0.01)


def run_under_load(
    app, committed, change: Callable[[], None], *, steps: int = STEPS
) -> list[CachingClient]:
    """Two clients work while `change` is called after every step."""
    watch, stop = Watch(), threading.Event()
    with serving(committed.url.render_as_string(hide_password=False)) as server:
        clients = []
        for _ in range(2):
            with unit_of_work("test") as session:
                browser, platform = app.test_client(), make_platform(session)
                sign_in(browser, session)
            granted = sign_in_at(browser, platform)
            clients.append(
                CachingClient(server.url, platform, granted["refresh_token"], watch)
            )
        threads = [threading.Thread(target=one.run, args=[stop]) for one in clients]
        for thread in threads:
            thread.start()
        try:
            for _ in range(steps):
                time.sleep(PAUSE)
                watch.let_pass(STEP)
                change()
                wait_for_a_round(clients)
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=30)
    return clients


def test_oa_20_no_verification_fails_while_keys_rotate_under_load(app, committed):
    rotations = []

    def rotate_if_allowed() -> None:
        with suppress(TokenKeyTooYoung), unit_of_work("test") as session:
            key = rotate(session, Algorithm.ES256, at=datetime.now(UTC))
            rotations.append(key.kid)

    clients = run_under_load(app, committed, rotate_if_allowed)

    assert len(rotations) >= STEPS // 8
    for client in clients:
        assert client.failures == []
        assert client.verified > STEPS
        assert len(client.kids & set(rotations)) >= len(rotations) - 1


def test_the_load_has_teeth_keys_that_change_at_once_are_not_known(app, committed):
    def change_at_once() -> None:
        with unit_of_work("test") as session:
            at = datetime.now(UTC)
            withdraw(session, active_key(session, Algorithm.ES256, at=at).kid, at=at)

    clients = run_under_load(app, committed, change_at_once, steps=5)

    assert all(client.failures for client in clients)
