"""Checking a certificate anew, each time somebody asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.logs import get_logger
from core.privacy.vault import Unreadable, Vault
from core.signing import BadSignature, Issuer
from vouchers.certificates.errors import CertificateUnverifiable
from vouchers.certificates.models import Certificate

log = get_logger(__name__)


class Verdict(StrEnum):
    """`unverifiable`: the record exists and its signature does not hold."""

    VALID = "valid"
    REVOKED = "revoked"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found. All that describes the achievement comes from the signed
    text itself, not from the row beside it, and is None when the signature fails."""

    verdict: Verdict
    checked_at: datetime
    certificate: Certificate
    holder_name: str | None = None
    course_title: str | None = None
    provider_name: str | None = None
    serial: str | None = None

    def require_valid(self) -> None:
        """Raise CertificateNotValid or CertificateUnverifiable."""
        self.certificate.require_valid()
        if self.verdict is not Verdict.VALID:
            raise CertificateUnverifiable


def credential_of(certificate: Certificate, vault: Vault) -> str:
    """The signed JWT as it was issued; raises Unreadable."""
    return vault.open(
        certificate.credential_sealed, row=certificate.id, field="credential"
    )


def check_certificate(
    certificate: Certificate, *, issuer: Issuer, vault: Vault, at: datetime
) -> Checked:
    """Verify the signature with the published keys, then look whether it still holds.

    A text that was signed for another certificate, or cannot be opened, is
    unverifiable: nothing of it is shown, and the log says so, as it means that a row
    was altered or a key is missing from the configuration.
    """
    try:
        subject = _signed_subject(certificate, issuer, vault)
    except (BadSignature, Unreadable) as error:
        log.error(
            "certificate.unverifiable",
            certificate_id=str(certificate.id),
            cause=type(error).__name__,
        )
        return Checked(
            verdict=Verdict.UNVERIFIABLE, checked_at=at, certificate=certificate
        )
    return Checked(
        verdict=Verdict.REVOKED if certificate.revoked_at else Verdict.VALID,
        checked_at=at,
        certificate=certificate,
        **_shown(subject),
    )


def _signed_subject(
    certificate: Certificate, issuer: Issuer, vault: Vault
) -> dict[str, Any]:
    signed = issuer.verify(credential_of(certificate, vault))
    subject: dict[str, Any] = signed["credentialSubject"]
    if subject["id"] != f"urn:uuid:{certificate.id}":
        raise BadSignature("Signed for another certificate.")
    return subject


def _shown(subject: dict[str, Any]) -> dict[str, str]:
    return {
        "holder_name": subject["identifier"][0]["identityHash"],
        "course_title": subject["achievement"]["name"],
        "provider_name": subject["achievement"]["creator"]["name"],
        "serial": subject["licenseNumber"],
    }
