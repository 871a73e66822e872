"""A key is known before it signs, and as long as something that it signed lives."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from partners.oauth.token_keys import Algorithm, KeyState, TokenKey
from partners.oauth.token_keys.errors import (
    TokenKeyMoveIllegal,
    TokenKeyNotFound,
    TokenKeyTooYoung,
)
from partners.oauth.token_keys.queries import private_key, published_keys, trusted_keys
from partners.oauth.token_keys.rules import (
    ID_TOKEN_LIFETIME,
    KEY_SET_MAX_AGE,
    PUBLISHED_AFTER,
    PUBLISHED_BEFORE,
)
from partners.oauth.token_keys.services.publish import active_key
from partners.oauth.token_keys.services.rotate import (
    forget_keys,
    rotate,
    rotate_due,
    withdraw,
)

ES256, RS256 = Algorithm.ES256, Algorithm.RS256
SECOND = timedelta(seconds=1)
PERIOD = timedelta(days=90)


def kids(keys):
    return [key.kid for key in keys]


def states(session):
    rows = session.execute(
        select(TokenKey.state, TokenKey.kid).order_by(TokenKey.published_at)
    )
    return [row.state for row in rows]


def test_the_first_key_signs_at_once_and_has_a_successor(session, at):
    first = active_key(session, ES256, at=at)

    assert active_key(session, ES256, at=at + SECOND).kid == first.kid
    assert sorted(states(session)) == ["active", "next"]
    assert private_key(session, first).thumbprint() == first.kid


def test_oa_20_the_next_key_signs_only_when_every_client_can_know_it(session, at):
    first = active_key(session, ES256, at=at)
    early, due = at + PUBLISHED_BEFORE - SECOND, at + PUBLISHED_BEFORE
    assert PUBLISHED_BEFORE > KEY_SET_MAX_AGE

    with pytest.raises(TokenKeyTooYoung):
        rotate(session, ES256, at=early)
    assert active_key(session, ES256, at=early).kid == first.kid

    upcoming = rotate(session, ES256, at=due)

    assert upcoming.kid in kids(published_keys(session, at=due))
    assert active_key(session, ES256, at=due).kid == upcoming.kid != first.kid
    assert sorted(states(session)) == ["active", "next", "retired"]


def test_oa_20_an_old_key_is_published_until_what_it_signed_expired(session, at):
    first = active_key(session, ES256, at=at)
    rotated = at + PUBLISHED_BEFORE

    rotate(session, ES256, at=rotated)

    last = rotated + ID_TOKEN_LIFETIME
    assert first.kid in kids(published_keys(session, at=last))
    gone = rotated + PUBLISHED_AFTER
    assert first.kid not in kids(published_keys(session, at=gone))
    assert first.kid in [key.kid for key in trusted_keys(session, at=gone).keys]


def test_a_key_that_signs_no_more_has_no_private_half(session, at):
    first = active_key(session, ES256, at=at)

    rotate(session, ES256, at=at + PUBLISHED_BEFORE)

    session.refresh(first)
    assert (first.state, first.private_sealed) == ("retired", None)
    with pytest.raises(ValueError, match="signs no more"):
        private_key(session, first)


def test_the_private_half_is_sealed(session, at):
    key = active_key(session, ES256, at=at)

    secret = private_key(session, key).as_dict(private=True)["d"]

    assert "d" not in key.public_jwk
    assert secret.encode() not in key.private_sealed


def test_a_key_is_rotated_when_it_has_signed_for_its_period(session, at):
    first = active_key(session, ES256, at=at)

    assert rotate_due(session, period=PERIOD, at=at + PERIOD - SECOND) == []
    rotated = rotate_due(session, period=PERIOD, at=at + PERIOD)

    assert kids(rotated) == kids([active_key(session, ES256, at=at)])
    assert rotated[0].kid != first.kid
    assert rotate_due(session, period=PERIOD, at=at + PERIOD) == []


def test_the_job_waits_for_a_key_that_is_too_young(session, at):
    first = active_key(session, ES256, at=at)

    assert rotate_due(session, period=SECOND, at=at + 2 * SECOND) == []

    assert active_key(session, ES256, at=at).kid == first.kid


def test_each_algorithm_has_its_own_keys(session, at):
    small, large = active_key(session, ES256, at=at), active_key(session, RS256, at=at)

    rotate(session, RS256, at=at + PUBLISHED_BEFORE)

    assert active_key(session, ES256, at=at).kid == small.kid
    assert active_key(session, RS256, at=at).kid != large.kid
    assert large.public_jwk["alg"] == "RS256"
    assert private_key(session, active_key(session, RS256, at=at)).key_type == "RSA"


def test_a_key_that_leaked_is_gone_at_once_and_the_next_one_signs(session, at):
    leaked = active_key(session, ES256, at=at)

    withdraw(session, leaked.kid, at=at + SECOND)

    now = at + SECOND
    assert leaked.kid not in kids(published_keys(session, at=now))
    assert leaked.kid not in [key.kid for key in trusted_keys(session, at=now).keys]
    assert active_key(session, ES256, at=now).kid != leaked.kid
    assert sorted(states(session)) == ["active", "next", "withdrawn"]


def test_a_next_key_that_leaked_is_replaced(session, at):
    first = active_key(session, ES256, at=at)
    leaked = session.scalars(
        select(TokenKey).where(TokenKey.state == KeyState.NEXT)
    ).one()

    withdraw(session, leaked.kid, at=at)

    assert active_key(session, ES256, at=at).kid == first.kid
    assert sorted(states(session)) == ["active", "next", "withdrawn"]


def test_a_withdrawn_key_never_comes_back(session, at):
    leaked = active_key(session, ES256, at=at)
    withdraw(session, leaked.kid, at=at)

    with pytest.raises(TokenKeyMoveIllegal):
        withdraw(session, leaked.kid, at=at)
    with pytest.raises(TokenKeyNotFound):
        withdraw(session, "unknown", at=at)


def test_old_keys_are_forgotten_after_a_year(session, at):
    active_key(session, ES256, at=at)
    rotated = at + PUBLISHED_BEFORE
    rotate(session, ES256, at=rotated)

    forget_keys(session, at=rotated + timedelta(days=365))
    assert len(states(session)) == 3
    forget_keys(session, at=rotated + timedelta(days=366))

    assert sorted(states(session)) == ["active", "next"]


def test_every_change_of_keys_is_written_down(session, at):
    first = active_key(session, ES256, at=at)
    second = rotate(session, ES256, at=at + PUBLISHED_BEFORE)

    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "token_key.rotated")
    ).one()
    assert (line.before, line.after) == ({"kid": first.kid}, {"kid": second.kid})
    published = select(AuditEntry).where(AuditEntry.action == "token_key.published")
    assert len(session.scalars(published).all()) == 3


def test_a_connection_that_has_prepared_the_statements_rotates_on(session, at):
    """psycopg prepares what runs for the sixth time; partial indexes need literals."""
    active_key(session, ES256, at=at)

    kids_ = {
        rotate(session, ES256, at=at + number * PUBLISHED_BEFORE).kid
        for number in range(1, 15)
    }

    assert len(kids_) == 14
