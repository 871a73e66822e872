"""Clients, their secrets and their scopes, on the wire."""

from typing import Any

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.oauth.clients.models import ScopeState
from partners.oauth.services.register_client import AUTH_METHODS, GRANT_TYPES
from partners.oauth.token_keys.models import Algorithm

REASON_LETTERS = 500

_BOUND = "It gets tokens for a proof of a key only (DPoP, RFC 9449)."
_PUSHED = "People come to the consent page by pushed requests only (RFC 9126)."


def _name(**options: Any) -> Text:
    return Text(
        validate=Length(min=1, max=100),
        metadata={
            "description": "What people read when they consent.",
            "example": "Pintar Belajar web shop",
        },
        **options,
    )


def _redirect_uris(**options: Any) -> ma.fields.List[str]:
    return ma.fields.List(
        Text(validate=Length(min=1, max=2000)),
        validate=Length(max=20),
        metadata={
            "description": "Where people are sent back to, compared letter by letter.",
            "example": ["https://platform.example/callback"],
        },
        **options,
    )


def _after_sign_out(**options: Any) -> ma.fields.List[str]:
    return ma.fields.List(
        Text(validate=Length(min=1, max=2000)),
        validate=Length(max=20),
        metadata={
            "description": "Where people are sent back to whom you sign out here, too"
            " (RP-Initiated Logout), compared letter by letter.",
            "example": ["https://platform.example/signed-out"],
        },
        **options,
    )


def _grant_types(**options: Any) -> ma.fields.List[str]:
    return ma.fields.List(
        Text(validate=OneOf(GRANT_TYPES)),
        validate=Length(min=1, max=len(GRANT_TYPES)),
        metadata={"example": ["authorization_code", "refresh_token"]},
        **options,
    )


def _auth_method(**options: Any) -> Text:
    return Text(
        validate=OneOf(AUTH_METHODS),
        metadata={
            "description": "How it authenticates itself; `none` is a public client.",
            "example": "client_secret_basic",
        },
        **options,
    )


def _scopes(**options: Any) -> ma.fields.List[str]:
    return ma.fields.List(
        Text(validate=Length(min=1, max=64)),
        metadata={"example": ["catalog:read", "orders:read"]},
        **options,
    )


def _networks(**options: Any) -> ma.fields.List[str]:
    return ma.fields.List(
        Text(validate=Length(min=1, max=64)),
        metadata={
            "description": "Networks (CIDR) from which it may call; empty means all.",
            "example": ["203.0.113.0/24", "2001:db8::/48"],
        },
        **options,
    )


def _id_token_alg(**options: Any) -> Text:
    return Text(
        validate=OneOf([*Algorithm]),
        metadata={"description": "What signs its id_tokens.", "example": "ES256"},
        **options,
    )


def _reason(what: str, example: str) -> Text:
    return Text(
        required=True,
        validate=Length(min=1, max=REASON_LETTERS),
        metadata={"description": what, "example": example},
    )


def _purpose(**options: Any) -> Text:
    return Text(
        validate=Length(min=1, max=REASON_LETTERS),
        metadata={
            "description": "What the sensitive scopes are for; the operator reads it.",
            "example": "Our shop shows people what is left of their balance.",
        },
        **options,
    )


def _jwks(**options: Any) -> ma.fields.Dict:
    return ma.fields.Dict(
        keys=Text(),
        metadata={
            "description": "A JWK set (RFC 7517) of one to five public keys.",
            "example": {
                "keys": [
                    {
                        "kty": "EC",
                        "crv": "P-256",
                        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                    }
                ]
            },
        },
        **options,
    )


class NewClientSchema(Schema):
    name = _name(required=True)
    redirect_uris = _redirect_uris(load_default=list)
    post_logout_redirect_uris = _after_sign_out(load_default=list)
    grant_types = _grant_types(required=True)
    auth_method = _auth_method(load_default="client_secret_basic")
    scopes = _scopes(required=True, validate=Length(min=1, max=50))
    purpose = _purpose(load_default="")
    jwks = ma.fields.Dict(
        keys=Text(),
        load_default=None,
        allow_none=True,
        metadata={"description": "Its public keys (RFC 7517), for private_key_jwt."},
    )
    allowed_networks = _networks(load_default=list)
    requires_pushed_requests = Flag(
        load_default=False, metadata={"description": _PUSHED}
    )
    requires_bound_tokens = Flag(load_default=False, metadata={"description": _BOUND})


class ClientChangeSchema(Schema):
    name = _name()
    redirect_uris = _redirect_uris()
    post_logout_redirect_uris = _after_sign_out()
    grant_types = _grant_types()
    auth_method = _auth_method()
    allowed_networks = _networks()
    id_token_alg = _id_token_alg()
    requires_pushed_requests = Flag(metadata={"description": _PUSHED})
    requires_bound_tokens = Flag(metadata={"description": _BOUND})


class NewClientSecretSchema(Schema):
    name = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=100),
        metadata={"description": "Where you keep it.", "example": "Server 2, May"},
    )
    replaces = ma.fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "The secret that ends now; null ends none."},
    )


class ScopesAskedSchema(Schema):
    scopes = _scopes(required=True, validate=Length(min=1, max=50))
    purpose = _purpose(required=True)


class ClientSwitchSchema(Schema):
    reason = _reason("Why; it is kept.", "The secret was seen in a log file.")


class ScopeDecisionSchema(Schema):
    grant = Flag(required=True, metadata={"description": "False refuses."})
    reason = _reason("Why; the partner reads it.", "The contract covers sales.")
    profile_waiver = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=REASON_LETTERS),
        metadata={
            "description": "Why this client may do without the high-security profile."
        },
    )


class ClientSecretSchema(Schema):
    id = ma.fields.UUID(required=True)
    name = Text(required=True, allow_none=True)
    hint = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Its first letters.", "example": "kJ3x"},
    )
    created_at = ma.fields.AwareDateTime(required=True)
    last_used_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "To five minutes; null if never."},
    )


class ClientKeySetSchema(Schema):
    jwks = _jwks(required=True)


class ClientKeySchema(Schema):
    kid = Text(required=True, allow_none=True)
    kind = Text(required=True, metadata={"example": "EC"})
    thumbprint = Text(
        required=True,
        metadata={
            "description": "SHA-256 of the key (RFC 7638).",
            "example": "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
        },
    )


class ScopeRequestSchema(Schema):
    id = ma.fields.UUID(required=True)
    scope = Text(required=True, metadata={"example": "orders:write"})
    purpose = Text(required=True)
    state = Text(required=True, validate=OneOf([*ScopeState]))
    asked_at = ma.fields.AwareDateTime(required=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    reason = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Why the operator decided so."},
    )


class ClientSchema(Schema):
    id = ma.fields.UUID(
        required=True, metadata={"description": "By which events name it."}
    )
    client_id = Text(required=True, metadata={"example": "q2xYt0Zk1mVdC8r7LwA9bg"})
    name = _name(required=True)
    auth_method = _auth_method(required=True)
    grant_types = _grant_types(required=True)
    redirect_uris = _redirect_uris(required=True)
    post_logout_redirect_uris = _after_sign_out(required=True)
    scopes = _scopes(required=True)
    allowed_networks = _networks(required=True)
    id_token_alg = _id_token_alg(required=True)
    requires_pushed_requests = Flag(required=True, metadata={"description": _PUSHED})
    requires_bound_tokens = Flag(required=True, metadata={"description": _BOUND})
    created_at = ma.fields.AwareDateTime(required=True)
    last_used_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When it last got or checked a token, roughly."},
    )
    disabled_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    disabled_by = Text(
        required=True,
        allow_none=True,
        metadata={"description": "`organisation` or `operator`."},
    )
    disabled_reason = Text(required=True, allow_none=True)
    version = WholeNumber(
        required=True, metadata={"description": "The number in the ETag."}
    )
    secrets = ma.fields.List(ma.fields.Nested(ClientSecretSchema), required=True)
    keys = ma.fields.List(ma.fields.Nested(ClientKeySchema), required=True)
    scope_requests = ma.fields.List(
        ma.fields.Nested(ScopeRequestSchema),
        required=True,
        metadata={"description": "For each sensitive scope the last request."},
    )


class ClientWithSecretSchema(ClientSchema):
    secret = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "The new secret, shown this once; null without one.",
            "example": "kJ3xq0vJ0cC2yZ8mS1bN5tR7wE9uI4oP6aD3fG2hK1l",
        },
    )


class AskedScopeSchema(ScopeRequestSchema):
    organisation_id = ma.fields.UUID(required=True)
    organisation = Text(required=True, metadata={"description": "Its name."})
    client_id = Text(required=True)
    client = Text(required=True, metadata={"description": "Its name."})


class AskedQuerySchema(PageArgumentsSchema):
    state = Text(load_default=ScopeState.REQUESTED, validate=OneOf([*ScopeState]))


ClientPageSchema = page_schema(ClientSchema, "ClientPage")
AskedPageSchema = page_schema(AskedScopeSchema, "ScopeRequestPage")
