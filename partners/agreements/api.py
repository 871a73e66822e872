"""Reading and accepting the programme's agreements."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, current_app, request
from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.problems import locale
from openapi.security import current_person
from partners.agreements.errors import (
    AgreementAlreadyAccepted,
    AgreementChanged,
    AgreementUnknown,
    OfficerMissing,
)
from partners.agreements.queries import agreements_of
from partners.agreements.schemas import AcceptanceSchema, AgreementListSchema
from partners.agreements.services.accept import accept, receipt
from partners.agreements.views import show_due
from partners.staff.access import require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "agreements",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/agreements",
    description="What partners agree to, in versions.",
)


def programme_zone() -> ZoneInfo:
    zone: ZoneInfo = current_app.extensions["settings"].zone
    return zone


@blueprint.route("")
class Agreements(MethodView):
    @require_staff(Permission.ORGANISATION_READ)
    @blueprint.response(200, AgreementListSchema)
    def get(self, organisation_id: UUID) -> dict[str, Any]:
        """List the agreements in force, and which of them was accepted.

        Texts are in the language of Accept-Language, each with its hash.
        """
        today = now().astimezone(programme_zone()).date()
        with reading("agreements.list") as session:
            due = agreements_of(session, organisation_id, on=today)
        return {"items": [show_due(each, locale()) for each in due]}


@blueprint.route("/<agreement>/acceptance")
class AgreementAcceptance(MethodView):
    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.arguments(AcceptanceSchema)
    @blueprint.response(204)
    @blueprint.refusals(
        AgreementUnknown, AgreementChanged, AgreementAlreadyAccepted, OfficerMissing
    )
    def post(self, body: dict[str, Any], organisation_id: UUID, agreement: str) -> None:
        """Accept the version in force, as an officer who is named.

        The hash says which text was read; if another version came meanwhile, nothing
        is accepted.
        """
        body["sha256"] = bytes.fromhex(body["sha256"])
        with unit_of_work("agreements.accept") as session:
            accept(
                session,
                organisation_id=organisation_id,
                code=agreement,
                account_id=current_person(),
                address=request.remote_addr or "",
                zone=programme_zone(),
                at=now(),
                **body,
            )


@blueprint.route("/<agreement>/receipt")
class AgreementReceipt(MethodView):
    @require_staff(Permission.ORGANISATION_READ)
    @blueprint.response(200, content_type="text/plain")
    @blueprint.refusals(AgreementUnknown)
    def get(self, organisation_id: UUID, agreement: str) -> Response:
        """Download the receipt of an acceptance, with the text that was accepted."""
        with reading("agreements.receipt") as session:
            text = receipt(session, organisation_id=organisation_id, code=agreement)
        return as_receipt(text)


def as_receipt(text: str) -> Response:
    """A text to keep."""
    response = Response(text, mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename="receipt.txt")
    return response
