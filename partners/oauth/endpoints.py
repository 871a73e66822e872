"""Revocation (RFC 7009) and introspection (RFC 7662), each for the token's owner."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import current_app

from partners.oauth.details.types import wire_form
from partners.oauth.grants import ALL_METHODS, CONFIDENTIAL_METHODS
from partners.oauth.models import Token
from partners.oauth.queries import find_token, is_live, usable_grant
from partners.oauth.requests import work
from partners.oauth.resources import api_at
from partners.oauth.rules import digest
from partners.oauth.services.revoke import revoke_family


class PresentedToken:
    """A token with the text by which it was presented, access or refresh."""

    def __init__(self, row: Token, text: str) -> None:
        self.row = row
        self.text = text
        self.client_id: str | None = None

    def check_client(self, client: Any) -> bool:
        """Whether `client` owns the token; its public id is then known here."""
        owned = bool(self.row.client_id == client.row.id)
        self.client_id = client.row.client_id if owned else None
        return owned


def _find(text: str) -> PresentedToken | None:
    row = find_token(work().session, text)
    return PresentedToken(row, text) if row is not None else None


def _require_token(request: Any) -> None:
    """A hint is only a hint: an unknown one is ignored (RFC 7009, section 2.1)."""
    if not request.form.get("token"):
        raise InvalidRequestError("Missing token in request.")


class Revocation(RevocationEndpoint):
    """Ends a token together with all that came from the same authorization."""

    CLIENT_AUTH_METHODS = ALL_METHODS

    def check_params(self, request: Any, client: Any) -> None:
        _require_token(request)

    def query_token(self, token_string: str, hint: str | None) -> PresentedToken | None:
        return _find(token_string)

    def revoke_token(self, token: PresentedToken, request: Any) -> None:
        revoke_family(work().session, token.row.family_id, at=work().at)


class Introspection(IntrospectionEndpoint):
    """Tells a confidential client about its own tokens; of any other token it says
    what it says of an invented one: that it is not active (OA-18)."""

    CLIENT_AUTH_METHODS = CONFIDENTIAL_METHODS

    def check_params(self, request: Any, client: Any) -> None:
        _require_token(request)

    def query_token(self, token_string: str, hint: str | None) -> PresentedToken | None:
        return _find(token_string)

    def check_permission(self, token: Any, client: Any, request: Any) -> bool:
        return bool(token.check_client(client))

    def create_introspection_payload(self, token: Any) -> dict[str, Any]:
        if token is None or not is_live(token.row, token.text, at=work().at):
            return {"active": False}
        row: Token = token.row
        if row.used_at is not None:
            return {"active": False}
        answer = {"active": True, "client_id": token.client_id, **_describe(row)}
        if row.refresh_hash == digest(token.text) and row.refresh_expires_at:
            answer["exp"] = int(row.refresh_expires_at.timestamp())
        else:
            bound = row.key_thumbprint is not None
            answer["token_type"] = "DPoP" if bound else "Bearer"
        if row.grant_id is None:
            return answer
        grant = usable_grant(work().session, row.grant_id)
        if grant is None:
            return {"active": False}
        return {**answer, "sub": grant.subject}


def _describe(row: Token) -> dict[str, Any]:
    """What holds for the access token and the refresh token alike."""
    issuer = current_app.extensions["settings"].public_url
    answer: dict[str, Any] = {
        "iss": issuer,
        "aud": row.resource or api_at(issuer),
        "iat": int(row.issued_at.timestamp()),
        "exp": int(row.access_expires_at.timestamp()),
    }
    if row.key_thumbprint is not None:
        answer["cnf"] = {"jkt": row.key_thumbprint}
    if row.detail is not None:
        return {**answer, "authorization_details": [wire_form(row.detail)]}
    return {**answer, "scope": " ".join(row.scopes)}
