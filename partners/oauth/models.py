"""Clients, consents, codes and tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id
from partners.oauth.token_keys.models import Algorithm


class Client(Base):
    """A program of an organisation.

    `auth_method` is `private_key_jwt`, `client_secret_basic`, `client_secret_post` or
    `none` (a public client: PKCE alone). With the first it has `public_keys`, one to
    five JWKs, and with the others none. `id_token_alg` signs its id_tokens. With
    `requires_pushed_requests` people come to the consent page by RFC 9126 only, with
    `requires_bound_tokens` it gets a token only for a proof of a key (RFC 9449).
    `profile_waiver` is why it may do without the high-security profile.

    `allowed_networks` (CIDR) are the addresses from which it may call; empty means all.
    Codes and tokens from before `tokens_valid_from` are dead. `version` grows with what
    people change, `last_used_at` by itself, in steps of five minutes.
    """

    __tablename__ = "oauth_clients"
    __table_args__ = (
        CheckConstraint(
            "auth_method IN ('client_secret_basic', 'client_secret_post',"
            " 'private_key_jwt', 'none')",
            name="auth_method_known",
        ),
        CheckConstraint(
            "(auth_method = 'private_key_jwt') = (public_keys IS NOT NULL)",
            name="keys_fit_auth_method",
        ),
        CheckConstraint(one_of("id_token_alg", Algorithm), name="id_token_alg_known"),
        CheckConstraint(
            "disabled_by IN ('organisation', 'operator')", name="disabled_by_known"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    name: Mapped[str]
    redirect_uris: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    post_logout_redirect_uris: Mapped[list[str]] = mapped_column(
        ARRAY(Text()), default=list, server_default=text("'{}'")
    )
    grant_types: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    auth_method: Mapped[str]
    public_keys: Mapped[list[dict[str, str]] | None] = mapped_column(
        JSONB(none_as_null=True)
    )
    id_token_alg: Mapped[str] = mapped_column(
        default=Algorithm.ES256, server_default=text("'ES256'")
    )
    requires_pushed_requests: Mapped[bool] = mapped_column(server_default="false")
    requires_bound_tokens: Mapped[bool] = mapped_column(server_default="false")
    profile_waiver: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    disabled_by: Mapped[str | None]
    disabled_reason: Mapped[str | None]
    allowed_networks: Mapped[list[str]] = mapped_column(
        ARRAY(Text()), default=list, server_default="{}"
    )
    tokens_valid_from: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @property
    def is_sender_constrained(self) -> bool:
        """Whether nothing that it was given is of use without one of its keys."""
        return self.auth_method == "private_key_jwt" and self.requires_bound_tokens

    @property
    def has_high_security(self) -> bool:
        """Whether it keeps to the high-security profile (FAPI 2.0, OA-11)."""
        return self.is_sender_constrained and self.requires_pushed_requests


class ClientSecret(Base):
    """One of a client's secrets: 256 random bits, kept as SHA-256; two may live.

    `name` is the developer's, `hint` the first letters, by which she knows it again.
    """

    __tablename__ = "oauth_client_secrets"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"), index=True)
    secret_hash: Mapped[bytes]
    name: Mapped[str | None]
    hint: Mapped[str | None]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Grant(Base):
    """A person's consent to a client: what is shared and what may be done.

    `subject` is the pairwise id by which the organisation knows her. One live grant per
    person and client; withdrawing it kills its tokens.
    """

    __tablename__ = "oauth_grants"
    __table_args__ = (
        Index(
            "uq_oauth_grants_live",
            "account_id",
            "client_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_oauth_grants_organisation", "organisation_id", "subject"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    subject: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    consent_text: Mapped[str]
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]


class AuthorizationCode(Base):
    """A code of the authorization endpoint, used at most once within 60 seconds.

    A used code is kept: its second use revokes every token that came from it (OA-04).
    `detail` is the one act that she allowed, where that is what was asked (RFC 9396).
    It remembers how she had signed in, for the id_tokens of its whole family. With a
    `key_thumbprint` it is redeemed by a proof of that key only.
    """

    __tablename__ = "oauth_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"), index=True)
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_grants.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    redirect_uri: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    code_challenge: Mapped[str]
    key_thumbprint: Mapped[str | None]
    resource: Mapped[str | None]
    detail: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    nonce: Mapped[str | None]
    authenticated_at: Mapped[datetime | None]
    authentication_methods: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))
    second_factor_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Token(Base):
    """An access token, perhaps with a refresh token; hashes only.

    Tokens that came from one code share its `family_id`; a client-credentials token has
    neither grant nor account. A rotated refresh token has `rotated_at`: its second use
    kills the family (OA-14). One with a `detail` has no scope: it can do that act
    alone, and once (`used_at`). One with a `key_thumbprint` is of use with a proof of
    that key only, and so is its refresh token if the client is public.
    """

    __tablename__ = "oauth_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    family_id: Mapped[UUID] = mapped_column(index=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"), index=True)
    grant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("oauth_grants.id"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    access_hash: Mapped[bytes] = mapped_column(unique=True)
    access_expires_at: Mapped[datetime]
    refresh_hash: Mapped[bytes | None] = mapped_column(unique=True)
    refresh_expires_at: Mapped[datetime | None]
    issued_at: Mapped[datetime]
    key_thumbprint: Mapped[str | None]
    resource: Mapped[str | None]
    detail: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    used_at: Mapped[datetime | None]
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SpentId(Base):
    """An identifier that counts once and was used: the `jti` of an assertion or of a
    proof, as a hash. It is kept until its carrier would be refused as too old."""

    __tablename__ = "oauth_spent_ids"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
