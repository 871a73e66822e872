"""Organisations, accounts, clients and tokens."""

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_id
from core.privacy import vault_of
from partners.accounts import Account
from partners.activity import Dispute, Use
from partners.denials import SecurityAlert
from partners.links import AccountLink
from partners.oauth import Client, Grant, Token
from partners.oauth.models import AuthorizationCode
from partners.oauth.pushed import PushedRequest
from partners.oauth.pushed.services.push import push_request
from partners.organisations import Kind, Organisation, Standing
from partners.staff import Role, Seat
from partners.staff.models import Invitation

# Tokens are checked against the real clock at the API's edge, so they live long here.
EARLY = datetime(2020, 1, 1, tzinfo=UTC)
LATE = datetime(2100, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def make_organisation(
    session: Session, kind: Kind = Kind.TRAINING_INSTITUTION, **changes: Any
) -> Organisation:
    identity = new_id()
    values: dict[str, Any] = {
        "id": identity,
        "code": f"org-{identity.hex[-12:]}",
        "name": f"Lembaga {identity.hex[-4:]}",
        "name_key": f"lembaga {identity.hex[-12:]}",
        "kinds": [kind],
        "standing": Standing.APPROVED,
        "created_at": EARLY,
    }
    return _add(session, Organisation(**(values | changes)))


def make_account(
    session: Session,
    *,
    email: str | None = None,
    full_name: str = "Ani Lestari",
    **changes: Any,
) -> Account:
    identity = new_id()
    email = email or f"ani.{identity.hex[-12:]}@example.org"
    vault = vault_of(session)
    values: dict[str, Any] = {
        "id": identity,
        "email_sealed": vault.seal(email, row=identity, field="email"),
        "email_index": vault.index(email, field="email"),
        "full_name_sealed": vault.seal(full_name, row=identity, field="full_name"),
        "password_hash": "unusable",
        "locale": "id",
        "created_at": EARLY,
    }
    return _add(session, Account(**(values | changes)))


def make_seat(
    session: Session, organisation: Organisation, *roles: str, **changes: Any
) -> Seat:
    """A seat of a new person, an owner unless `roles` say otherwise."""
    values: dict[str, Any] = {
        "organisation_id": organisation.id,
        "roles": sorted(roles or [Role.OWNER]),
        "appointed_at": EARLY,
    }
    if "account_id" not in changes:
        values["account_id"] = make_account(session, full_name="Budi Santoso").id
    return _add(session, Seat(**(values | changes)))


def make_invitation(
    session: Session, organisation: Organisation, *roles: str, **changes: Any
) -> Invitation:
    """An open invitation of somebody new; its letter is lost."""
    identity, vault = new_id(), vault_of(session)
    email = changes.pop("email", f"new.{identity.hex[-12:]}@example.org")
    values: dict[str, Any] = {
        "id": identity,
        "organisation_id": organisation.id,
        "email_sealed": vault.seal(email, row=identity, field="email"),
        "email_index": vault.index(email, field="email"),
        "roles": sorted(roles or [Role.CATALOGUE]),
        "locale": "id",
        "secret_hash": identity.bytes,
        "created_at": EARLY,
        "sent_at": EARLY,
        "expires_at": LATE,
    }
    return _add(session, Invitation(**(values | changes)))


def make_alert(session: Session, **changes: Any) -> SecurityAlert:
    """An alert at which nobody has looked."""
    values: dict[str, Any] = {
        "rule": "sign_in_by_address",
        "network": "203.0.113.0/24",
        "failures": 30,
        "raised_at": EARLY,
    }
    return _add(session, SecurityAlert(**(values | changes)))


def make_client(
    session: Session, organisation: Organisation, scopes: list[str], **changes: Any
) -> Client:
    identity = new_id()
    values: dict[str, Any] = {
        "id": identity,
        "client_id": f"client-{identity.hex[-12:]}",
        "organisation_id": organisation.id,
        "name": "Test client",
        "redirect_uris": ["https://platform.example/callback"],
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "scopes": scopes,
        "auth_method": "client_secret_basic",
        "created_at": EARLY,
    }
    return _add(session, Client(**(values | changes)))


def make_subject() -> str:
    """A pairwise id as it looks: 26 letters of base 32."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def make_grant(
    session: Session, client: Client, account: Account, **changes: Any
) -> Grant:
    values: dict[str, Any] = {
        "account_id": account.id,
        "client_id": client.id,
        "organisation_id": client.organisation_id,
        "subject": make_subject(),
        "scopes": client.scopes,
        "consent_text": "Test consent.",
        "granted_at": EARLY,
    }
    return _add(session, Grant(**(values | changes)))


def make_link(
    session: Session, organisation: Organisation, account: Account, **changes: Any
) -> AccountLink:
    values: dict[str, Any] = {
        "account_id": account.id,
        "organisation_id": organisation.id,
        "subject": make_subject(),
        "linked_at": EARLY,
    }
    return _add(session, AccountLink(**(values | changes)))


def make_dispute(
    session: Session, organisation: Organisation, account: Account
) -> Dispute:
    """A purchase that she says was not hers."""
    use = Use(
        account_id=account.id,
        organisation_id=organisation.id,
        kind="purchase",
        object_id=new_id(),
        matter="Membuat Kue untuk Pemula",
        amount=350_000,
        occurred_at=EARLY,
    )
    _add(session, use)
    return _add(
        session,
        Dispute(
            use_id=use.id,
            account_id=account.id,
            organisation_id=organisation.id,
            opened_at=EARLY,
        ),
    )


def make_token(
    session: Session,
    client: Client,
    account: Account | None = None,
    *,
    scopes: list[str] | None = None,
    grant: Grant | None = None,
    second_factor_at: datetime | None = LATE,
    **changes: Any,
) -> str:
    """A live access token of `client`, for `account` when given; the bearer text.

    She had shown a second factor, just now at whatever time, unless said otherwise.
    """
    if account is not None and grant is None:
        grant = make_grant(session, client, account)
    bearer = secrets.token_urlsafe(32)
    family_id = new_id()
    if grant is not None:
        _make_code(session, family_id, grant, second_factor_at)
    values: dict[str, Any] = {
        "family_id": family_id,
        "client_id": client.id,
        "grant_id": grant.id if grant else None,
        "account_id": account.id if account else None,
        "scopes": client.scopes if scopes is None else scopes,
        "access_hash": hashlib.sha256(bearer.encode()).digest(),
        "access_expires_at": LATE,
        "issued_at": EARLY + timedelta(days=1),
    }
    _add(session, Token(**(values | changes)))
    return bearer


def make_pushed_request(session: Session) -> PushedRequest:
    """An authorization request that waits for its answer."""
    client = make_client(session, make_organisation(session), ["profile:read"])
    push_request(session, client, {"login_hint": "ani@example.org"}, at=LATE)
    return session.scalars(
        select(PushedRequest).where(PushedRequest.client_id == client.id)
    ).one()


def _make_code(
    session: Session, identity: UUID, grant: Grant, second_factor_at: datetime | None
) -> None:
    """The code that a token came from."""
    code = AuthorizationCode(
        id=identity,
        code_hash=identity.bytes,
        client_id=grant.client_id,
        grant_id=grant.id,
        account_id=grant.account_id,
        redirect_uri="https://platform.example/callback",
        scopes=grant.scopes,
        code_challenge="x" * 43,
        authenticated_at=EARLY,
        second_factor_at=second_factor_at,
        created_at=EARLY,
        expires_at=EARLY,
        used_at=EARLY,
    )
    _add(session, code)


def authorization(bearer: str, key: str | None = None) -> dict[str, str]:
    """Request headers: the token, and an Idempotency-Key when given."""
    headers = {"Authorization": f"Bearer {bearer}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return headers


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
