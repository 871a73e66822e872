"""One real server for all scripts; each has a client and a person of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from core.ids import new_id
from core.unit_of_work import make_sessions
from partners.accounts.services.register import register_account
from partners.oauth.services.register_client import register_client
from partners.organisations import Kind
from tests.factories import make_organisation
from tests.factories.partners import EARLY
from tests.partners.oauth.oidc.plan.script import (
    CALLBACK,
    SIGNED_OUT,
    Browser,
    Client,
    Person,
    RelyingParty,
)
from tests.serving import serving

PASSWORD = "kuda hijau berlari pagi"
SCOPES = ["openid", "profile:read", "balance:read"]


@dataclass
class Served:
    url: str
    sessions: sessionmaker[Session]


@pytest.fixture(scope="module")
def served(make_database, vault, issuer) -> Iterator[Served]:
    database = make_database("plan")
    engine = create_engine(database)
    with serving(database) as server:
        yield Served(server.url, make_sessions(engine, vault, issuer))
    engine.dispose()


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """How relying parties call the server; they keep no cookies."""
    with httpx.Client(timeout=20) as http:
        yield http


@pytest.fixture
def make_party(served, http) -> Callable[..., RelyingParty]:
    """Register a client; the relying party that has its secret."""

    def make(method: str = "client_secret_basic", **changes: object) -> RelyingParty:
        with served.sessions.begin() as session:
            client, secret = register_client(
                session,
                make_organisation(session, Kind.DIGITAL_PLATFORM),
                name="Conformance",
                scopes=SCOPES,
                redirect_uris=[CALLBACK],
                post_logout_redirect_uris=[SIGNED_OUT],
                auth_method=method,
                profile_required=False,
                at=EARLY,
                **changes,
            )
            known = Client(client.client_id, secret or "", method)
        return RelyingParty(http, served.url, known)

    return make


@pytest.fixture
def party(make_party) -> RelyingParty:
    return make_party()


@pytest.fixture
def person(served) -> Person:
    email = f"ani.{new_id().hex}@example.org"
    with served.sessions.begin() as session:
        register_account(
            session, email=email, full_name="Ani Lestari", password=PASSWORD, at=EARLY
        )
    return Person(email, PASSWORD)


@pytest.fixture
def browser(person) -> Iterator[Browser]:
    with httpx.Client(timeout=20) as http:
        yield Browser(http, person)
