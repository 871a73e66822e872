"""Keys and signatures of clients, made without any code of ours."""

import json
import secrets
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64encode

ISSUER = "http://127.0.0.1:8000"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@cache
def key_for(algorithm: str, owner: str = "client") -> Key:
    """A private key for an algorithm, made once per owner and run."""
    if algorithm.startswith("ES"):
        return ECKey.generate_key({"256": "P-256", "384": "P-384"}[algorithm[2:]])
    if algorithm in ("EdDSA", "Ed25519"):
        return OKPKey.generate_key("Ed25519")
    if algorithm.startswith("HS"):
        return OctKey.import_key("a secret that is long enough for an HMAC key")
    return RSAKey.generate_key(2048)


def jwk_set(*keys: Key, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """The public halves as a JWK set; `names` are their `kid`s."""
    public = [key.as_dict(private=False) for key in keys]
    for jwk, name in zip(public, names, strict=False):
        jwk["kid"] = name
    return {"keys": public}


def part(value: Any) -> str:
    """A part of a compact JWS: JSON, or text as it is, in base64url."""
    text = value if isinstance(value, str) else json.dumps(value)
    return urlsafe_b64encode(text.encode()).decode()


def sign(header: Any, claims: Any, key: Key | None, algorithm: str) -> str:
    """A compact JWS of whatever header and claims; without a key its signature is
    empty. `algorithm` signs, whatever the header says."""
    signing_input = f"{part(header)}.{part(claims)}"
    if key is None:
        return signing_input + "."
    name = "Ed25519" if algorithm == "EdDSA" else algorithm
    signature = JWSRegistry.algorithms[name].sign(signing_input.encode(), key)
    return f"{signing_input}.{urlsafe_b64encode(signature).decode()}"


@dataclass(frozen=True)
class Ahead:
    """An instant so many seconds from when it is signed."""

    seconds: float


def instants(claims: dict[str, Any]) -> dict[str, Any]:
    """The claims with their instants as of now; None leaves one out."""
    now = int(time.time())
    return {
        name: now + value.seconds if isinstance(value, Ahead) else value
        for name, value in claims.items()
        if value is not None
    }


def claims_of(client_id: str, **changes: Any) -> dict[str, Any]:
    """The claims of a good assertion; None leaves one out."""
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": ISSUER,
        "iat": Ahead(0),
        "exp": Ahead(60),
        "jti": secrets.token_urlsafe(16),
    }
    return instants(claims | changes)


def assertion(
    client_id: str,
    key: Key,
    algorithm: str = "ES256",
    header: dict[str, Any] | None = None,
    **changes: Any,
) -> str:
    """A signed client assertion."""
    head = {"alg": algorithm, "typ": "JWT", **(header or {})}
    head = {name: value for name, value in head.items() if value is not None}
    return sign(head, claims_of(client_id, **changes), key, algorithm)


def asserted(text: str) -> dict[str, str]:
    """The parameters of a request that carry an assertion."""
    return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": text}
