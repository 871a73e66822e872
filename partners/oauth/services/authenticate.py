"""Finding the caller behind an access token."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from core.unit_of_work import reading
from openapi.security import Caller
from partners.accounts.models import Account
from partners.oauth.clients.errors import AddressNotAllowed
from partners.oauth.clients.rules import is_allowed
from partners.oauth.models import Client, Grant, Token
from partners.oauth.queries import outlived_the_switch
from partners.oauth.rules import digest
from partners.organisations.errors import OrganisationNotApproved
from partners.organisations.models import ACTING, Organisation
from partners.standing.errors import ClientStopped
from partners.standing.models import Stop
from partners.standing.queries import is_stopped

# Made once: putting a statement together costs as much as running it.
FIND_TOKEN = (
    select(
        Token.id.label("token_id"),
        Token.scopes,
        Token.account_id,
        Token.detail,
        Token.key_thumbprint,
        Client.client_id,
        Client.scopes.label("client_scopes"),
        Client.allowed_networks,
        Organisation.id.label("organisation_id"),
        Organisation.kinds,
        Organisation.standing,
        is_stopped(Stop.CALLS, Organisation.id, client_id=Client.id).label("stopped"),
    )
    .join(Client, Client.id == Token.client_id)
    .join(Organisation, Organisation.id == Client.organisation_id)
    .outerjoin(Grant, Grant.id == Token.grant_id)
    .outerjoin(Account, Account.id == Token.account_id)
    .where(
        Token.access_hash == bindparam("token_hash"),
        Token.access_expires_at > bindparam("at"),
        Token.revoked_at.is_(None),
        Client.disabled_at.is_(None),
        outlived_the_switch(Token.issued_at),
        or_(
            Token.account_id.is_(None),
            and_(
                Grant.id.is_not(None),
                Grant.revoked_at.is_(None),
                Account.disabled_at.is_(None),
            ),
        ),
    )
)


def find_caller(
    token: str, *, at: datetime, address: str | None = None
) -> Caller | None:
    """The caller that `token` stands for, or None when it stands for nobody now.

    Looked up on every request and kept nowhere, so that a withdrawn consent, a revoked
    token and a suspended organisation take effect with the next request. An access
    token whose refresh token was rotated lives on to its own early end, because calls
    may be under way with it; one whose family was revoked does not. Raises
    OrganisationNotApproved for a good token of an organisation that may not act now,
    ClientStopped for one of a program that a sanction stops, and AddressNotAllowed for
    one that is used from an address that the client does not list. A scope that the
    client has lost is gone.
    """
    with reading("oauth.authenticate") as session:
        row = session.execute(
            FIND_TOKEN, {"token_hash": digest(token), "at": at}
        ).one_or_none()
    if row is None:
        return None
    if row.standing not in ACTING:
        raise OrganisationNotApproved(standing=row.standing)
    if row.stopped:
        raise ClientStopped
    if not is_allowed(address, row.allowed_networks):
        raise AddressNotAllowed
    return Caller(
        client_id=row.client_id,
        organisation_id=row.organisation_id,
        kinds=frozenset(row.kinds),
        scopes=frozenset(row.scopes) & frozenset(row.client_scopes),
        token_id=row.token_id,
        subject_id=row.account_id,
        detail=row.detail,
        key_thumbprint=row.key_thumbprint,
    )


@dataclass(frozen=True)
class RefusedToken:
    """Why a token stands for nobody, and whose it was as far as that is known."""

    reason: str
    client_id: str | None = None
    organisation_id: UUID | None = None


def why_refused(token: str, *, at: datetime) -> RefusedToken | None:
    """What support should know of a token that `find_caller` did not know.

    None for one that has expired, which happens to every client.
    """
    owner = (
        select(Token.access_expires_at, Client.client_id, Client.organisation_id)
        .join(Client, Client.id == Token.client_id)
        .where(Token.access_hash == digest(token))
    )
    with reading("oauth.why_refused") as session:
        row = session.execute(owner).one_or_none()
    if row is None:
        return RefusedToken("token-unknown")
    if row.access_expires_at <= at:
        return None
    return RefusedToken("token-withdrawn", row.client_id, row.organisation_id)
