"""The pages on which a participant finds her consent receipts, and takes them along."""

from uuid import UUID

from flask import Response, current_app, jsonify, render_template, request

from core.settings import Settings
from core.unit_of_work import reading
from openapi.pagination import Key, paginate
from partners.accounts.web import (
    PageBlueprint,
    for_people,
    page_locale,
    signed_in_account,
)
from partners.receipts.document import KINDS, as_json, draw, lines_of
from partners.receipts.models import ConsentKind, ConsentReceipt
from partners.receipts.queries import FoundReceipt, find_receipt, receipts_of

blueprint = PageBlueprint("receipts", __name__, template_folder="../templates")

SHOWN = 20


@blueprint.get("/links/receipts")
@for_people
def receipts() -> str:
    """All that she ever allowed, the newest first."""
    with reading("receipts.list") as session:
        page = paginate(
            session,
            receipts_of(signed_in_account().id),
            [Key(ConsentReceipt.id, "id", descending=True)],
            limit=SHOWN,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    kinds = {kind: words.in_(page_locale()) for kind, words in KINDS.items()}
    return render_template(
        "receipts/receipts.html",
        receipts=page.items,
        next_cursor=page.next_cursor,
        kinds=kinds,
        once=ConsentKind.ONCE,
    )


@blueprint.get("/links/receipts/<uuid:receipt_id>")
@for_people
def receipt(receipt_id: UUID) -> str:
    """One receipt to read, in the language in which she consented."""
    found = _found(receipt_id)
    return render_template(
        "receipts/receipt.html",
        receipt=found.receipt,
        lines=lines_of(
            found, controller=_settings().programme_name, zone=_settings().zone
        ),
    )


@blueprint.get("/links/receipts/<uuid:receipt_id>/json")
@for_people
def receipt_as_json(receipt_id: UUID) -> Response:
    """The receipt for programs, as a file."""
    found = _found(receipt_id)
    answer: Response = jsonify(as_json(found, controller=_settings().programme_name))
    return _as_file(answer, receipt_id, "json")


@blueprint.get("/links/receipts/<uuid:receipt_id>/pdf")
@for_people
def receipt_as_pdf(receipt_id: UUID) -> Response:
    """The receipt to print, as a file."""
    settings = _settings()
    drawn = draw(
        _found(receipt_id), controller=settings.programme_name, zone=settings.zone
    )
    return _as_file(Response(drawn, mimetype="application/pdf"), receipt_id, "pdf")


def _found(receipt_id: UUID) -> FoundReceipt:
    with reading("receipts.read") as session:
        return find_receipt(
            session, receipt_id=receipt_id, account_id=signed_in_account().id
        )


def _as_file(answer: Response, receipt_id: UUID, kind: str) -> Response:
    name = f"consent-receipt-{receipt_id}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
