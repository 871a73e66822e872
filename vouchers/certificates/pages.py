"""The public page of a certificate: what the QR code leads to."""

from typing import Any

from flask import Response, make_response, render_template

from core.clock import now
from core.privacy import vault_of
from core.signing import Issuer, issuer_of
from core.text import displayed
from core.unit_of_work import reading
from openapi.security import public
from partners.accounts.web import PageBlueprint, page_locale
from vouchers.certificates.presenting import checked_members
from vouchers.certificates.queries import certificate_at
from vouchers.certificates.rules import long_date
from vouchers.certificates.verification import Checked, check_certificate
from vouchers.certificates.wording import PAGE, STATES

blueprint = PageBlueprint("certificate_pages", __name__, template_folder="../templates")


@blueprint.get("/certificates/<public_id>")
@public("Whoever holds the unguessable link was given it by the holder.")
def certificate_page(public_id: str) -> Response:
    """Says whether the certificate is genuine and still holds, and what was checked."""
    with reading("certificates.page") as session:
        issuer = issuer_of(session)
        checked = check_certificate(
            certificate_at(session, public_id),
            issuer=issuer,
            vault=vault_of(session),
            at=now(),
        )
    language = page_locale()
    page = make_response(
        render_template(
            "certificates/certificate.html",
            words={name: text.in_(language) for name, text in PAGE.items()},
            state={
                name: text.in_(language)
                for name, text in STATES[checked.verdict].items()
            },
            shown=_shown(checked, issuer, language),
        )
    )
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _shown(checked: Checked, issuer: Issuer, language: str) -> dict[str, Any]:
    """The members of the check, ready to be read by people."""
    members = checked_members(checked, issuer)
    for name in ("holder_name", "course_title", "institution_name"):
        members[name] = displayed(members[name] or "")
    for name in ("issued_at", "revoked_at"):
        at = members[name]
        members[name] = long_date(at, zone=issuer.zone, locale=language) if at else None
    members["issuer"] = issuer.name
    return members
