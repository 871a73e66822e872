"""Who changes a client at the same instant: exactly one wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from core.errors import Refusal
from core.unit_of_work import unit_of_work
from partners.oauth import Client, ClientSecret
from partners.oauth.clients import ScopeRequest
from partners.oauth.clients.errors import (
    ScopeRequestClosed,
    SecretsExhausted,
    TooManyClients,
)
from partners.oauth.clients.queries import own_client
from partners.oauth.clients.rules import MAX_CLIENTS
from partners.oauth.clients.services.create import NewClient, create_client
from partners.oauth.clients.services.note_use import note_use
from partners.oauth.clients.services.scopes import decide
from partners.oauth.clients.services.secrets import new_secret
from partners.organisations import Kind, Organisation
from tests.factories import make_account, make_client, make_organisation

pytestmark = pytest.mark.race

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WANTED = NewClient(
    name="Shop",
    redirect_uris=[],
    grant_types=["client_credentials"],
    auth_method="client_secret_basic",
    scopes=["catalog:read"],
)


def at_once(act: Callable[[Any], object], times: int = 8) -> list[type[Refusal] | None]:
    """What each of several threads met: a refusal, or None."""

    def attempt(_: int) -> type[Refusal] | None:
        try:
            with unit_of_work("test") as session:
                act(session)
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(attempt, range(times)))


@pytest.fixture
def shop(committed) -> tuple[Organisation, Client, Any]:
    """A platform with a client that has one secret, and somebody who works there."""
    with unit_of_work("test") as session:
        platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
        account = make_account(session)
        client, _ = create_client(session, platform, WANTED, asked_by=account.id, at=AT)
        return platform, client, account


def test_of_many_new_secrets_one_finds_room(shop):
    platform, client, _ = shop

    def add(session):
        found = own_client(
            session, client.client_id, organisation_id=platform.id, lock=True
        )
        new_secret(session, found, name=None, replaces=None, at=AT)

    met = at_once(add)

    assert met.count(None) == 1
    assert met.count(SecretsExhausted) == 7
    with unit_of_work("test") as session:
        living = select(func.count()).select_from(ClientSecret)
        assert session.scalar(living.where(ClientSecret.revoked_at.is_(None))) == 2


def test_the_last_place_for_a_client_is_taken_once(shop):
    platform, _, account = shop
    with unit_of_work("test") as session:
        for _ in range(MAX_CLIENTS - 2):
            make_client(session, platform, ["catalog:read"])

    met = at_once(
        lambda session: create_client(
            session, platform, WANTED, asked_by=account.id, at=AT
        )
    )

    assert met.count(None) == 1
    assert met.count(TooManyClients) == 7


def test_a_request_is_decided_by_one_of_many(shop):
    _, client, account = shop
    with unit_of_work("test") as session:
        request = ScopeRequest(
            client_id=client.id,
            scope="orders:write",
            purpose="Sales.",
            asked_by=account.id,
            asked_at=AT,
        )
        session.add(request)
        deciders = [make_account(session).id for _ in range(8)]

    def say(session):
        decide(
            session,
            request.id,
            grant=True,
            reason="Fine.",
            decided_by=deciders.pop(),
            profile_required=False,
            at=AT,
        )

    met = at_once(say)

    assert met.count(None) == 1
    assert met.count(ScopeRequestClosed) == 7
    with unit_of_work("test") as session:
        again = session.get_one(Client, client.id)
        assert again.scopes == ["catalog:read", "orders:write"]


def test_noting_the_use_of_a_client_makes_nobody_wait(shop):
    """A token request under way holds the row; others leave it alone."""
    _, client, _ = shop
    with unit_of_work("first") as first:
        held = first.get_one(Client, client.id)
        note_use(first, held, None, secret_used_at=None, at=AT)

        with unit_of_work("second") as second:
            seen = second.get_one(Client, client.id)
            note_use(second, seen, None, secret_used_at=None, at=AT)

    with unit_of_work("test") as session:
        assert session.get_one(Client, client.id).last_used_at == AT
