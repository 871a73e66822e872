"""What is long over is forgotten, and nothing else."""

from datetime import timedelta

from sqlalchemy import func, select, update

from partners.oauth import AuthorizationCode, Token
from partners.oauth.services.prune import prune
from tests.partners.oauth.flow import make_platform, refresh, sign_in, tokens_for


def rows(session) -> tuple[int, int]:
    counts = [
        session.scalar(select(func.count()).select_from(table))
        for table in (Token, AuthorizationCode)
    ]
    return counts[0], counts[1]


def test_what_may_still_be_refreshed_stays(client, session):
    """OA-04: the code stays with its tokens, so that its second use is noticed."""
    platform = make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform)
    issued_at = session.scalar(select(Token.issued_at))

    gone = prune(session, at=issued_at + timedelta(days=60))

    assert gone == 0
    assert rows(session) == (1, 1)
    assert refresh(client, platform, granted["refresh_token"]).status_code == 200


def test_a_month_after_its_end_a_family_is_forgotten(client, session):
    sign_in(client, session)
    tokens_for(client, make_platform(session))
    issued_at = session.scalar(select(Token.issued_at))

    gone = prune(session, at=issued_at + timedelta(days=61))

    assert gone == 2
    assert rows(session) == (0, 0)


def test_a_revoked_token_goes_a_month_later(client, session, at):
    sign_in(client, session)
    tokens_for(client, make_platform(session))
    session.execute(update(Token).values(revoked_at=at))
    session.execute(update(AuthorizationCode).values(expires_at=at))

    assert prune(session, at=at + timedelta(days=30)) == 0
    assert prune(session, at=at + timedelta(days=30, seconds=1)) == 2
