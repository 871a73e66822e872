"""Certificates as the wire shows them: rows and checks, with their addresses."""

from typing import Any

from core.signing import Issuer
from openapi.pagination import Page
from vouchers.certificates.credential import page_address
from vouchers.certificates.models import Certificate
from vouchers.certificates.verification import Checked


def listed(certificate: Certificate, issuer: Issuer) -> dict[str, Any]:
    """One line of a list of certificates."""
    return {
        "id": certificate.id,
        "voucher_id": certificate.voucher_id,
        "course": {"id": certificate.course_id, "title": certificate.course_title},
        "institution": {
            "id": certificate.provider_id,
            "name": certificate.provider_name,
        },
        "serial": certificate.serial,
        "status": certificate.status,
        "issued_at": certificate.issued_at,
        "revoked_at": certificate.revoked_at,
        "post_test_score": certificate.post_test_score,
        "verification_url": page_address(issuer, certificate.public_id),
        "pdf_url": f"{operations_address(certificate, issuer)}/pdf",
    }


def listed_page(page: Page[Certificate], issuer: Issuer) -> Page[dict[str, Any]]:
    """A page of such lines."""
    return Page([listed(row, issuer) for row in page.items], page.next_cursor)


def checked_members(checked: Checked, issuer: Issuer) -> dict[str, Any]:
    """A check, as the public operation and the public page show it."""
    certificate = checked.certificate
    operations = operations_address(certificate, issuer)
    return {
        "status": checked.verdict,
        "checked_at": checked.checked_at,
        "serial": checked.serial,
        "holder_name": checked.holder_name,
        "course_title": checked.course_title,
        "institution_name": checked.provider_name,
        "issued_at": certificate.issued_at,
        "revoked_at": certificate.revoked_at,
        "signing_key_url": f"{issuer.address}/keys/{certificate.key_id}",
        "verification_url": page_address(issuer, certificate.public_id),
        "credential_url": f"{operations}/credential",
        "pdf_url": f"{operations}/pdf",
    }


def operations_address(certificate: Certificate, issuer: Issuer) -> str:
    """Where the API has this certificate."""
    return f"{issuer.address}/v1/certificates/{certificate.public_id}"
