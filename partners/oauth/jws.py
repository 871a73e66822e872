"""Reading what clients sign: compact JWS with JSON claims (RFC 7515, RFC 8725).

Client assertions and proofs of possession come through here. What the text says of its
own key or algorithm counts for nothing until the caller has chosen both.
"""

import json
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64decode

from openapi.security import PROOF_ALGORITHMS

# RFC 9864 names EdDSA over Ed25519 by its curve; both names mean the same signature.
ALGORITHMS = PROOF_ALGORITHMS

_VERIFIERS = {
    name: JWSRegistry.algorithms["Ed25519" if name == "EdDSA" else name]
    for name in ALGORITHMS
}

# An RSA key of 4096 bits in the header, its signature and the claims, with room.
MAX_LENGTH = 8192

# Header members that lead a reader to a key, or change what is signed.
_REFUSED_MEMBERS = frozenset({"crit", "b64", "jku", "x5u", "x5c", "zip"})


class Unreadable(ValueError):
    """The text is no JWS that is accepted here."""


@dataclass(frozen=True)
class Signed:
    """A JWS taken apart; nothing in it is believed before `is_signed_by`."""

    header: dict[str, Any]
    claims: dict[str, Any]
    signing_input: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        """One of ALGORITHMS."""
        return str(self.header["alg"])

    def is_signed_by(self, key: Key) -> bool:
        """Whether this key made the signature, by the algorithm in the header."""
        verifier = _VERIFIERS[self.algorithm]
        try:
            verifier.check_key(key)
            return verifier.verify(self.signing_input, self.signature, key)
        except (JoseError, ValueError):
            return False


def take_apart(text: str, *, types: Collection[str | None]) -> Signed:
    """The parts of a compact JWS whose `typ` is one of `types` (None: it has none).

    Raises Unreadable: for another type or algorithm, a header that names a key by its
    address, and JSON that two readers may read differently.
    """
    if len(text) > MAX_LENGTH or not text.isascii() or text.count(".") != 2:
        raise Unreadable("It is no compact JWS.")
    head, body, tail = text.encode().split(b".")
    try:
        header, claims = _object(head), _object(body)
        signature = urlsafe_b64decode(tail)
    except (ValueError, RecursionError) as error:
        raise Unreadable("It is no compact JWS of JSON objects.") from error
    if header.get("alg") not in ALGORITHMS:
        raise Unreadable(f"alg must be one of {', '.join(ALGORITHMS)}.")
    if header.get("typ") not in types or _REFUSED_MEMBERS & header.keys():
        raise Unreadable("Its header has a wrong typ, or members not accepted here.")
    return Signed(header, claims, head + b"." + body, signature)


def instant(value: Any) -> float | None:
    """A NumericDate (RFC 7519, section 2) in seconds; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = float(value) if abs(value) < 1e12 else math.inf
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _object(part: bytes) -> dict[str, Any]:
    """A JSON object; its names come once and its numbers are finite."""
    value = json.loads(
        urlsafe_b64decode(part), object_pairs_hook=_once, parse_constant=_refuse
    )
    if not isinstance(value, dict):
        raise ValueError("No object.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("A name comes twice.")
    return members


def _refuse(constant: str) -> None:
    raise ValueError(constant)
