"""Every answer of the application has the headers of requirement SC-11.

The application of a deployment over TLS is walked from its URL map: pages and the API,
for strangers, for a participant, for a partner's staff and for operators; refusals,
redirects, files and downloads too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.clock import now
from core.ids import new_id
from marketplace.app import create_app
from partners.accounts.services.sessions import start_session
from tests import factories
from tests.conftest import make_settings
from tests.contract.headers import faults_of, is_kept
from tests.contract.operations import example_of, operations_of
from tests.contract.test_tenants import OWNERS, ids_for
from tests.contract.walking import addresses, things_of
from tests.contract.world import World, make_world
from tests.partners.browsing import BOTH, csrf_token

PUBLIC = "https://programme.example"

# What anyone may keep, since it is the same for all and holds nothing of anybody.
KEPT = {
    "/.well-known/jwks.json",
    "/courses.atom",
    "/courses/<code>",
    "/credentials/status/<int:number>",
    "/docs",
    "/docs/static/<path:name>",
    "/issuer",
    "/keys/<key_id>",
    "/oauth/jwks.json",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemaps/courses-<uuid:start>.xml",
    "/static/<path:name>",
}
# Answers of the API that are the same for everybody.
KEPT_OF_API = {"/v1/competence-units", "/v1/occupations", "/v1/skills"}
# A secret that only a letter holds, and a folder of letters that is empty here.
REFUSED_TO_ALL = {"/_mail/<name>", "/password/new/<secret>", "/sign-up/<secret>"}

Browse = Callable[[], FlaskClient]


@pytest.fixture(scope="module")
def app(make_database) -> Iterator[Flask]:
    app = create_app(make_settings(make_database("headers"), PUBLIC_URL=PUBLIC))
    yield app
    app.extensions["platform"].engine.dispose()


@pytest.fixture(scope="module")
def engine(app):
    return app.extensions["platform"].engine


@pytest.fixture(scope="module")
def vault(app):
    return app.extensions["platform"].vault


@pytest.fixture(scope="module")
def issuer(app):
    return app.extensions["platform"].issuer


@pytest.fixture
def world(session) -> World:
    return make_world(session)


@pytest.fixture
def things(session, world, issuer) -> dict[str, tuple[Any, ...]]:
    return things_of(session, world, issuer)


@pytest.fixture
def browsers(app, session, world) -> dict[str, Browse]:
    """Who looks, and how to open a browser in which that person is signed in."""
    participant = factories.make_account(session)
    factories.make_participant(session, participant)
    staff = factories.make_seat(session, world.platform.organisation).account_id
    everyone: dict[str, Any] = {
        "stranger": None,
        "participant": participant.id,
        "partner's staff": staff,
        # She is a participant, too, and has things that the paths name.
        "operator": world.account.id,
    }
    factories.make_authenticator(session, world.account)

    def opener(account_id: Any) -> Browse:
        def browse() -> FlaskClient:
            browser = app.test_client()
            if account_id is not None:
                secret = start_session(
                    session, account_id=account_id, at=now(), methods=BOTH
                )
                session.flush()
                browser.set_cookie("__Host-person", secret, domain="programme.example")
            return browser

        return browse

    return {name: opener(account_id) for name, account_id in everyone.items()}


@dataclass(frozen=True)
class Seen:
    rule: str
    method: str
    who: str
    answer: TestResponse

    def __str__(self) -> str:
        return f"{self.method} {self.rule} by {self.who}: {self.answer.status_code}"


def pages(app: Flask, method: str) -> list[str]:
    """The rules outside the JSON API."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and not rule.rule.startswith("/v1/")
    )


def look(
    browser: FlaskClient, address: str, method: str = "GET", **what: Any
) -> TestResponse:
    with browser.open(address, method=method, base_url=PUBLIC, **what) as answer:
        answer.get_data()
        return answer


def faulty(seen: list[Seen]) -> list[str]:
    return [f"{one}: {fault}" for one in seen for fault in faults_of(one.answer)]


def test_sc_11_every_page_has_the_headers_whoever_looks(app, things, browsers):
    seen = [
        Seen(rule, method, who, look(browser, address, method))
        for who, browse in browsers.items()
        for browser in [browse()]
        for rule in pages(app, "GET")
        for address in addresses(rule, things)
        for method in ("GET", "HEAD", "PATCH")
    ]

    assert faulty(seen) == []
    got = {rule: set() for rule in pages(app, "GET")}
    for one in seen:
        if one.method == "GET":
            got[one.rule].add(one.answer.status_code)
    assert {rule for rule, all in got.items() if min(all) >= 400} == REFUSED_TO_ALL
    assert {200, 303, 404, 405} <= {one.answer.status_code for one in seen}


def test_sc_11_nothing_of_anybody_is_kept_on_the_way(app, things, browsers):
    """What may be kept is public, sets no cookie, and is the same for all."""
    kept: dict[str, set[tuple[str, bytes]]] = {}
    asked = [
        (rule, address)
        for rule in pages(app, "GET")
        for address in addresses(rule, things)
    ]
    for rule, address in asked:
        # What this process keeps may be of a minute ago, and of another test.
        app.extensions["kept_bodies"].forget()
        for browse in browsers.values():
            answer = look(browse(), address)
            if is_kept(answer):
                assert "Set-Cookie" not in answer.headers
                # Signed anew for each answer.
                signed = answer.mimetype == "application/jwt"
                content = b"" if signed else answer.data
                kept.setdefault(rule, set()).add((address, content))

    assert set(kept) == KEPT
    for rule, seen in kept.items():
        assert len(seen) == len({address for address, _ in seen}), rule


def test_sc_11_every_form_is_answered_with_the_headers(app, things, browsers):
    """Forged, and with a token of ours but empty; each in a browser of its own, since
    some sign it out."""
    seen = []
    for who, browse in browsers.items():
        for rule in pages(app, "POST"):
            for address in addresses(rule, things):
                forged = look(browse(), address, "POST")
                browser = browse()
                token = csrf_token(look(browser, "/join"))
                empty = look(browser, address, "POST", data={"csrf_token": token})
                seen += [Seen(rule, "POST", who, each) for each in (forged, empty)]

    assert faulty(seen) == []
    ended = [
        one
        for one in seen
        if "Max-Age=0" in " ".join(one.answer.headers.getlist("Set-Cookie"))
    ]
    assert {one.rule for one in ended} >= {"/sign-out"}
    assert {200, 303, 400, 422} <= {one.answer.status_code for one in seen}


def test_sc_11_every_answer_of_the_api_has_the_headers(app, session, world):
    """Without a token, with the owner's, and with that of somebody else."""
    contract = look(app.test_client(), "/openapi.json").json
    stranger = make_world(session).institution.bearer
    seen = []
    for operation in operations_of(contract):
        owner = getattr(world, OWNERS.get(operation.path) or "operator", world.operator)
        ids = ids_for(operation, world) if operation.path_parameters else {}
        for bearer in (None, stranger, owner.bearer, owner.person_bearer):
            given = factories.authorization(bearer, new_id().hex) if bearer else {}
            answer = look(
                app.test_client(),
                operation.address(ids),
                operation.method,
                json=example_of(operation) if operation.body else None,
                headers=given,
            )
            seen.append(Seen(operation.path, operation.method, str(bearer), answer))
            assert operation.path in KEPT_OF_API or not is_kept(answer), str(operation)

    assert faulty(seen) == []
    assert {200, 201, 401, 403, 404} <= {one.answer.status_code for one in seen}


@pytest.mark.parametrize(
    "worsen",
    [
        {"Content-Security-Policy": "default-src 'none'"},
        {"Content-Security-Policy": "script-src 'unsafe-inline'"},
        {"Strict-Transport-Security": "max-age=60"},
        {"Referrer-Policy": "origin"},
        {"X-Content-Type-Options": ""},
        {"Set-Cookie": "person=x; Secure; HttpOnly; Path=/; SameSite=Lax"},
        {"Set-Cookie": "__Host-person=; Path=/; Max-Age=0"},
    ],
)
def test_the_walk_has_teeth(app, session, worsen):
    answer = look(app.test_client(), "/catalogue")
    assert faults_of(answer) == []

    answer.headers.update(worsen)

    assert faults_of(answer) != []


@pytest.mark.parametrize(
    "inline",
    [
        "<script>1</script>",
        '<script type="text/javascript">1</script>',
        '<p style="color: red">',
        '<a href="javascript:1">',
        '<b onclick="1">',
    ],
)
def test_what_stands_in_the_page_itself_is_found(app, session, inline):
    answer = look(app.test_client(), "/catalogue")

    answer.data = answer.data + inline.encode()

    assert faults_of(answer) != []
