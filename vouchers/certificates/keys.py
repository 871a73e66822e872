"""What a verifier needs from us and can keep: keys, our profile, status lists."""

from typing import Any

from flask import Blueprint, Response, jsonify

from core.clock import now
from core.signing import issuer_of
from core.unit_of_work import reading
from openapi.security import public
from vouchers.certificates.credential import issuer_profile
from vouchers.certificates.errors import SigningKeyNotFound
from vouchers.certificates.queries import revoked_places
from vouchers.certificates.status_list import TIME_TO_LIVE, build_status_list

blueprint = Blueprint("certificate_keys", __name__)

WHY_PUBLIC = "Verifiers are strangers; these documents are about no person."
KEEP = f"public, max-age={int(TIME_TO_LIVE.total_seconds())}"


@blueprint.get("/.well-known/jwks.json")
@public(WHY_PUBLIC)
def key_set() -> Response:
    """All keys that sign or signed certificates, as a JWK set (RFC 7517)."""
    with reading("certificates.keys") as session:
        return _kept(jsonify(keys=issuer_of(session).jwks()))


@blueprint.get("/keys/<key_id>")
@public(WHY_PUBLIC)
def key(key_id: str) -> Response:
    """One key as a JWK: what a certificate's `kid` points to (Open Badges 3.0)."""
    with reading("certificates.key") as session:
        found = issuer_of(session).jwk(key_id)
    if found is None:
        raise SigningKeyNotFound
    return _kept(jsonify(found), content_type="application/jwk+json")


@blueprint.get("/issuer")
@public(WHY_PUBLIC)
def profile() -> Response:
    """The programme's Open Badges profile."""
    with reading("certificates.issuer") as session:
        members: dict[str, Any] = issuer_profile(issuer_of(session))
    return _kept(jsonify(members))


@blueprint.get("/credentials/status/<int:number>")
@public(WHY_PUBLIC)
def status_list(number: int) -> Response:
    """A status list (Bitstring Status List v1.0), as a signed JWT."""
    with reading("certificates.status_list") as session:
        issuer = issuer_of(session)
        revoked = revoked_places(session, number)
        token = issuer.sign(build_status_list(issuer, number, revoked, at=now()))
    return _kept(Response(token), content_type="application/jwt")


def _kept(response: Response, *, content_type: str | None = None) -> Response:
    response.headers["Cache-Control"] = KEEP
    # Wallets in browsers read these from other sites; nothing here is private.
    response.headers["Access-Control-Allow-Origin"] = "*"
    if content_type:
        response.content_type = content_type
    return response
