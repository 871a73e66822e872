"""The certificate as an Open Badges 3.0 credential, before it is signed.

Open Badges 3.0 (1EdTech) on the W3C Verifiable Credentials Data Model 2.0. In the JWT
proof format the credential's members stand at the top level of the payload beside the
registered claims (Open Badges 3.0, section 8.2).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from core.signing import Issuer
from core.text import Text

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
STATUS_LIST_LENGTH = 131_072  # Bitstring Status List v1.0: the least a list may have.


@dataclass(frozen=True, kw_only=True)
class Achieved:
    """What a certificate attests. The only personal value is `holder_name`."""

    certificate_id: UUID
    public_id: str
    serial: str
    status_index: int
    holder_name: str
    course_id: UUID
    course_code: str
    course_title: str
    course_summary: str
    course_language: str
    provider_id: UUID
    provider_name: str
    criteria: Text
    issued_at: datetime


def page_address(issuer: Issuer, public_id: str) -> str:
    """Where anyone can check a certificate; the QR code holds this and nothing else."""
    return f"{issuer.address}/certificates/{public_id}"


def issuer_profile(issuer: Issuer) -> dict[str, Any]:
    """The programme as an Open Badges profile; served at its own `id`."""
    return {
        "id": f"{issuer.address}/issuer",
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.address,
    }


def build_credential(achieved: Achieved, issuer: Issuer) -> dict[str, Any]:
    """The JWT payload: the credential, with `iss`, `sub`, `jti` and `nbf` that agree.

    The programme is the issuer, because it checked the rule and holds the key; the
    institution is the achievement's creator.
    """
    subject = f"urn:uuid:{achieved.certificate_id}"
    address = page_address(issuer, achieved.public_id)
    return {
        "@context": CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achieved.course_title,
        "issuer": issuer_profile(issuer),
        "validFrom": timestamp(achieved.issued_at),
        "awardedDate": timestamp(achieved.issued_at),
        "credentialSubject": _subject(achieved, subject),
        "credentialStatus": status_entry(issuer, achieved.status_index),
        "iss": f"{issuer.address}/issuer",
        "jti": address,
        "sub": subject,
        "nbf": int(achieved.issued_at.timestamp()),
    }


def status_list_address(issuer: Issuer, number: int) -> str:
    """Where status list `number` is published."""
    return f"{issuer.address}/credentials/status/{number}"


def status_entry(issuer: Issuer, status_index: int) -> dict[str, str]:
    """Where a verifier learns whether the certificate was revoked.

    One list serves 131,072 certificates, so that whoever fetches it does not tell us
    which of them is being looked at (Bitstring Status List v1.0, section 6).
    """
    number, place = divmod(status_index, STATUS_LIST_LENGTH)
    address = status_list_address(issuer, number)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def timestamp(at: datetime) -> str:
    """An instant to the second, as the credential writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _subject(achieved: Achieved, subject: str) -> dict[str, Any]:
    """The holder and what she achieved.

    Her id is the certificate's own, so that two certificates of one person cannot be
    linked by it. The name stands in clear: comparing it with an identity card is what
    the certificate is for, and a hash of a name with its salt beside it is guessed in
    no time. No other personal data is signed.
    """
    return {
        "id": subject,
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "name",
                "identityHash": achieved.holder_name,
                "hashed": False,
            }
        ],
        "licenseNumber": achieved.serial,
        "achievement": _achievement(achieved),
    }


def _achievement(achieved: Achieved) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{achieved.course_id}",
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": achieved.course_title,
        "description": achieved.course_summary or achieved.course_title,
        "criteria": {"narrative": achieved.criteria.en},
        "humanCode": achieved.course_code,
        "inLanguage": achieved.course_language,
        "creator": {
            "id": f"urn:uuid:{achieved.provider_id}",
            "type": ["Profile"],
            "name": achieved.provider_name,
        },
    }
