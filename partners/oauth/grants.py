"""The three grants that we offer, on our own storage (OA-09).

authlib checks what the RFCs ask for; each override closes a gap against our bar, named
by its requirement.
"""

import re
from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError, InvalidScopeError
from authlib.oauth2.rfc6749.grants import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    RefreshTokenGrant,
)
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7636.challenge import compare_s256_code_challenge

from core.ids import new_token
from partners.accounts.web import current_session
from partners.oauth.adapters import ServedClient, ServedCode, ServedToken
from partners.oauth.details.extension import PARAMETER as DETAILS
from partners.oauth.dpop.extension import PARAMETER as KEY_OF_CODE
from partners.oauth.models import Grant
from partners.oauth.oidc.rules import nonce_of
from partners.oauth.queries import usable_grant
from partners.oauth.requests import work
from partners.oauth.rules import parse_scopes
from partners.oauth.scopes import CLIENT_SCOPES, PERSON_SCOPES
from partners.oauth.services.codes import claim_code, store_code
from partners.oauth.services.refresh import (
    lock_refresh_token,
    refreshable_scopes,
    rotate,
)

CONFIDENTIAL_METHODS = ["private_key_jwt", "client_secret_basic", "client_secret_post"]
ALL_METHODS = [*CONFIDENTIAL_METHODS, "none"]

# The base64url of a SHA-256, unpadded.
_S256_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


def check_scopes(scope: str | None, client: ServedClient, kind: frozenset[str]) -> None:
    """Raise invalid_scope unless all scopes asked for may be given (OA-16).

    At least one must be asked for, and nothing is filtered.
    """
    asked = set(parse_scopes(scope))
    if not asked or not asked <= (kind & set(client.row.scopes)):
        raise InvalidScopeError()


class CodeGrant(AuthorizationCodeGrant):
    """Authorization code with PKCE; a code works once, whatever comes of it."""

    request: Any
    TOKEN_ENDPOINT_AUTH_METHODS = ALL_METHODS

    @staticmethod
    def validate_authorization_redirect_uri(request: Any, client: Any) -> str:
        """The redirect URI, which must be named and registered (OA-06)."""
        uri = request.payload.redirect_uri
        if not uri or not client.check_redirect_uri(uri):
            raise InvalidRequestError("The redirect_uri is not registered.")
        return str(uri)

    def validate_requested_scope(self) -> None:
        """Scopes, unless one act is asked for (partners/oauth/details checks it)."""
        if self.request.payload.data.get(DETAILS) is None:
            check_scopes(self.request.payload.scope, self.request.client, PERSON_SCOPES)

    def generate_authorization_code(self) -> str:
        return new_token()

    def save_authorization_code(self, code: str, request: Any) -> None:
        store_code(
            work().session,
            code=code,
            grant=request.user,
            redirect_uri=request.payload.redirect_uri,
            scopes=parse_scopes(request.scope),
            code_challenge=request.payload.data["code_challenge"],
            detail=request.detail,
            key_thumbprint=request.payload.data.get(KEY_OF_CODE),
            resource=request.resource,
            proof=current_session().proof,
            nonce=nonce_of(request.payload.data),
            at=work().at,
        )

    def query_authorization_code(self, code: str, client: Any) -> ServedCode | None:
        """Claim the code before anything else is checked: a failed try burns it."""
        row = claim_code(work().session, code=code, client=client.row, at=work().at)
        return ServedCode(row) if row is not None else None

    def generate_token(self, *args: Any, **kwargs: Any) -> Any:
        """For one act a token of its own kind, which cannot be refreshed."""
        detail = self.request.authorization_code.row.detail
        if detail is not None:
            return self.server.generate_single_token(detail)
        return super().generate_token(*args, **kwargs)

    def delete_authorization_code(self, authorization_code: Any) -> None:
        """A used code is kept, so that its second use is noticed (OA-04)."""

    def authenticate_user(self, authorization_code: Any) -> Grant | None:
        return usable_grant(work().session, authorization_code.row.grant_id)


class RequiredS256(CodeChallenge):
    """PKCE by S256 from every client, asked for before anyone consents (OA-01)."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"

    def __init__(self, required: bool = True) -> None:
        super().__init__(required)
        self.SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]
        self.CODE_CHALLENGE_METHODS = {"S256": compare_s256_code_challenge}

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        data = grant.request.payload.data
        if data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("code_challenge_method must be S256.")
        if not _S256_CHALLENGE.match(data.get("code_challenge") or ""):
            raise InvalidRequestError("code_challenge must be a SHA-256 in base64url.")


class RefreshGrant(RefreshTokenGrant):
    """Refresh with rotation, public clients and confidential ones alike (OA-14).

    A client that cannot lose what it was given to a thief keeps its refresh token: the
    token is of no use without the client's keys, and an answer that is lost on the way
    locks nobody out (FAPI 2.0, section 5.3.2.1).
    """

    request: Any
    TOKEN_ENDPOINT_AUTH_METHODS = ALL_METHODS

    @property
    def rotates(self) -> bool:
        """Whether a refresh ends the refresh token and gives another."""
        return not self.request.client.row.is_sender_constrained

    def authenticate_refresh_token(self, refresh_token: str) -> Any:
        session = work().session
        client = self.request.client.row
        row = lock_refresh_token(
            session, refresh_token=refresh_token, client=client, at=work().at
        )
        if row is None or row.grant_id is None:
            return None
        grant = usable_grant(session, row.grant_id)
        if grant is None:
            return None
        return ServedToken(row, refreshable_scopes(session, row, grant))

    def authenticate_user(self, refresh_token: Any) -> Grant | None:
        return usable_grant(work().session, refresh_token.row.grant_id)

    def issue_token(self, user: Any, refresh_token: Any) -> Any:
        """Without a scope the refreshed token has what the one before it had."""
        asked = parse_scopes(self.request.payload.scope) or refresh_token.row.scopes
        scopes = [
            one for one in asked if one in parse_scopes(refresh_token.get_scope())
        ]
        if not scopes:
            raise InvalidScopeError()
        return self.generate_token(
            user=user, scope=" ".join(scopes), include_refresh_token=self.rotates
        )

    def revoke_old_credential(self, refresh_token: Any) -> None:
        if self.rotates:
            rotate(work().session, refresh_token.row, at=work().at)


class OwnAccountGrant(ClientCredentialsGrant):
    """A confidential client on its organisation's own account.

    Without a scope it gets all that it may have on its own account, and the answer says
    which (RFC 6749, section 3.3): stock clients leave the scope out here.
    """

    request: Any
    TOKEN_ENDPOINT_AUTH_METHODS = CONFIDENTIAL_METHODS

    def validate_requested_scope(self) -> None:
        check_scopes(self._scope(), self.request.client, CLIENT_SCOPES)

    def generate_token(self, *args: Any, **kwargs: Any) -> Any:
        return super().generate_token(*args, **kwargs | {"scope": self._scope()})

    def _scope(self) -> str:
        own = CLIENT_SCOPES & set(self.request.client.row.scopes)
        return self.request.payload.scope or " ".join(sorted(own))
