"""A participant's payout accounts, and the payment partner's callbacks."""

from typing import Any

from flask import current_app, request
from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.payments import errors
from marketplace.payments.partner.answers import UnreadableAnswer, read_object
from marketplace.payments.partner.signature import SignatureRefused, verify_signature
from marketplace.payments.queries import AccountView, accounts_of, view_account
from marketplace.payments.reasons import Reason
from marketplace.payments.schemas import (
    CallbackTakenSchema,
    PayoutAccountRequestSchema,
    PayoutAccountSchema,
    PayoutAccountsSchema,
)
from marketplace.payments.services.link_account import link_account
from marketplace.payments.services.receive_callback import receive_callback
from marketplace.payments.tasks import ask_for_callback
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.problems import locale
from openapi.security import current_person, public, require_scope

blueprint = Blueprint(
    "payout-accounts",
    __name__,
    url_prefix="/v1/me/payout-accounts",
    description="Where a participant is paid her incentives.",
)

callbacks = Blueprint(
    "payment-partner",
    __name__,
    url_prefix="/v1/payment-partner",
    description="What the payment partner tells us.",
)


SIGNED_EVENT = {
    "parameters": [
        {
            "in": "header",
            "name": "Stripe-Signature",
            "required": True,
            "schema": {"type": "string"},
            "description": "`t=<Unix seconds>,v1=<hex HMAC-SHA256 of t.body>`",
        }
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
}


@blueprint.route("")
class PayoutAccounts(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.response(200, PayoutAccountsSchema)
    def get(self) -> dict[str, Any]:
        """List your accounts, the latest first, with what became of each."""
        with reading("payout_accounts.list") as session:
            views = accounts_of(session, current_person())
        return {"items": [as_wire(view) for view in views]}

    @require_scope("participant:self", person=True)
    @blueprint.arguments(PayoutAccountRequestSchema)
    @idempotent(blueprint, 201, PayoutAccountSchema, operation="payout_accounts.link")
    @blueprint.refusals(
        errors.ChannelUnknown,
        errors.AccountNumberMalformed,
        errors.ParticipantMissing,
        errors.AccountAlreadyLinked,
        errors.AccountBelongsToAnother,
    )
    def post(self, body: dict[str, Any], *, session: Session) -> dict[str, Any]:
        """Link the account where you want to be paid.

        It replaces the one linked before. The payment partner then checks that it is in
        your name and that you are known there; until that is done it is `pending`.
        """
        account = link_account(
            session, participant_id=current_person(), at=now(), **body
        )
        return as_wire(view_account(session, account))


@callbacks.route("/callbacks")
class Callbacks(MethodView):
    @public("The signature over the raw body says who sends it.")
    @callbacks.doc(**SIGNED_EVENT)
    @callbacks.response(200, CallbackTakenSchema)
    @callbacks.refusals(errors.CallbackRefused, errors.CallbackUnreadable)
    def post(self) -> dict[str, bool]:
        """Take an event of the payment partner in.

        Signed as Stripe signs webhooks (`Stripe-Signature`). It is stored once by its
        id and answered at once; duplicates and any order are fine.
        """
        at = now()
        body = request.get_data()
        try:
            verify_signature(
                body,
                request.headers.get("Stripe-Signature", ""),
                secrets=[current_app.extensions["settings"].payment_webhook_secret],
                at=at,
            )
            event = read_object(body)
        except SignatureRefused as error:
            raise errors.CallbackRefused from error
        except UnreadableAnswer as error:
            raise errors.CallbackUnreadable from error
        with unit_of_work("payments.callback") as session:
            event_id = receive_callback(session, event, at=at)
            if event_id is not None:
                ask_for_callback(session, event_id, event["data"]["object"]["id"])
        return {"received": True}


def as_wire(view: AccountView) -> dict[str, Any]:
    """An account in the reader's language."""
    account = view.account
    return {
        "payout_account_id": account.id,
        "channel": account.channel,
        "channel_name": view.channel_name,
        "number_masked": view.number_masked,
        "status": account.status,
        "linked_at": account.linked_at,
        "verified_at": account.verified_at,
        "refusal": reason_as_wire(view.refusal),
    }


def reason_as_wire(reason: Reason | None) -> dict[str, str] | None:
    """A reason in the reader's language, or None."""
    if reason is None:
        return None
    return {
        "code": reason.code,
        "title": reason.title.in_(locale()),
        "how_to_fix": reason.how_to_fix.in_(locale()),
    }
