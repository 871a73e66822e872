"""Signing out at a platform's wish: authlib reads the request, on our keys.

OpenID Connect RP-Initiated Logout 1.0, sections 2 (the request) and 3 (the way back).
"""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.rpinitiated import EndSessionEndpoint, EndSessionRequest
from joserfc.jwk import KeySet

from partners.oauth.oidc.hints import ALGORITHMS, read_hint
from partners.oauth.requests import refuse_repeated, work
from partners.oauth.token_keys.queries import trusted_keys


class EndSession(EndSessionEndpoint):
    """What a platform asks for when it wants the person to be signed out here."""

    def validate_request(self, request: Any) -> EndSessionRequest:
        """The request, or InvalidRequestError for a hint that is not of ours.

        Its `redirect_uri` is set only where she may be sent back: with a hint, to an
        address that the client registered for this.
        """
        refuse_repeated(request.payload)
        hint = request.payload.data.get("id_token_hint")
        if hint:
            claims = read_hint(
                work().session, hint, issuer=self.server.issuer, at=work().at
            )
            if not isinstance(claims.get("aud"), str):
                raise InvalidRequestError("id_token_hint is for several clients.")
        return super().validate_request(request)

    def get_server_jwks(self) -> KeySet:
        return trusted_keys(work().session, at=work().at)

    def get_algorithms(self) -> list[str]:
        return ALGORITHMS

    def end_session(self, end_session_request: EndSessionRequest) -> None:
        """The page that answers ends it, together with the cookie (pages.py)."""
