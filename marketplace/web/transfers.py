"""An interrupted class: comparing what is like it, and deciding."""

from contextlib import suppress
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, retrying, unit_of_work
from marketplace.transfers.asking.schemas import LONGEST
from marketplace.transfers.asking.services.ask import ask_for_refund
from marketplace.transfers.errors import (
    ReplacementNotFound,
    TransferNotFound,
    TransferOver,
)
from marketplace.transfers.queries import own_transfer
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.move import move_learner
from marketplace.transfers.services.refund import refund_learner
from marketplace.transfers.services.renew import look_again
from marketplace.web.site import blueprint, spoken
from openapi.forms import typed
from openapi.problems import remember, status_of
from partners.accounts.web import for_people, signed_in_account


@blueprint.get("/me/transfers/<uuid:transfer_id>")
@for_people
def transfer_page(transfer_id: UUID) -> str:
    """The class that she has beside those that she can change to."""
    return _page(transfer_id)


@blueprint.post("/me/transfers/<uuid:transfer_id>/confirmation")
@for_people
def confirm_transfer(transfer_id: UUID) -> Response | tuple[str, int]:
    """Change to the class whose button was pressed; what is refused leaves the rest."""
    chosen, price = _choice()

    def move() -> None:
        with unit_of_work("pages.confirm_transfer") as session:
            move_learner(
                session,
                transfer_id=transfer_id,
                replacement_id=chosen,
                participant_id=signed_in_account().id,
                agreed_price=price,
                gives_up_steps=request.form.get("gives_up_steps") == "yes",
                zone=current_app.extensions["settings"].zone,
                at=now(),
            )

    try:
        retrying(move)
    except TransferNotFound:
        raise
    except Refusal as refusal:
        _look_again_if_all_is_gone(transfer_id)
        return _refused(transfer_id, refusal)
    flash(_("You have changed. The new redeem code is on your page."))
    return redirect(f"/me/transfers/{transfer_id}", 303)


@blueprint.post("/me/transfers/<uuid:transfer_id>/refund")
@for_people
def refund_transfer(transfer_id: UUID) -> Response | tuple[str, int]:
    """Take the balance back instead."""

    def refund() -> None:
        with unit_of_work("pages.refund_transfer") as session:
            refund_learner(
                session,
                transfer_id=transfer_id,
                participant_id=signed_in_account().id,
                zone=current_app.extensions["settings"].zone,
                at=now(),
            )

    try:
        retrying(refund)
    except TransferNotFound:
        raise
    except Refusal as refusal:
        return _refused(transfer_id, refusal)
    flash(_("Your balance is back."))
    return redirect(f"/me/transfers/{transfer_id}", 303)


@blueprint.post("/me/transfers/<uuid:transfer_id>/refund-request")
@for_people
def ask_for_balance(transfer_id: UUID) -> Response | tuple[str, int]:
    """Ask the programme for the balance, where she has done more than half."""
    words = typed("words", most=LONGEST)
    if not words:
        flash(_("Say why you ask for your balance."))
        return redirect(f"/me/transfers/{transfer_id}", 303)
    try:
        with unit_of_work("pages.ask_for_balance") as session:
            ask_for_refund(
                session,
                transfer_id=transfer_id,
                participant_id=signed_in_account().id,
                words=words,
                at=now(),
            )
    except TransferNotFound:
        raise
    except Refusal as refusal:
        return _refused(transfer_id, refusal)
    flash(_("The programme has your request, and writes to you."))
    return redirect(f"/me/transfers/{transfer_id}", 303)


@blueprint.post("/me/transfers/<uuid:transfer_id>/search")
@for_people
def search_transfer(transfer_id: UUID) -> Response | tuple[str, int]:
    """Look for other classes again."""
    try:
        with unit_of_work("pages.search_transfer") as session:
            look_again(
                session,
                transfer_id=transfer_id,
                participant_id=signed_in_account().id,
                at=now(),
            )
    except TransferNotFound:
        raise
    except Refusal as refusal:
        return _refused(transfer_id, refusal)
    return redirect(f"/me/transfers/{transfer_id}", 303)


def _look_again_if_all_is_gone(transfer_id: UUID) -> None:
    """Whoever came too late for the last of her classes sees at once what else there
    is, unless that was looked for a moment ago."""
    account_id = signed_in_account().id
    with reading("pages.transfer_left") as session:
        own = own_transfer(session, transfer_id, participant_id=account_id, at=now())
    if own.some_left or not own.can_choose:
        return
    with suppress(Refusal), unit_of_work("pages.search_transfer") as session:
        look_again(
            session, transfer_id=transfer_id, participant_id=account_id, at=now()
        )


def _choice() -> tuple[UUID, int]:
    """The button's value: the class and the price beside it."""
    chosen, _colon, price = request.form.get("choice", "").partition(":")
    if not (price.isascii() and price.isdigit() and len(price) <= 12):
        raise ReplacementNotFound
    try:
        return UUID(chosen), int(price)
    except ValueError:
        raise ReplacementNotFound from None


def _refused(transfer_id: UUID, refusal: Refusal) -> Response | tuple[str, int]:
    """The page as it is now, with what was wrong on top. What is decided already shows
    by itself: a second press of the same button is no fault."""
    if isinstance(refusal, TransferOver):
        return redirect(f"/me/transfers/{transfer_id}", 303)
    remember(refusal)
    return _page(transfer_id, refusal), status_of(type(refusal))


def _page(transfer_id: UUID, refusal: Refusal | None = None) -> str:
    with reading("pages.transfer") as session:
        own = own_transfer(
            session, transfer_id, participant_id=signed_in_account().id, at=now()
        )
    return render_template(
        "pages/transfer.html",
        own=own,
        refusal=None if refusal is None else spoken(refusal),
        most=LONGEST,
        decide_days=rulebook().decide_working_days,
    )
