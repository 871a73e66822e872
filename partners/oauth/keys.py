"""Public keys of clients: what is accepted as one, and what is kept of it.

Keys come as a JSON Web Key set (RFC 7517) that the client hands over. There is no
`jwks_uri`: nothing that a stranger names is fetched (decision 15).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import Key, RSAKey, import_key

from partners.oauth.errors import KeySetUnusable

MAX_KEYS = 5
MAX_NAME = 200
# The modulus of an RSA key of 4096 bits, in base64url.
MAX_MEMBER = 683
RSA_BITS = range(2048, 4097)
RSA_EXPONENT = 65537

Jwk = dict[str, str]


class UnusableKey(ValueError):
    """The JWK is no public key that is accepted; the message names its fault."""


@dataclass(frozen=True)
class _Kind:
    algorithms: frozenset[str]
    members: tuple[str, ...]


_KINDS = {
    ("EC", "P-256"): _Kind(frozenset({"ES256"}), ("kty", "crv", "x", "y")),
    ("OKP", "Ed25519"): _Kind(frozenset({"EdDSA", "Ed25519"}), ("kty", "crv", "x")),
    ("RSA", None): _Kind(frozenset({"PS256"}), ("kty", "n", "e")),
}
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def public_jwk(value: Any) -> Jwk:
    """The public members of a JWK, without its name; raises UnusableKey.

    Accepted are P-256, Ed25519, and RSA of 2048 to 4096 bits with the exponent 65537.
    A JWK with a private member is refused, so that its owner learns of it.
    """
    if not isinstance(value, Mapping):
        raise UnusableKey("no-object")
    if _PRIVATE & value.keys():
        raise UnusableKey("private-key")
    kind = _kind_of(value)
    if value.get("use", "sig") != "sig":
        raise UnusableKey("not-for-signatures")
    if "alg" in value and value["alg"] not in kind.algorithms:
        raise UnusableKey("algorithm-not-accepted")
    jwk = {name: value.get(name) for name in kind.members}
    _check_numbers(jwk)
    return {name: str(member) for name, member in jwk.items()}


def key_of(jwk: Mapping[str, str]) -> Key:
    """The key to verify with, of a JWK that `public_jwk` has let through."""
    return import_key({name: jwk[name] for name in jwk if name != "kid"})


def thumbprint_of(jwk: Mapping[str, str]) -> str:
    """The SHA-256 thumbprint of a key, 43 letters (RFC 7638)."""
    return key_of(jwk).thumbprint()


def read_key_set(value: Any) -> list[Jwk]:
    """The public keys of a JWK set, one to five of them; raises KeySetUnusable.

    Of several, each needs a `kid` of its own, by which its assertions name it.
    """
    keys = value.get("keys") if isinstance(value, Mapping) else None
    if not isinstance(keys, list) or not keys:
        raise KeySetUnusable(fault="no-keys")
    if len(keys) > MAX_KEYS:
        raise KeySetUnusable(fault="too-many-keys")
    try:
        read = [_named_jwk(key) for key in keys]
    except UnusableKey as error:
        raise KeySetUnusable(fault=str(error)) from error
    names = {jwk.get("kid") for jwk in read}
    if len(read) > 1 and (None in names or len(names) < len(read)):
        raise KeySetUnusable(fault="kid-missing-or-twice")
    return read


def _named_jwk(value: Any) -> Jwk:
    jwk = public_jwk(value)
    kid = value.get("kid")
    if kid is None:
        return jwk
    if not isinstance(kid, str) or not 0 < len(kid) <= MAX_NAME or "\0" in kid:
        raise UnusableKey("kid-not-usable")
    return {**jwk, "kid": kid}


def _kind_of(value: Mapping[str, Any]) -> _Kind:
    kty, curve = value.get("kty"), value.get("crv")
    for name, kind in _KINDS.items():
        if name == (kty, None if kty == "RSA" else curve):
            return kind
    raise UnusableKey("kind-not-accepted")


def _check_numbers(jwk: Mapping[str, Any]) -> None:
    """Let the library read the numbers, and hold RSA to its sizes."""
    if not all(isinstance(one, str) and len(one) <= MAX_MEMBER for one in jwk.values()):
        raise UnusableKey("numbers-not-usable")
    try:
        key = import_key(dict(jwk))
    except (JoseError, ValueError) as error:
        raise UnusableKey("numbers-not-usable") from error
    if isinstance(key, RSAKey):
        numbers = key.public_key.public_numbers()
        if numbers.n.bit_length() not in RSA_BITS or numbers.e != RSA_EXPONENT:
            raise UnusableKey("rsa-size-or-exponent")
