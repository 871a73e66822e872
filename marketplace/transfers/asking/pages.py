"""The operator's pages about balances that learners ask for: the queue, and one."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, retrying, unit_of_work
from marketplace.transfers.asking.api import FIRST_DUE
from marketplace.transfers.asking.errors import RefundRequestNotFound
from marketplace.transfers.asking.models import Answer
from marketplace.transfers.asking.queries import queue_now, waiting_requests
from marketplace.transfers.asking.schemas import LONGEST
from marketplace.transfers.asking.services.decide import decide_refund
from marketplace.transfers.asking.services.read import read_request
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
    """What waits for a decision: those that are due first come first."""
    at = now()
    with reading("pages.refund_requests") as session:
        queue = queue_now(session, at=at)
        page = paginate(
            session,
            waiting_requests(at=at),
            FIRST_DUE,
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template("pages/refund_requests.html", page=page, queue=queue)


@blueprint.get(f"{HOME}/<uuid:refund_request_id>")
@for_operator(Permission.MONEY_APPROVE)
def one(refund_request_id: UUID) -> str:
    """A request with what she wrote; the reading is on the record."""
    return _page(refund_request_id)


@blueprint.post(f"{HOME}/<uuid:refund_request_id>/decision")
@for_operator(Permission.MONEY_APPROVE)
def decide(refund_request_id: UUID) -> Response | tuple[str, int]:
    """Give the balance back, or leave it where it is."""
    answer = request.form.get("answer", "")
    decision = typed("decision", most=LONGEST)
    if answer not in list(Answer) or not decision:
        flash(_("Choose what you decide, and say why: she reads it."))
        return _page(refund_request_id, decision=decision), 422

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
    except RefundRequestNotFound:
        raise
    except Refusal as refusal:
        remember(refusal)
        page = _page(refund_request_id, refusal=refusal, decision=decision)
        return page, status_of(type(refusal))
    flash(_("Decided; she is told by letter."))
    return redirect(HOME, 303)


def _page(
    request_id: UUID, *, refusal: Refusal | None = None, decision: str = ""
) -> str:
    with unit_of_work("pages.refund_request") as session:
        opened = read_request(session, request_id, at=now())
    return render_template(
        "pages/refund_request.html",
        opened=opened,
        asked=opened.shown,
        most=LONGEST,
        decision=decision,
        refusal=in_words(refusal) if refusal else None,
    )
