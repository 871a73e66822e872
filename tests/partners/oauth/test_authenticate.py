"""Who stands behind a bearer token (requirements OA-18, OA-04)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from partners.accounts import Account
from partners.oauth import Client, Grant, Token
from partners.oauth.services.authenticate import find_caller
from partners.organisations import Kind, Organisation, Standing
from partners.organisations.errors import OrganisationNotApproved
from tests.factories import make_account, make_client, make_organisation, make_token


@pytest.fixture
def platform(session):
    return make_organisation(session, Kind.DIGITAL_PLATFORM)


@pytest.fixture
def client_row(session, platform):
    return make_client(session, platform, ["catalog:read", "orders:write"])


def test_a_client_token_stands_for_its_organisation(session, platform, client_row, at):
    token = make_token(session, client_row, scopes=["catalog:read"])

    caller = find_caller(token, at=at)

    assert caller.client_id == client_row.client_id
    assert caller.organisation_id == platform.id
    assert caller.kinds == {"digital_platform"}
    assert caller.scopes == {"catalog:read"}
    assert caller.subject_id is None


def test_a_person_s_token_stands_for_her(session, client_row, at):
    account = make_account(session)

    caller = find_caller(make_token(session, client_row, account), at=at)

    assert caller.subject_id == account.id


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        (Token, {"revoked_at": True}),
        (Token, {"access_expires_at": True}),
        (Client, {"disabled_at": True}),
        (Grant, {"revoked_at": True}),
        (Account, {"disabled_at": True}),
    ],
)
def test_what_is_over_lets_nobody_in(
    session, client_row, at, table: Any, changes: dict[str, Any]
):
    """The next request after a suspension, a withdrawal or a revocation is refused."""
    token = make_token(session, client_row, make_account(session))
    assert find_caller(token, at=at) is not None

    values = {name: at if value is True else value for name, value in changes.items()}
    session.execute(update(table).values(values))

    assert find_caller(token, at=at) is None


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.TERMINATED])
def test_an_organisation_that_is_not_approved_is_told_so(
    session, client_row, at, standing
):
    """The token is good, so its owner may learn why it does nothing at present."""
    token = make_token(session, client_row, make_account(session))

    session.execute(update(Organisation).values(standing=standing))

    with pytest.raises(OrganisationNotApproved):
        find_caller(token, at=at)


def test_a_token_ends_at_its_last_instant(session, client_row, at):
    token = make_token(session, client_row, access_expires_at=at)

    assert find_caller(token, at=at - timedelta(microseconds=1)) is not None
    assert find_caller(token, at=at) is None


@pytest.mark.parametrize("token", ["unknown", "\0", "é", "\udcff"])
def test_a_strange_token_stands_for_nobody(session, at, token):
    assert find_caller(token, at=at) is None
