"""Our rows in the shape that authlib's grants work with."""

import hmac
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin
from authlib.oidc.core import AuthorizationCodeMixin

from partners.oauth.models import AuthorizationCode, Client, Token
from partners.oauth.oidc.rules import acr_of
from partners.oauth.queries import FoundClient
from partners.oauth.rules import digest, is_registered_address, parse_scopes


class ServedClient(ClientMixin):
    """A client as authlib asks about it; `row` is ours."""

    def __init__(self, found: FoundClient) -> None:
        self.row: Client = found.client
        self.organisation = found.organisation
        self.secrets = found.secrets

    @property
    def is_public(self) -> bool:
        return self.row.auth_method == "none"

    @property
    def client_metadata(self) -> dict[str, Any]:
        """What authlib reads of a client by its name in the registration's RFC."""
        return {"post_logout_redirect_uris": self.row.post_logout_redirect_uris}

    @property
    def id_token_signed_response_alg(self) -> str:
        return self.row.id_token_alg

    def get_client_id(self) -> str:
        return self.row.client_id

    def get_default_redirect_uri(self) -> Any:
        """None: a redirect URI is always named in the request (OA-06)."""
        return None

    def get_allowed_scope(self, scope: Any) -> str:
        """The scopes as asked for. They were checked before: a scope that is not
        allowed is refused, never dropped in silence (OA-16)."""
        return " ".join(parse_scopes(scope))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return is_registered_address(
            redirect_uri, self.row.redirect_uris, public=self.is_public
        )

    def check_client_secret(self, client_secret: str) -> bool:
        """Compared as hashes: in constant time, and safe for any text (OA-19)."""
        hashed = digest(client_secret)
        return any(hmac.compare_digest(hashed, one) for one in self.secrets)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.row.auth_method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and self.check_grant_type("authorization_code")

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.row.grant_types


class ServedCode(AuthorizationCodeMixin):
    """An authorization code that the client has just claimed."""

    code_challenge_method = "S256"

    def __init__(self, row: AuthorizationCode) -> None:
        self.row = row
        self.code_challenge = row.code_challenge

    def get_redirect_uri(self) -> str:
        return self.row.redirect_uri

    def get_scope(self) -> str:
        return " ".join(self.row.scopes)

    def get_nonce(self) -> str | None:
        return self.row.nonce

    def get_auth_time(self) -> int | None:
        """When she signed in, in seconds since 1970."""
        at = self.row.authenticated_at
        return int(at.timestamp()) if at is not None else None

    def get_acr(self) -> Any:
        return acr_of(self.row.authentication_methods or ())

    def get_amr(self) -> Any:
        return self.row.authentication_methods


class ServedToken(TokenMixin):
    """A token whose refresh token was presented, with what a refresh may ask for."""

    def __init__(self, row: Token, scopes: list[str]) -> None:
        self.row = row
        self._scopes = scopes

    def check_client(self, client: ServedClient) -> bool:
        return self.row.client_id == client.row.id

    def get_scope(self) -> str:
        return " ".join(self._scopes)
