"""id_tokens: authlib puts them together, these are our keys, times and claims.

OpenID Connect Core 1.0, sections 2 (the token), 3.1.3.6 (at_hash) and 12.2 (refresh).
"""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants.code import OpenIDCode, OpenIDToken
from flask import current_app, g

from partners.oauth.adapters import ServedClient, ServedCode
from partners.oauth.models import AuthorizationCode, Grant
from partners.oauth.oidc.rules import is_usable_nonce, nonce_of
from partners.oauth.oidc.wishes import read_wishes
from partners.oauth.requests import work
from partners.oauth.token_keys import Algorithm, TokenKey
from partners.oauth.token_keys.queries import private_key
from partners.oauth.token_keys.rules import ID_TOKEN_LIFETIME, Key
from partners.oauth.token_keys.services.publish import active_key


class IdToken(OpenIDToken):
    """The id_token of a refresh: as at the sign-in, with a new `iat` and no nonce."""

    def get_encode_header(self, client: ServedClient) -> dict[str, str]:
        key = _signing_key(client)
        return {"alg": key.algorithm, "kid": key.kid, "typ": "JWT"}

    def resolve_client_private_key(self, client: ServedClient) -> Key:
        return private_key(work().session, _signing_key(client))

    def get_client_claims(self, client: ServedClient) -> dict[str, Any]:
        """One audience, so that `azp` would say nothing new (section 2)."""
        at = work().at
        return {
            "iss": current_app.extensions["settings"].public_url,
            "aud": client.get_client_id(),
            "iat": int(at.timestamp()),
            "exp": int((at + ID_TOKEN_LIFETIME).timestamp()),
        }

    def get_compatible_claims(self, request: Any) -> dict[str, Any]:
        """With the sign-in that the tokens go back to: authlib would say `now`."""
        claims = self.get_client_claims(request.client)
        if request.refresh_token is None:
            return claims
        code = work().session.get(
            AuthorizationCode, request.refresh_token.row.family_id
        )
        if code is None:
            return claims
        signed_in = self.get_authorization_code_claims(ServedCode(code))
        return claims | {k: v for k, v in signed_in.items() if k != "nonce"}

    def generate_user_info(self, user: Grant, scope: str) -> UserInfo:
        """Who she is for this organisation; her name is told by userinfo alone."""
        return UserInfo(sub=user.subject)


class IdTokenOfCode(IdToken, OpenIDCode):
    """The id_token of a code, with the nonce of the request."""

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """No: the client looks after its nonces (section 3.1.2.1), we repeat them."""
        return False

    def __call__(self, grant: Any) -> None:
        """Our check of wishes stands in for authlib's of `prompt`: that knows one of
        them at a time, and asks who is signed in while a request is being pushed."""
        grant.register_hook("after_create_token_response", self.process_token)
        grant.register_hook(
            "after_validate_authorization_request_payload", self.check_request
        )

    def check_request(self, grant: Any, redirect_uri: str) -> None:
        """Raise invalid_request for wishes or a nonce that we cannot take."""
        parameters = grant.request.payload.data
        read_wishes(parameters)
        nonce = nonce_of(parameters)
        if nonce is None:
            return
        if not is_usable_nonce(nonce):
            raise InvalidRequestError("The nonce is too long, or not printable.")
        self.validate_openid_authorization_request(grant, redirect_uri)


def _signing_key(client: ServedClient) -> TokenKey:
    """The key that signs for this client, looked up once in a request."""
    if "token_key" not in g:
        algorithm = Algorithm(client.id_token_signed_response_alg)
        g.token_key = active_key(work().session, algorithm, at=work().at)
    key: TokenKey = g.token_key
    return key
