"""What happens around every request: its id, its log line, its security headers.

The id is the caller's `X-Request-Id` when it is a plain one, else a new one; it is
answered, logged, stored with events and audit lines, and is a problem's `trace_id`.
"""

import re
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue

from core import context
from core.ids import new_id
from core.logs import get_logger
from core.unit_of_work import retrying
from openapi.metrics import observe_request
from openapi.problems import NoSuchAddress

log = get_logger(__name__)

View = TypeVar("View", bound=Callable[..., Any])

# Files of 10 MiB, and the form around them (core.files.bounds).
LARGEST_FILE = 11 * 1024 * 1024

_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action {form_action};"
    " frame-ancestors 'none'; base-uri 'none'"
)


class Application(Flask):
    """Flask that runs a request again when the database asks for it (LG-08).

    A view's units of work roll back as a whole, so a second run starts clean; after
    five runs the answer is 503 with Retry-After.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        return retrying(super().dispatch_request)


def watch_requests(app: Flask, *, secure: bool) -> None:
    """Give each request its circumstances, and its answer the headers it needs."""

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        given = request.headers.get("X-Request-Id", "")
        plain = _PLAIN_ID.match(given)
        request_id = given if plain else new_id().hex
        context.begin(context.Context(request_id=request_id, actor="anonymous"))
        request.max_content_length = largest_body()
        if "\0" in request.path:
            # No name of ours has a NUL, and PostgreSQL cannot be asked (SC-06).
            raise NoSuchAddress

    @app.after_request
    def finish(response: Response) -> Response:
        circumstances = context.current()
        response.headers["X-Request-Id"] = circumstances.request_id or ""
        add_security_headers(response, secure=secure)
        route = request.url_rule.rule if request.url_rule else "unmatched"
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        observe_request(request.method, route, response.status_code, seconds)
        log.info(
            "http.request",
            method=request.method,
            route=route,
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
        )
        return response


def takes_file(view: View) -> View:
    """Let a view take a body as large as a file may be, and a form around it."""
    # Looked for on the view of the request (largest_body).
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def largest_body() -> int | None:
    """How large the body of this request may be; None for the application's bound."""
    view = current_app.view_functions.get(request.endpoint or "")
    holder = getattr(view, "view_class", None)
    handler = getattr(holder, request.method.lower(), view) if holder else view
    return LARGEST_FILE if getattr(handler, "takes_file", False) else None


def add_security_headers(response: Response, *, secure: bool) -> None:
    """Requirement SC-11. A page that may send a form elsewhere (consent, whose answer
    redirects to the partner) sets `g.form_action`."""
    policy = CONTENT_SECURITY_POLICY.format(form_action=g.get("form_action", "'self'"))
    defaults: dict[str, Any] = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        # What may be kept, such as a style sheet, says so itself.
        "Cache-Control": "no-store",
    }
    if secure:
        defaults["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    for name, value in defaults.items():
        response.headers.setdefault(name, value)
