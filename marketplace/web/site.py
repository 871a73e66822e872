"""The blueprint of the participant's pages, with their formats and refusals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import NotFound

from core import context
from core.errors import Refusal
from core.text import Text
from marketplace.payments.errors import AccountAlreadyLinked
from marketplace.programme.errors import AlreadyApplied, BatchNotOpen
from marketplace.web.formats import FILTERS, in_sentence, moment, words
from marketplace.web.wording import KINDS, name_of, step_in_words, tone_of
from openapi.problems import (
    HttpProblem,
    InternalError,
    http_problem,
    remember,
    status_of,
)
from partners.accounts.web import PageBlueprint

blueprint = PageBlueprint("pages", __name__)

# Under these, callers are programs and read problem documents.
PROGRAM_PATHS = ("/v1/", "/oauth/", "/.well-known/")


class PageNotFound(HttpProblem):
    status = 404
    slug = "page-not-found"
    title = Text("There is no such page", "Halaman tidak ditemukan")
    detail = Text(
        "The address is not right, or what it showed is no longer there.",
        "Alamatnya keliru, atau isinya sudah tidak ada.",
    )
    remedy = Text(
        "Start again from the first page, or search the courses.",
        "Mulai lagi dari halaman depan, atau cari pelatihan.",
    )


# Whose state a refusal's member `state` is.
STATES_OF: dict[type[Refusal], str] = {
    AlreadyApplied: "application",
    AccountAlreadyLinked: "payout",
    BatchNotOpen: "batch",
}


@dataclass(frozen=True)
class Spoken:
    """A refusal in the reader's language, with instants in the programme's zone."""

    title: str
    detail: str
    remedy: str


def spoken(refusal: Refusal) -> Spoken:
    """What a page says of a refusal."""
    members = {
        name: _spoken(refusal, name, value) for name, value in refusal.members.items()
    }
    return Spoken(
        title=words(refusal.title.format(**members)),
        detail=words(refusal.detail.format(**members)),
        remedy=words(refusal.remedy.format(**members)),
    )


def refusal_page(refusal: Refusal) -> Response:
    """A refusal as a page of its own: what was wrong and what to do next."""
    remember(refusal)
    said = spoken(refusal)
    body = render_template(
        "refusal.html",
        title=said.title,
        detail=said.detail,
        remedy=said.remedy,
        trace_id=context.current().request_id,
    )
    return Response(body, status_of(type(refusal)), headers=refusal.headers())


def unknown_address(error: NotFound) -> Response:
    """An unknown address: a page for people, a problem document for programs."""
    wants_page = request.accept_mimetypes.best_match(
        ["application/json", "text/html"], "application/json"
    )
    if wants_page != "text/html" or request.path.startswith(PROGRAM_PATHS):
        return http_problem(error)
    return refusal_page(PageNotFound())


def _spoken(refusal: Refusal, name: str, value: Any) -> Any:
    """Refusals carry instants as ISO 8601 under names that end in `_at`, and states by
    their names in the data; people read neither."""
    if name.endswith("_at") and isinstance(value, str):
        return moment(datetime.fromisoformat(value))
    kind = STATES_OF.get(type(refusal))
    if name == "state" and kind is not None:
        return in_sentence(words(name_of(KINDS[kind], value)))
    return value


def configure(app: Flask) -> None:
    """Answer unknown addresses; called when the pages are registered."""
    app.register_error_handler(404, unknown_address)


def named(name: str, kind: str) -> str:
    """A state, step or condition in words: `{{ status | named("voucher") }}`."""
    return words(name_of(KINDS[kind], name))


_FILTERS: dict[str, Callable[..., Any]] = {
    **FILTERS,
    "named": named,
    "step": step_in_words,
    "tone": tone_of,
}
for _name, _filter in _FILTERS.items():
    blueprint.add_app_template_filter(_filter, _name)
blueprint.register_error_handler(Refusal, refusal_page)
blueprint.register_error_handler(404, unknown_address)
blueprint.register_error_handler(500, lambda error: refusal_page(InternalError()))
