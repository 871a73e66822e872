"""Which certificates were revoked, as a list that tells nothing else.

W3C Bitstring Status List v1.0: one bit a certificate, 1 for revoked, gzipped and
signed like a certificate.
"""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from core.signing import Issuer
from vouchers.certificates.credential import (
    STATUS_LIST_LENGTH,
    issuer_profile,
    status_list_address,
    timestamp,
)

# How long a verifier may go on with a list that it has.
TIME_TO_LIVE = timedelta(minutes=5)


def build_status_list(
    issuer: Issuer, number: int, revoked: Iterable[int], *, at: datetime
) -> dict[str, Any]:
    """The payload of status list `number`; `revoked` holds places within the list."""
    address = status_list_address(issuer, number)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_profile(issuer)["id"],
        "validFrom": timestamp(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_bits(revoked),
            "ttl": int(TIME_TO_LIVE.total_seconds() * 1000),
        },
        "iss": issuer_profile(issuer)["id"],
        "jti": address,
        "sub": f"{address}#list",
        "nbf": int(at.timestamp()),
        "iat": int(at.timestamp()),
    }


def encode_bits(revoked: Iterable[int]) -> str:
    """Bit 0 is the leftmost; GZIP, then multibase base64url (`u`), without padding."""
    bits = bytearray(STATUS_LIST_LENGTH // 8)
    for place in revoked:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
