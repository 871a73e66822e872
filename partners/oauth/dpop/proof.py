"""Reading a proof of possession (RFC 9449, section 4; requirement OA-13)."""

import base64
import hashlib
import hmac
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from partners.oauth.jws import Unreadable, instant, take_apart
from partners.oauth.keys import UnusableKey, key_of, public_jwk

TYPE = "dpop+jwt"
MAX_AGE = timedelta(seconds=60)
CLOCK_AHEAD = timedelta(seconds=10)
MAX_TEXT = 256

_PORTS = {"http": 80, "https": 443}


class BadProof(Exception):
    """The proof proves nothing here and now; `fault` names why, for programs too."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Proof:
    """A proof for this request by the holder of a key.

    `thumbprint` names the key, `jti` this very proof, which counts until `ends_at`.
    `nonce` is whatever the client says that we gave it.
    """

    thumbprint: str
    jti: str
    nonce: str | None
    ends_at: datetime


def read_proof(
    text: str,
    *,
    method: str,
    address: str,
    at: datetime,
    access_token: str | None = None,
) -> Proof:
    """The proof in a DPoP header; raises BadProof.

    It has to be for this method and for `address`, our public one without a query. With
    an access token it has to be for that one. Whether its nonce is one of ours, and
    whether the proof was used before, is for the caller to ask.
    """
    try:
        signed = take_apart(text, types={TYPE})
        jwk = public_jwk(signed.header.get("jwk"))
    except Unreadable as error:
        raise BadProof("malformed-or-wrong-typ-or-alg") from error
    except UnusableKey as error:
        raise BadProof(f"jwk-{error}") from error
    key = key_of(jwk)
    if not signed.is_signed_by(key):
        raise BadProof("signature-wrong")
    claims = signed.claims
    if claims.get("htm") != method:
        raise BadProof("htm-is-another-method")
    if not is_same_address(claims.get("htu"), address):
        raise BadProof("htu-is-another-address")
    if access_token is not None and not _is_hash(claims.get("ath"), access_token):
        raise BadProof("ath-is-another-token")
    return Proof(
        thumbprint=key.thumbprint(),
        jti=_text(claims, "jti"),
        nonce=_text(claims, "nonce") if "nonce" in claims else None,
        ends_at=_end(claims, at),
    )


def is_same_address(htu: Any, address: str) -> bool:
    """Whether `htu` names the address, whatever its query (RFC 9449, section 4.3).

    Spellings that RFC 3986, section 6.2, holds to be the same are the same: a host in
    capitals, the scheme's own port, a letter written by its number.
    """
    if not isinstance(htu, str) or len(htu) > 2048:
        return False
    try:
        return _spelled(urlsplit(htu)) == _spelled(urlsplit(address))
    except ValueError:
        return False


def _spelled(parts: SplitResult) -> tuple[str, str, int | None, str]:
    if "@" in parts.netloc or not parts.hostname:
        raise ValueError("No address of a resource.")
    port = parts.port or _PORTS.get(parts.scheme)
    return parts.scheme, parts.hostname, port, unquote(parts.path) or "/"


def _is_hash(ath: Any, access_token: str) -> bool:
    hashed = hashlib.sha256(access_token.encode()).digest()
    wanted = base64.urlsafe_b64encode(hashed).rstrip(b"=")
    return isinstance(ath, str) and hmac.compare_digest(
        ath.encode("utf-8", "surrogatepass"), wanted
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT or "\0" in value:
        raise BadProof(f"{name}-not-usable")
    return value


def _end(claims: Mapping[str, Any], at: datetime) -> datetime:
    """Until when the proof counts; raises BadProof when it does not count at `at`."""
    issued_at = instant(claims.get("iat"))
    latest = (at + CLOCK_AHEAD).timestamp()
    if issued_at is None or issued_at > latest:
        raise BadProof("iat-missing-or-ahead")
    if issued_at < (at - MAX_AGE).timestamp():
        raise BadProof("iat-too-old")
    if "nbf" in claims and not _is_in(claims["nbf"], 0, latest):
        raise BadProof("nbf-not-usable-or-ahead")
    if "exp" in claims and not _is_in(claims["exp"], at.timestamp(), math.inf):
        raise BadProof("exp-not-usable-or-over")
    return datetime.fromtimestamp(issued_at, UTC) + MAX_AGE


def _is_in(value: Any, earliest: float, latest: float) -> bool:
    seconds = instant(value)
    return seconds is not None and earliest <= seconds <= latest
