"""Linking the bank account or wallet to which incentives are paid."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from marketplace.payments.errors import (
    AccountAlreadyLinked,
    AccountBelongsToAnother,
    AccountNumberMalformed,
)
from marketplace.payments.services.link_account import link_account
from marketplace.web.forms import PayoutAccountForm
from marketplace.web.queries.people import payout_account_of
from marketplace.web.site import blueprint, spoken
from openapi.problems import status_of
from partners.accounts.web import for_people, signed_in_account


@blueprint.get("/me/payout-account")
@for_people
def payout_account() -> str:
    """The linked account, how its check stands, and the form to link another."""
    return _page(PayoutAccountForm())


@blueprint.post("/me/payout-account")
@for_people
def link() -> Response | tuple[str, int]:
    """Link the account; it is checked with the bank or wallet afterwards."""
    form = PayoutAccountForm()
    if not form.validate():
        return _page(form), 422
    try:
        with unit_of_work("pages.link_payout_account") as session:
            link_account(
                session,
                participant_id=signed_in_account().id,
                channel=form.channel.data,
                number=form.number.data or "",
                at=now(),
            )
    except (
        AccountAlreadyLinked,
        AccountBelongsToAnother,
        AccountNumberMalformed,
    ) as refusal:
        return _page(form, refusal), status_of(type(refusal))
    flash(_("The account is linked. We are checking it now."))
    return redirect("/me/payout-account", 303)


def _page(form: PayoutAccountForm, refusal: Refusal | None = None) -> str:
    with reading("pages.payout_account") as session:
        view = payout_account_of(session, signed_in_account().id)
    return render_template(
        "pages/payout_account.html",
        form=form,
        view=view,
        refusal=None if refusal is None else spoken(refusal),
    )
