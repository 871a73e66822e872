"""The simulated partner's HTTP side."""

import hmac
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Request, Response, request

from marketplace.payments.simulator import pages
from marketplace.payments.simulator.accounts import Accounts
from marketplace.payments.simulator.errors import ApiError, invalid
from marketplace.payments.simulator.events import EVENT
from marketplace.payments.simulator.execution import Execution
from marketplace.payments.simulator.faults import COUNTED, Faults
from marketplace.payments.simulator.forms import unflatten
from marketplace.payments.simulator.idempotency import Reply
from marketplace.payments.simulator.payouts import PAYOUT, Payouts
from marketplace.payments.simulator.store import Store, new_id


@dataclass(frozen=True)
class Partner:
    """The parts of the simulated partner that requests are served from."""

    store: Store
    accounts: Accounts
    payouts: Payouts
    faults: Faults
    execution: Execution
    secret_key: str


def create_app(partner: Partner) -> Flask:
    """The partner's API, and the dial and ledger for whoever tests against it."""
    app = Flask("payment-simulator")
    _add_writing(app, partner)
    _add_reading(app, partner)
    _add_dials(app, partner)

    @app.before_request
    def authenticate() -> Response | None:
        if request.path.startswith("/_") or _is_let_in(request, partner.secret_key):
            return None
        error = ApiError(401, "invalid_request_error", "The API key is wrong.")
        return _respond(_as_reply(error))

    @app.errorhandler(ApiError)
    def refuse(error: ApiError) -> Response:
        return _respond(_as_reply(error))

    return app


def _add_writing(app: Flask, partner: Partner) -> None:
    @app.post("/v1/payouts")
    def create_payout() -> Response:
        return _execute(partner, partner.payouts.check, partner.payouts.create)

    @app.post("/v1/account_verifications")
    def verify_account() -> Response:
        return _execute(partner, partner.accounts.check, partner.accounts.verify)


def _add_reading(app: Flask, partner: Partner) -> None:
    @app.get("/v1/payouts/<payout_id>")
    def retrieve_payout(payout_id: str) -> Response:
        return _respond(Reply(200, partner.payouts.get(payout_id)))

    @app.get("/v1/payouts")
    def list_payouts() -> Response:
        return _list(partner, PAYOUT)

    @app.get("/v1/events")
    def list_events() -> Response:
        return _list(partner, EVENT)


def _add_dials(app: Flask, partner: Partner) -> None:
    @app.route("/_faults", methods=["GET", "POST"])
    def faults() -> Response:
        if request.method == "GET":
            return _respond(Reply(200, {**partner.faults.state(), "about": COUNTED}))
        try:
            state = partner.faults.set(request.get_json())
        except (ValueError, TypeError, AttributeError) as error:
            raise invalid(str(error)) from error
        return _respond(Reply(200, state))

    @app.get("/_ledger")
    def ledger() -> Response:
        return _respond(Reply(200, partner.payouts.ledger()))


def _execute(
    partner: Partner,
    check: Callable[[dict[str, Any]], None],
    act: Callable[[dict[str, Any]], dict[str, Any]],
) -> Response:
    pairs = list(request.form.items(multi=True))
    key = request.headers.get("Idempotency-Key")
    parameters = unflatten(pairs)
    reply = partner.execution.run(
        request.path, pairs, key, lambda: check(parameters), lambda: act(parameters)
    )
    return _respond(reply)


def _list(partner: Partner, kind: str) -> Response:
    query = unflatten(list(request.args.items(multi=True)))
    return _respond(Reply(200, pages.page(partner.store, kind, request.path, query)))


def _is_let_in(asking: Request, secret_key: str) -> bool:
    given = asking.authorization
    if given is None:
        return False
    name = given.username if given.type == "basic" else given.token
    return hmac.compare_digest((name or "").encode(), secret_key.encode())


def _as_reply(error: ApiError) -> Reply:
    return Reply(error.status, error.body, dict(error.headers))


def _respond(reply: Reply) -> Response:
    """Write an answer, or what a fault makes of it."""
    if reply.headers.pop("X-Cut", None):
        # The socket is shut, so writing this answer fails, as on a broken line.
        request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    text = json.dumps(reply.body)
    if reply.headers.pop("X-Duplicate-Keys", None):
        text = '{"status": "failed", ' + text[1:]
    if reply.headers.pop("X-Oversized", None):
        text += " " * (1024 * 1024)
    response = Response(text, status=reply.status, mimetype="application/json")
    response.headers["Request-Id"] = new_id("req")
    response.headers.update(reply.headers)
    return response
