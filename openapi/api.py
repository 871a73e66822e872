"""The Api: flask-smorest's, with problem details, our security schemes and a check
that no route is left undeclared."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Flask, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from core.errors import Refusal
from core.logs import get_logger
from openapi.document import finish
from openapi.fields import Text, WholeNumber
from openapi.problems import (
    InternalError,
    PoolExhausted,
    http_problem,
    problem_response,
)
from openapi.security import PROOF_ALGORITHMS

log = get_logger(__name__)

TITLE = "Training marketplace API"
VERSION = "1.0.0"

DESCRIPTION = """\
The open platform behind a public training programme: a training balance, courses of
many institutions, vouchers bought through linked platforms, certificates, incentives.

Every error is an RFC 9457 problem whose `type` has a page. Operations that move money,
seats or vouchers need an `Idempotency-Key`. Lists are paged by cursor.
"""


class ProblemSchema(ma.Schema):
    """RFC 9457 problem details, with what to do next and the id of the request. A kind
    of problem may have members of its own."""

    class Meta:
        unknown = ma.INCLUDE

    type = Text(required=True, metadata={"format": "uri-reference"})
    title = Text(required=True)
    status = WholeNumber(required=True, minimum=400, maximum=599)
    detail = Text(required=True)
    remedy = Text(required=True)
    trace_id = Text(required=True, allow_none=True)
    errors = ma.fields.Dict(metadata={"description": "Per field, what is wrong."})


class Api(flask_smorest.Api):
    """The JSON API of one application."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, *, scopes: dict[str, str]) -> None:
        app.config.update(
            API_TITLE=TITLE,
            API_VERSION=VERSION,
            OPENAPI_VERSION="3.1.0",
            OPENAPI_URL_PREFIX=None,
        )
        super().__init__(app, spec_kwargs={"info": {"description": DESCRIPTION}})
        for name, scheme in security_schemes(scopes).items():
            self.spec.components.security_scheme(name, scheme)

    def contract(self) -> dict[str, Any]:
        """The published OpenAPI document, finished."""
        return finish(self.spec.to_dict())

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(HTTPException, self.handle_http_exception)
        self._app.register_error_handler(Refusal, problem_response)
        self._app.register_error_handler(OperationalError, _database_down)
        self._app.register_error_handler(PoolTimeout, _database_down)

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Render Flask's, Werkzeug's and webargs's errors as problems."""
        if isinstance(error, InternalServerError):
            return problem_response(InternalError())
        return http_problem(error)


def _database_down(error: Exception) -> Response:
    log.error("database.unavailable", error=type(error).__name__)
    return problem_response(PoolExhausted())


def security_schemes(scopes: dict[str, str]) -> dict[str, dict[str, Any]]:
    """How callers authenticate, as OpenAPI security schemes."""
    tokens = {"tokenUrl": "/oauth/token", "scopes": scopes}
    return {
        "dpop": {
            "type": "http",
            "scheme": "dpop",
            "description": "How a token that is bound to a key is sent (RFC 9449):"
            " `Authorization: DPoP <token>`, with a proof in the header `DPoP` that is"
            f" signed anew for each request by {', '.join(PROOF_ALGORITHMS)}. Its"
            " `nonce` is that of the last `DPoP-Nonce` that we answered.",
        },
        "oauth": {
            "type": "oauth2",
            "description": "A client that acts for its organisation. A token that was"
            " given for a DPoP proof is sent as `dpop` says, any other as a bearer"
            " token.",
            "flows": {"clientCredentials": tokens},
        },
        "participant": {
            "type": "oauth2",
            "description": "A client that acts for a participant who consented. A"
            " token that was given for a DPoP proof is sent as `dpop` says, any other"
            " as a bearer token.",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": "/oauth/authorize",
                    "refreshUrl": "/oauth/token",
                    **tokens,
                }
            },
        },
    }


def undeclared_routes(app: Flask) -> list[str]:
    """Routes (method and path) that do not say who may call them (SC-04)."""
    missing = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            view_class = getattr(view, "view_class", None)
            handler = getattr(view_class, method.lower(), view) if view_class else view
            if not hasattr(handler, "access"):
                missing.append(f"{method} {rule.rule}")
    return missing
