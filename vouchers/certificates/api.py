"""Certificates over HTTP.

Who has the link may see the certificate with its holder's full name: the link is
unguessable (128 random bits), is given to the holder alone, and an employer has to
compare the name. Institutions and platforms list certificates without names.
"""

from typing import Any

from flask import Response
from flask.views import MethodView

from core.clock import now
from core.privacy import vault_of
from core.signing import issuer_of
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import (
    ScopeMissing,
    current_caller,
    current_person,
    public,
    require_scope,
)
from partners.organisations import Kind
from vouchers.certificates.document import draw_certificate
from vouchers.certificates.errors import (
    CertificateNotFound,
    CertificateNotValid,
    CertificateRevokedAlready,
    CertificateUnverifiable,
)
from vouchers.certificates.models import Certificate
from vouchers.certificates.presenting import checked_members, listed, listed_page
from vouchers.certificates.queries import (
    certificate_at,
    certificates_of_participant,
    certificates_of_provider,
)
from vouchers.certificates.schemas import (
    CertificatePageSchema,
    CertificateSchema,
    CheckedCertificateSchema,
    OwnCertificatePageSchema,
    RevocationRequestSchema,
)
from vouchers.certificates.services.revoke import revoke_certificate
from vouchers.certificates.verification import check_certificate, credential_of

blueprint = Blueprint(
    "certificates",
    __name__,
    url_prefix="/v1",
    description="Proof of completed courses, which anyone can verify.",
)

WHY_PUBLIC = "Whoever holds the unguessable link was given it by the holder."


@blueprint.route("/certificates")
class Certificates(MethodView):
    @require_scope("certificates:read")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, CertificatePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, arguments: dict[str, Any]) -> Page[Any]:
        """List the certificates of your institution's own classes, oldest first."""
        with reading("certificates.list") as session:
            query = certificates_of_provider(current_caller().organisation_id)
            page = paginate(session, query, [Key(Certificate.id, "id")], **arguments)
            return listed_page(page, issuer_of(session))


@blueprint.route("/me/certificates")
class OwnCertificates(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, OwnCertificatePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, arguments: dict[str, Any]) -> Page[Any]:
        """List the participant's certificates, newest first."""
        keys = [
            Key(Certificate.issued_at, "issued_at", descending=True),
            Key(Certificate.id, "id", descending=True),
        ]
        with reading("certificates.list_own") as session:
            query = certificates_of_participant(current_person())
            page = paginate(session, query, keys, **arguments)
            return listed_page(page, issuer_of(session))


@blueprint.route("/certificates/<string:public_id>")
class CheckedCertificate(MethodView):
    @public(WHY_PUBLIC)
    @blueprint.response(200, CheckedCertificateSchema)
    @blueprint.refusals(CertificateNotFound)
    def get(self, public_id: str) -> dict[str, Any]:
        """Check a certificate: its signature, and whether it was revoked.

        To check without us, verify `credential_url` with a key from
        `/.well-known/jwks.json` and look into its `credentialStatus`.
        """
        with reading("certificates.check") as session:
            issuer = issuer_of(session)
            checked = check_certificate(
                certificate_at(session, public_id),
                issuer=issuer,
                vault=vault_of(session),
                at=now(),
            )
            return checked_members(checked, issuer)


@blueprint.route("/certificates/<string:public_id>/credential")
class Credential(MethodView):
    @public(WHY_PUBLIC)
    @blueprint.response(200, {"type": "string"}, content_type="application/jwt")
    @blueprint.refusals(CertificateNotFound)
    def get(self, public_id: str) -> Response:
        """Fetch the Open Badges 3.0 credential: a JWT signed with Ed25519.

        A revoked one is given too; its `credentialStatus` says so.
        """
        with reading("certificates.credential") as session:
            certificate = certificate_at(session, public_id)
            token = credential_of(certificate, vault_of(session))
        return Response(token, content_type="application/jwt")


@blueprint.route("/certificates/<string:public_id>/pdf")
class Document(MethodView):
    @public(WHY_PUBLIC)
    @blueprint.response(
        200,
        {"type": "string", "format": "binary"},
        content_type="application/pdf",
    )
    @blueprint.refusals(
        CertificateNotFound, CertificateNotValid, CertificateUnverifiable
    )
    def get(self, public_id: str) -> Response:
        """Fetch the certificate as a PDF with a QR code; the same bytes each time."""
        with reading("certificates.document") as session:
            certificate = certificate_at(session, public_id)
            issuer, vault = issuer_of(session), vault_of(session)
            checked = check_certificate(
                certificate, issuer=issuer, vault=vault, at=now()
            )
            checked.require_valid()
            token = credential_of(certificate, vault)
        file = draw_certificate(checked, issuer=issuer, credential=token)
        name = f"{certificate.serial.replace('/', '-')}.pdf"
        return Response(
            file,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )


@blueprint.route("/certificates/<string:public_id>/revocation")
class Revocation(MethodView):
    @require_scope("programme:manage")
    @blueprint.arguments(RevocationRequestSchema)
    @blueprint.response(200, CertificateSchema)
    @blueprint.refusals(CertificateNotFound, CertificateRevokedAlready)
    def post(self, body: dict[str, str], public_id: str) -> dict[str, Any]:
        """Revoke a certificate for good; for the programme's operator."""
        if Kind.OPERATOR not in current_caller().kinds:
            raise ScopeMissing(scope="programme:manage")
        with unit_of_work("certificates.revoke") as session:
            certificate = revoke_certificate(
                session, public_id=public_id, reason=body["reason"], at=now()
            )
            return listed(certificate, issuer_of(session))
