"""The operator's page about balances that learners ask for."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, retrying, unit_of_work
from marketplace.transfers.asking.api import LONGEST_WAITING
from marketplace.transfers.asking.models import Answer
from marketplace.transfers.asking.queries import waiting_requests
from marketplace.transfers.asking.schemas import LONGEST
from marketplace.transfers.asking.services import decide_refund
from openapi.forms import typed
from openapi.pagination import paginate
from openapi.problems import remember, status_of
from partners.accounts.web import PageBlueprint, in_words
from partners.staff.portal import Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator

PAGE = 20
HOME = "/operator/refund-requests"

blueprint = PageBlueprint("refund_request_pages", __name__)

add_section(
    Section(
        "refund-requests",
        Text("Balances asked for", "Permohonan saldo"),
        Permission.MONEY_APPROVE,
        operator=True,
    )
)


@blueprint.get(HOME)
@for_operator(Permission.MONEY_APPROVE)
def waiting() -> str:
    """What waits for a decision, the longest waiting first."""
    return _page()


@blueprint.post(f"{HOME}/<uuid:refund_request_id>/decision")
@for_operator(Permission.MONEY_APPROVE)
def decide(refund_request_id: UUID) -> Response | tuple[str, int]:
    """Give the balance back, or leave it where it is."""
    answer = request.form.get("answer", "")
    decision = typed("decision", most=LONGEST)
    if answer not in list(Answer) or not decision:
        flash(_("Choose what you decide, and say why: she reads it."))
        return redirect(HOME, 303)

    def act() -> None:
        with unit_of_work("pages.decide_refund") as session:
            decide_refund(
                session,
                refund_request_id,
                answer=Answer(answer),
                decision=decision,
                by=current_staff().seat.account_id,
                zone=current_app.extensions["settings"].zone,
                at=now(),
            )

    try:
        retrying(act)
    except Refusal as refusal:
        remember(refusal)
        return _page(refusal), status_of(type(refusal))
    flash(_("Decided; she is told by letter."))
    return redirect(HOME, 303)


def _page(refusal: Refusal | None = None) -> str:
    with reading("pages.refund_requests") as session:
        page = paginate(
            session,
            waiting_requests(),
            LONGEST_WAITING,
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template(
        "pages/refund_requests.html",
        page=page,
        most=LONGEST,
        refusal=in_words(refusal) if refusal else None,
    )
