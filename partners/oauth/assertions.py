"""Clients that prove who they are by a signature: `private_key_jwt` (RFC 7523).

authlib reads the request and asks the questions; the answers are stricter than its own
(OA-12): one audience, short lives, three algorithms, and each assertion counts once.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion

from partners.oauth.adapters import ServedClient
from partners.oauth.jws import Signed, Unreadable, instant, take_apart
from partners.oauth.keys import Jwk, key_of
from partners.oauth.requests import refused_client, work
from partners.oauth.services.spend import spend_once

METHOD = "private_key_jwt"

MAX_AHEAD = timedelta(minutes=5)
# A client's clock may run ahead of ours by this much (FAPI 2.0, section 5.3.2.1).
CLOCK_AHEAD = timedelta(seconds=60)
MAX_JTI = 256

# `typ` that RFC 7523 allows, and the one that its revision asks for. An ID token, an
# access token or a proof of possession has another.
TYPES = (None, "JWT", "jwt", "client-authentication+jwt")


class ClientAssertion(JWTBearerClientAssertion):
    """Finds the client that signed the assertion of a request."""

    CLIENT_AUTH_METHOD = METHOD  # type: ignore[misc]  # authlib calls it final

    def __init__(self, issuer: str) -> None:
        super().__init__()
        self._issuer = issuer
        self._signed: Signed | None = None

    def extract_assertion(self, assertion: str) -> tuple[Any, Any]:
        """Header and claims, of which nothing is believed yet."""
        try:
            self._signed = take_apart(assertion, types=TYPES)
        except Unreadable as error:
            raise refused_client(str(error)) from error
        return self._signed.header, self._signed.claims

    def resolve_client_public_key(self, client: ServedClient) -> list[Jwk]:
        """The keys that the client registered; none for a client with a secret."""
        return client.row.public_keys or []

    def process_assertion_claims(self, assertion: str, keys: Any) -> Any:
        """The claims, once one of the keys has proved to be the signer's.

        Only from here on the answer says what is wrong: whoever reads it holds the key.
        """
        signed = self._signed
        if signed is None or not _signer(signed, keys):
            raise refused_client()
        self.verify_claims(signed.claims)
        return signed.claims

    def verify_claims(self, claims: Any) -> None:
        """Raise invalid_client unless the claims are for us, now, and for once."""
        check_claims(claims, issuer=self._issuer, at=work().at)
        expires_at = datetime.fromtimestamp(claims["exp"], UTC)
        parts = ("assertion", claims["sub"], claims["jti"])
        if not spend_once(work().session, *parts, until=expires_at):
            raise refused_client("This jti was used before.")


def client_that_signed(request: Any, query_client: Any, *, issuer: str) -> ServedClient:
    """The client whose key signed the assertion of a request; raises invalid_client.

    A `client_id` beside the assertion must name the same client (RFC 7521, section
    4.2).
    """
    try:
        client: ServedClient | None = ClientAssertion(issuer)(query_client, request)
    except InvalidClientError as error:
        if error.status_code == 401:
            raise
        # authlib's own words tell a stranger which clients exist.
        raise refused_client() from error
    if client is None:
        raise refused_client("client_assertion_type is not the one of RFC 7523.")
    if request.form.get("client_id", client.get_client_id()) != client.get_client_id():
        raise refused_client("client_id and the assertion name two clients.")
    return client


def check_claims(claims: Mapping[str, Any], *, issuer: str, at: datetime) -> None:
    """Raise invalid_client unless iss, aud and the times are as OA-12 asks, and there
    is a jti. That `sub` names the client whose key signed is known before."""
    if claims.get("iss") != claims.get("sub"):
        raise refused_client("iss and sub must both be the client_id.")
    if claims.get("aud") != issuer:
        raise refused_client("aud must be our issuer, as one string.")
    now = at.timestamp()
    expires_at = instant(claims.get("exp"))
    if expires_at is None or expires_at <= now:
        raise refused_client("exp is missing or over.")
    if expires_at > now + MAX_AHEAD.total_seconds():
        raise refused_client("exp may be at most 5 minutes ahead.")
    for name in ("iat", "nbf"):
        begins_at = instant(claims.get(name, now))
        if begins_at is None or begins_at > now + CLOCK_AHEAD.total_seconds():
            raise refused_client(f"{name} is no instant, or in the future.")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= MAX_JTI or "\0" in jti:
        raise refused_client(f"jti must be a text of at most {MAX_JTI} letters.")


def _signer(signed: Signed, keys: list[Jwk]) -> bool:
    """Whether one of the client's keys signed: the named one, or without a name any."""
    kid = signed.header.get("kid")
    named = [jwk for jwk in keys if kid is None or jwk.get("kid") in (None, kid)]
    return any(signed.is_signed_by(key_of(jwk)) for jwk in named)
