"""The programme's own signature: who signs, under which address, with which key.

Documents are signed as compact JWS (RFC 7515) with Ed25519, `alg` EdDSA (RFC 8037). A
key is named by its JWK thumbprint (RFC 7638), and its `kid` is the address at which
anyone finds it, as Open Badges 3.0 asks. Keys that no longer sign are kept, so that a
rotation never makes a good document look false.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy.orm import Session

ALGORITHM = "EdDSA"


class BadSignature(Exception):
    """The text is no document of ours: altered, of another key, or no JWS at all."""


@dataclass(frozen=True)
class Issuer:
    """The programme as a signer: its public address, name, local time and keys.

    `signing_seed` is the 32-byte Ed25519 seed in use; `retired` are 32-byte public keys
    that once signed.
    """

    address: str
    name: str
    zone: ZoneInfo
    signing_seed: bytes
    retired: Sequence[bytes] = ()

    @property
    def key_id(self) -> str:
        """The thumbprint of the key in use."""
        return thumbprint(self._public_key)

    def sign(self, payload: dict[str, Any]) -> str:
        """The payload as a signed JWT."""
        header = {"alg": ALGORITHM, "typ": "JWT", "kid": self._kid(self.key_id)}
        signed = f"{_encode_json(header)}.{_encode_json(payload)}"
        key = Ed25519PrivateKey.from_private_bytes(self.signing_seed)
        return f"{signed}.{_encode(key.sign(signed.encode()))}"

    def verify(self, token: str) -> dict[str, Any]:
        """The payload of a JWT that one of our keys signed; raises BadSignature.

        Only the algorithm and the keys known here count, whatever the header says
        (RFC 8725, sections 3.1 and 3.10).
        """
        try:
            signed, _, signature = token.rpartition(".")
            header, payload = (json.loads(_decode(part)) for part in signed.split("."))
            key = self._key_named(header)
            key.verify(_decode(signature), signed.encode())
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            InvalidSignature,
        ) as error:
            raise BadSignature("Not signed by a key of ours.") from error
        return cast(dict[str, Any], payload)

    def jwks(self) -> list[dict[str, str]]:
        """All keys as public JWKs, the one in use first."""
        return [self._jwk(key) for key in (self._public_key, *self.retired)]

    def _key_named(self, header: dict[str, Any]) -> Ed25519PublicKey:
        if header["alg"] != ALGORITHM or header.get("typ") != "JWT":
            raise ValueError(header)
        keys = {thumbprint(key): key for key in (self._public_key, *self.retired)}
        # The thumbprint alone, so that old documents survive a change of our address.
        key_id = header["kid"].rpartition("/")[2]
        return Ed25519PublicKey.from_public_bytes(keys[key_id])

    def jwk(self, key_id: str) -> dict[str, str] | None:
        """The public JWK with a thumbprint, or None."""
        by_id = {key["kid"].rpartition("/")[2]: key for key in self.jwks()}
        return by_id.get(key_id)

    def _jwk(self, key: bytes) -> dict[str, str]:
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": _encode(key),
            "use": "sig",
            "alg": ALGORITHM,
            "kid": self._kid(thumbprint(key)),
        }

    def _kid(self, key_id: str) -> str:
        return f"{self.address}/keys/{key_id}"

    @property
    def _public_key(self) -> bytes:
        key = Ed25519PrivateKey.from_private_bytes(self.signing_seed)
        return key.public_key().public_bytes_raw()


def thumbprint(public_key: bytes) -> str:
    """The JWK thumbprint of an Ed25519 key (RFC 7638 and RFC 8037, appendix A.3)."""
    members = {"crv": "Ed25519", "kty": "OKP", "x": _encode(public_key)}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return _encode(hashlib.sha256(canonical.encode()).digest())


def issuer_of(session: Session) -> Issuer:
    """The issuer that this session carries (see core.unit_of_work.make_sessions)."""
    return cast(Issuer, session.info["issuer"])


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _encode_json(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _encode(text.encode())


def _decode(part: str) -> bytes:
    """Base64url as RFC 7515 writes it: one spelling only, without padding."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), "-_", validate=True)
    except binascii.Error as error:
        raise ValueError("Not base64url.") from error
    if _encode(raw) != part:
        raise ValueError("Not the canonical spelling.")
    return raw
