"""Certificates on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Schema, Text, WholeNumber
from openapi.pagination import page_schema
from vouchers.certificates.models import CertificateStatus
from vouchers.certificates.verification import Verdict

SERIAL = {
    "description": "The printed number.",
    "example": "NORMAL/2026/7K3M-9QWE-R2TY-X",
}
ADDRESS = "https://pelatihan.example/certificates/Zk3vY0m1c2d3E4f5G6h7Iw"


class CertifiedCourseSchema(Schema):
    id = ma.fields.UUID(required=True)
    title = Text(required=True, metadata={"example": "Membuat Kue untuk Pemula"})


class CertifyingInstitutionSchema(Schema):
    id = ma.fields.UUID(required=True)
    name = Text(required=True, metadata={"example": "Lembaga Boga Nusantara"})


class CertificateSchema(Schema):
    """A certificate in a list; without the holder's name."""

    id = ma.fields.UUID(required=True)
    voucher_id = ma.fields.UUID(required=True)
    course = ma.fields.Nested(CertifiedCourseSchema, required=True)
    institution = ma.fields.Nested(CertifyingInstitutionSchema, required=True)
    serial = Text(required=True, metadata=SERIAL)
    status = Text(
        required=True,
        validate=OneOf([str(status) for status in CertificateStatus]),
        metadata={"example": "issued"},
    )
    issued_at = ma.fields.AwareDateTime(required=True)
    revoked_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    verification_url = ma.fields.URL(
        required=True,
        require_tld=False,
        metadata={"description": "The public page.", "example": ADDRESS},
    )


class OwnCertificateSchema(CertificateSchema):
    """A certificate as its holder sees it."""

    post_test_score = WholeNumber(
        required=True,
        allow_none=True,
        maximum=100,
        metadata={"description": "The last reported score; null without a test."},
    )
    pdf_url = ma.fields.URL(
        required=True, require_tld=False, metadata={"example": f"{ADDRESS}/pdf"}
    )


CertificatePageSchema = page_schema(CertificateSchema, "CertificatePage")
OwnCertificatePageSchema = page_schema(OwnCertificateSchema, "OwnCertificatePage")


class CheckedCertificateSchema(Schema):
    """What anyone with the link may know. Members that describe the achievement come
    from the signed credential, and are null when the signature does not hold."""

    status = Text(
        required=True,
        validate=OneOf([str(verdict) for verdict in Verdict]),
        metadata={
            "description": "`valid`, `revoked`, or `unverifiable` when the signature"
            " does not hold.",
            "example": "valid",
        },
    )
    checked_at = ma.fields.AwareDateTime(required=True)
    serial = Text(required=True, allow_none=True, metadata=SERIAL)
    holder_name = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "To be compared with the holder's identity card.",
            "example": "Ani Lestari",
        },
    )
    course_title = Text(required=True, allow_none=True)
    institution_name = Text(required=True, allow_none=True)
    issued_at = ma.fields.AwareDateTime(required=True)
    revoked_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    signing_key_url = ma.fields.URL(
        required=True,
        require_tld=False,
        metadata={"description": "The public key that signed, as a JWK."},
    )
    verification_url = ma.fields.URL(
        required=True, require_tld=False, metadata={"example": ADDRESS}
    )
    credential_url = ma.fields.URL(
        required=True,
        require_tld=False,
        metadata={"description": "The Open Badges 3.0 credential, as a JWT."},
    )
    pdf_url = ma.fields.URL(required=True, require_tld=False)


class RevocationRequestSchema(Schema):
    reason = Text(
        required=True,
        validate=Length(min=5, max=500),
        metadata={
            "description": "For the audit trail; it is never published.",
            "example": "The attendance list was forged.",
        },
    )
