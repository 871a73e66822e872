"""Reads of clients, consents and tokens."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from partners.accounts.models import Account
from partners.oauth.models import AuthorizationCode, Client, ClientSecret, Grant, Token
from partners.oauth.rules import digest
from partners.organisations.models import ACTING, Organisation
from partners.standing.models import Stop
from partners.standing.queries import is_stopped, takes_links

_CLIENT_ID = re.compile(r"[A-Za-z0-9._~-]{1,100}\Z")


class FoundClient(NamedTuple):
    """A client that may act now, its organisation, and its secrets: the hash of each,
    and when it was used last."""

    client: Client
    organisation: Organisation
    secrets: Mapping[bytes, datetime | None]


def find_client(session: Session, client_id: str) -> FoundClient | None:
    """The client with this id, unless it is disabled, or a sanction stops it or its
    organisation (which takes effect at once)."""
    if not _CLIENT_ID.match(client_id):
        return None
    row = session.execute(
        select(Client, Organisation)
        .join(Organisation, Organisation.id == Client.organisation_id)
        .where(
            Client.client_id == client_id,
            Client.disabled_at.is_(None),
            Organisation.standing.in_(ACTING),
            ~is_stopped(Stop.CALLS, Organisation.id, client_id=Client.id),
        )
    ).one_or_none()
    if row is None:
        return None
    client, organisation = row
    secrets = session.execute(
        select(ClientSecret.secret_hash, ClientSecret.last_used_at).where(
            ClientSecret.client_id == client.id, ClientSecret.revoked_at.is_(None)
        )
    )
    return FoundClient(client, organisation, dict(secrets.all()))


def may_be_linked(session: Session, organisation_id: UUID) -> bool:
    """Whether people may newly consent to clients of the organisation."""
    return bool(
        session.scalar(
            select(takes_links(Organisation)).where(Organisation.id == organisation_id)
        )
    )


def live_grant(session: Session, *, account_id: UUID, client_id: UUID) -> Grant | None:
    """The person's standing consent to a client."""
    return session.scalar(
        select(Grant).where(
            Grant.account_id == account_id,
            Grant.client_id == client_id,
            Grant.revoked_at.is_(None),
        )
    )


def usable_grant(session: Session, grant_id: UUID) -> Grant | None:
    """A consent that still stands, of a person whose account is not disabled."""
    return session.scalar(
        select(Grant)
        .join(Account, Account.id == Grant.account_id)
        .where(
            Grant.id == grant_id,
            Grant.revoked_at.is_(None),
            Account.disabled_at.is_(None),
        )
    )


def find_token(session: Session, text: str) -> Token | None:
    """The token that a client presents, be it the access or the refresh token, unless
    it died when the client was disabled."""
    hashed = digest(text)
    return session.scalar(
        select(Token)
        .join(Client, Client.id == Token.client_id)
        .where(
            or_(Token.access_hash == hashed, Token.refresh_hash == hashed),
            outlived_the_switch(Token.issued_at),
        )
    )


def outlived_the_switch(issued_at: Any) -> ColumnElement[bool]:
    """Whether a code or token is from after its client was last disabled."""
    return or_(Client.tokens_valid_from.is_(None), issued_at > Client.tokens_valid_from)


def is_live(token: Token, text: str, *, at: datetime) -> bool:
    """Whether `text` is still worth something: an access token until it expires, a
    refresh token until its own end or its first use."""
    if token.revoked_at is not None:
        return False
    if token.refresh_hash == digest(text):
        expires_at = token.refresh_expires_at
        return token.rotated_at is None and expires_at is not None and at < expires_at
    return at < token.access_expires_at


def links_of(
    session: Session, account_id: UUID
) -> Sequence[tuple[Grant, Client, Organisation]]:
    """The platforms that a person has linked, the newest first."""
    rows = session.execute(
        select(Grant, Client, Organisation)
        .join(Client, Client.id == Grant.client_id)
        .join(Organisation, Organisation.id == Grant.organisation_id)
        .where(Grant.account_id == account_id, Grant.revoked_at.is_(None))
        .order_by(Grant.granted_at.desc(), Grant.id)
    )
    return [(grant, client, organisation) for grant, client, organisation in rows]


class SignInBehind(NamedTuple):
    """How the person for whom a token acts had signed in when she let its client act,
    and when her password was changed last."""

    authenticated_at: datetime | None
    second_factor_at: datetime | None
    password_changed_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether the password was changed since: what was begun before is over."""
        if self.password_changed_at is None:
            return False
        signed_in_at = self.authenticated_at
        return signed_in_at is None or signed_in_at < self.password_changed_at


def sign_in_behind(session: Session, token_id: UUID) -> SignInBehind | None:
    """The sign-in that a person's token rests on; None for a client's own."""
    row = session.execute(
        select(
            AuthorizationCode.authenticated_at,
            AuthorizationCode.second_factor_at,
            Account.password_changed_at,
        )
        .join(Token, Token.family_id == AuthorizationCode.id)
        .join(Account, Account.id == Token.account_id)
        .where(Token.id == token_id)
    ).one_or_none()
    return SignInBehind(*row) if row else None


def subject_and_account(session: Session, token_id: UUID) -> tuple[str, Account]:
    """Of a person's token: her pairwise id for the organisation, and her account."""
    row = session.execute(
        select(Grant.subject, Account)
        .join(Token, Token.grant_id == Grant.id)
        .join(Account, Account.id == Grant.account_id)
        .where(Token.id == token_id)
    ).one()
    return row[0], row[1]
