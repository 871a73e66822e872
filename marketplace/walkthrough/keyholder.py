"""A client that signs: who it is, and each request that it makes with a bound token."""

import base64
import hashlib
from collections.abc import Mapping
from time import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from core.ids import new_token

ALGORITHM = "ES256"
SECONDS = 60
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Keyholder:
    """Signs with two keys: one that the server knows, and one made for this run."""

    def __init__(self, client_id: str, issuer: str, key: Mapping[str, str]) -> None:
        self._client_id = client_id
        self._issuer = issuer
        self._known = ECKey.import_key(dict(key))
        self._own = ECKey.generate_key("P-256")
        self.nonce: str | None = None

    def identity(self) -> dict[str, str]:
        """The parameters that say who sends a request (RFC 7523)."""
        now = int(time())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": self._issuer,
            "iat": now,
            "exp": now + SECONDS,
            "jti": new_token(128),
        }
        return {
            "client_id": self._client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": _sign({"kid": self._known.kid}, claims, self._known),
        }

    def proof(self, method: str, path: str, *, token: str | None = None) -> str:
        """A proof of possession for one request (RFC 9449)."""
        claims: dict[str, Any] = {
            "htm": method,
            "htu": self._issuer + path,
            "iat": int(time()),
            "jti": new_token(128),
        }
        if self.nonce is not None:
            claims["nonce"] = self.nonce
        if token is not None:
            hashed = hashlib.sha256(token.encode()).digest()
            claims["ath"] = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        header = {"typ": "dpop+jwt", "jwk": self._own.as_dict(private=False)}
        return _sign(header, claims, self._own)


def _sign(header: Mapping[str, Any], claims: dict[str, Any], key: ECKey) -> str:
    return jwt.encode({"alg": ALGORITHM, **header}, claims, key)
