"""The same races against four worker processes that share nothing but the database.

OA-03, OA-12, OA-13, OA-14, OA-18: threads of one process might be kept apart by luck,
or by something that lives in its memory. Each thread here has a connection of its own,
and the workers take turns at accepting them.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psutil
import pytest
from sqlalchemy import create_engine

from core import unit_of_work
from partners.accounts.services.sessions import start_session
from tests.factories import make_account
from tests.interop.person import fields
from tests.partners.oauth.dpop.holder import Holder
from tests.partners.oauth.flow import Pkce, Platform, make_platform, question
from tests.partners.oauth.racing import WORKERS, at_once
from tests.partners.oauth.signing import asserted, assertion
from tests.serving import WebServer, serving
from tests.soak import sized

pytestmark = [pytest.mark.race, pytest.mark.slow]

PROCESSES = 4


class Town:
    """A served platform, ten connections to it, and a person who has consented."""

    def __init__(self, server: WebServer, shop: Platform, signer: Platform) -> None:
        self.server, self.url = server, server.url
        self.shop, self.signer = shop, signer
        self.lines = [
            httpx.Client(base_url=server.url, timeout=30) for _ in range(WORKERS)
        ]
        self.browser = httpx.Client(base_url=server.url, timeout=30)

    def at_once(self, send: Callable[[httpx.Client], httpx.Response]) -> list[Any]:
        """Ten requests that start together, each over its own connection."""
        return at_once(lambda number: send(self.lines[number]))

    def consent(self, secret: str) -> None:
        """The first time she is asked; afterwards a link alone gives a code."""
        self.browser.cookies.set("person", secret)
        page = self.browser.get(
            "/oauth/authorize", params=question(self.shop, Pkce())
        ).text
        form = fields(page, "/oauth/authorize") | {"decision": "allow"}
        answer = self.browser.post("/oauth/authorize", data=form)
        assert answer.status_code == 303, answer.text

    def code(self, pkce: Pkce) -> str:
        answer = self.browser.get("/oauth/authorize", params=question(self.shop, pkce))
        return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]

    def exchange(self, line: httpx.Client, code: str, pkce: Pkce) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.shop.redirect_uri,
            "code_verifier": pkce.verifier,
        }
        headers = self.shop.authentication()
        return line.post("/oauth/token", data=form, headers=headers)

    def refresh(self, line: httpx.Client, token: str) -> httpx.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        headers = self.shop.authentication()
        return line.post("/oauth/token", data=form, headers=headers)

    def tokens(self) -> dict[str, Any]:
        pkce = Pkce()
        granted = self.exchange(self.browser, self.code(pkce), pkce)
        assert granted.status_code == 200, granted.text
        return granted.json()

    def alive(self, token: str) -> set[int]:
        """What the token gets over each of the connections."""
        headers = {"Authorization": f"Bearer {token}"}
        answers = self.at_once(lambda line: line.get("/v1/userinfo", headers=headers))
        return {answer.status_code for answer in answers}

    def workers_at_the_lines(self) -> int:
        """How many processes hold one of the connections, which all stay open."""
        assert self.server.process is not None
        family = psutil.Process(self.server.process.pid).children(recursive=True)
        ends = {
            each.pid
            for each in family
            for one in each.net_connections("tcp")
            if one.status == psutil.CONN_ESTABLISHED
            and one.laddr.port == self.server.port
        }
        return len(ends)


@pytest.fixture(scope="module")
def town(make_database, vault, issuer) -> Iterator[Town]:
    """One platform for all of these tests: four processes take their time to start."""
    url = make_database("served")
    engine = create_engine(url)
    unit_of_work.configure(unit_of_work.make_sessions(engine, vault, issuer))
    with unit_of_work.unit_of_work("test") as session:
        shop = make_platform(session)
        signer = make_platform(session, "private_key_jwt")
        account = make_account(session)
        secret = start_session(session, account_id=account.id, at=datetime.now(UTC))
    engine.dispose()
    with serving(url, workers=PROCESSES) as server:
        town = Town(server, shop, signer)
        town.consent(secret)
        yield town
        for line in (*town.lines, town.browser):
            line.close()


def outcomes(answers: list[httpx.Response]) -> Counter[tuple[int, str | None]]:
    return Counter((one.status_code, one.json().get("error")) for one in answers)


def test_oa_03_a_code_works_once_at_whichever_worker(town):
    """One success a round, the rest invalid_grant, no 5xx; afterwards nothing that
    came of the code is alive (OA-04)."""
    total: Counter[tuple[int, str | None]] = Counter()
    rounds = sized(8, 200)
    for _ in range(rounds):
        pkce = Pkce()
        code = town.code(pkce)

        answers = town.at_once(
            lambda line, code=code, pkce=pkce: town.exchange(line, code, pkce)
        )

        total += outcomes(answers)
        won = next(one.json() for one in answers if one.status_code == 200)
        assert town.alive(won["access_token"]) == {401}

    assert total == {(200, None): rounds, (400, "invalid_grant"): rounds * 9}
    assert town.workers_at_the_lines() > 1


def test_oa_14_a_refresh_token_works_once_at_whichever_worker(town):
    """One success a round, and then the family is dead everywhere."""
    total: Counter[tuple[int, str | None]] = Counter()
    rounds = sized(5, 100)
    for _ in range(rounds):
        token = town.tokens()["refresh_token"]

        answers = town.at_once(lambda line, token=token: town.refresh(line, token))

        total += outcomes(answers)
        won = next(one.json() for one in answers if one.status_code == 200)
        assert town.alive(won["access_token"]) == {401}
        assert town.refresh(town.browser, won["refresh_token"]).status_code == 400

    assert total == {(200, None): rounds, (400, "invalid_grant"): rounds * 9}


def test_oa_18_what_is_revoked_is_dead_at_every_worker_at_once(town):
    """Also what was refreshed meanwhile; by whichever token it is revoked."""
    for kind in ["access_token", "refresh_token"] * sized(3, 50):
        first = town.tokens()
        second = town.refresh(town.browser, first["refresh_token"]).json()
        alive = town.alive(first["access_token"]) | town.alive(second["access_token"])

        answer = town.browser.post(
            "/oauth/revoke",
            data={"token": second[kind]},
            headers=town.shop.authentication(),
        )

        assert (alive, answer.status_code) == ({200}, 200)
        for dead in (first, second):
            assert town.alive(dead["access_token"]) == {401}


def test_oa_12_an_assertion_counts_once_at_whichever_worker(town):
    for _ in range(sized(5, 100)):
        text = assertion(town.signer.client.client_id, town.signer.key, aud=town.url)
        form = {"grant_type": "client_credentials"} | asserted(text)

        answers = town.at_once(
            lambda line, form=form: line.post("/oauth/token", data=form)
        )

        assert outcomes(answers) == {(200, None): 1, (401, "invalid_client"): 9}


def test_oa_13_a_proof_counts_once_and_a_nonce_is_known_at_whichever_worker(town):
    holder, htu = Holder(), f"{town.url}/oauth/token"
    form = {"grant_type": "client_credentials"}

    def ask(line: httpx.Client, proof: str) -> httpx.Response:
        headers = town.shop.authentication() | {"DPoP": proof}
        return line.post("/oauth/token", data=form, headers=headers)

    asked = ask(town.browser, holder.proof("POST", "", htu=htu))
    holder.nonce = asked.headers["DPoP-Nonce"]
    for _ in range(sized(5, 100)):
        proof = holder.proof("POST", "", htu=htu)

        answers = town.at_once(lambda line, proof=proof: ask(line, proof))

        assert outcomes(answers) == {(200, None): 1, (400, "invalid_dpop_proof"): 9}
