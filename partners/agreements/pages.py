"""An organisation's pages about agreements: read, accept, keep the receipt."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import (
    PageBlueprint,
    in_words,
    page_locale,
    signed_in_account,
)
from partners.agreements.api import as_receipt, programme_zone
from partners.agreements.queries import agreements_of
from partners.agreements.services.accept import accept, receipt
from partners.agreements.views import show_due
from partners.staff.portal import Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint("agreements_pages", __name__, template_folder="../templates")
add_section(
    Section(
        "agreements", Text("Agreements", "Perjanjian"), Permission.ORGANISATION_READ
    )
)


@blueprint.get("/partner/<code>/agreements")
@for_staff(Permission.ORGANISATION_READ)
def agreements() -> str:
    """The agreements in force, with the form to accept those that are not."""
    return _page()


@blueprint.post("/partner/<code>/agreements")
@for_staff(Permission.ORGANISATION_APPLY)
def accept_one() -> Response | tuple[str, int]:
    """Accept the text that was shown."""
    form = request.form
    sha256 = form.get("sha256", "")
    plain = len(sha256) == 64 and not set(sha256) - set("0123456789abcdef")
    try:
        with unit_of_work("pages.accept_agreement") as session:
            accept(
                session,
                organisation_id=current_staff().organisation.id,
                code=form.get("agreement", ""),
                version=form.get("version", 0, type=int),
                language=form.get("language", ""),
                sha256=bytes.fromhex(sha256) if plain else b"",
                account_id=signed_in_account().id,
                officer_name=form.get("officer_name", ""),
                officer_position=form.get("officer_position", ""),
                address=request.remote_addr or "",
                zone=programme_zone(),
                at=now(),
            )
    except Refusal as refusal:
        return _page(refusal), status_of(type(refusal))
    flash(_("The agreement is accepted. Keep the receipt."))
    return redirect(f"/partner/{current_staff().organisation.code}/agreements", 303)


@blueprint.get("/partner/<code>/agreements/<agreement>/receipt")
@for_staff(Permission.ORGANISATION_READ)
def keep(agreement: str) -> Response:
    """The receipt as a text to keep."""
    with reading("pages.agreement_receipt") as session:
        text = receipt(
            session,
            organisation_id=current_staff().organisation.id,
            code=agreement,
        )
    return as_receipt(text)


def _page(refusal: Refusal | None = None) -> str:
    staff, language = current_staff(), page_locale()
    today = now().astimezone(programme_zone()).date()
    with reading("pages.agreements") as session:
        due = agreements_of(session, staff.organisation.id, on=today)
    said = refusal and in_words(refusal)
    return render_template(
        "agreements/agreements.html",
        code=staff.organisation.code,
        agreements=[show_due(each, language) for each in due],
        may_accept=Permission.ORGANISATION_APPLY in staff.permissions,
        refusal=said,
    )
