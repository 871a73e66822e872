"""The documentation: openapi.json, Swagger UI from our files, a page per problem."""

from html import escape

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    request,
    send_from_directory,
)

from core.errors import REFUSALS, Refusal
from openapi.api import Api
from openapi.json_provider import dump_json
from openapi.problems import locale, status_of
from openapi.security import public

WHY_PUBLIC = "Documentation is for anyone."

PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/docs/static/docs.css">
<main>{body}</main>
</html>
"""


def make_blueprint(api: Api) -> Blueprint:
    """The documentation pages of one Api."""
    blueprint = Blueprint("docs", __name__)

    @blueprint.get("/openapi.json")
    @public(WHY_PUBLIC)
    def contract() -> Response:
        """The published contract, OpenAPI 3.1."""
        return Response(dump_json(api.contract()), mimetype="application/json")

    @blueprint.get("/docs")
    @public(WHY_PUBLIC)
    def reference() -> Response:
        """Swagger UI, under the same strict content security policy as all pages."""
        return send_from_directory(_static(), "index.html")

    @blueprint.get("/docs/static/<path:name>")
    @public(WHY_PUBLIC)
    def file(name: str) -> Response:
        """The files of Swagger UI, shipped with us."""
        response = send_from_directory(_static(), name)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    @blueprint.get("/problems")
    @public(WHY_PUBLIC)
    def problems() -> Response:
        """All kinds of problems; HTML, or JSON for a program that asks for it."""
        kinds = [REFUSALS[slug] for slug in sorted(REFUSALS)]
        if _wants_json():
            return jsonify([_as_json(kind) for kind in kinds])
        return _page(
            "Problems" if locale() == "en" else "Masalah",
            "".join(_as_html(kind, heading="h2") for kind in kinds),
        )

    @blueprint.get("/problems/<slug>")
    @public(WHY_PUBLIC)
    def problem(slug: str) -> Response:
        """One kind of problem: what it means and what to do."""
        kind = REFUSALS.get(slug)
        if kind is None:
            abort(404)
        if _wants_json():
            return jsonify(_as_json(kind))
        return _page(kind.title.in_(locale()), _as_html(kind, heading="h1"))

    return blueprint


def _static() -> str:
    return f"{current_app.root_path}/../openapi/static"


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _as_json(kind: type[Refusal]) -> dict[str, object]:
    return {
        "type": f"/problems/{kind.slug}",
        "status": status_of(kind),
        **{
            name: {"en": text.en, "id": text.id}
            for name, text in [
                ("title", kind.title),
                ("detail", kind.detail),
                ("remedy", kind.remedy),
            ]
        },
    }


def _as_html(kind: type[Refusal], *, heading: str) -> str:
    language = locale()
    return (
        f'<section id="{kind.slug}"><{heading}>{escape(kind.title.in_(language))}'
        f"</{heading}><p><code>/problems/{kind.slug}</code>, HTTP {status_of(kind)}</p>"
        f"<p>{escape(kind.detail.in_(language))}</p>"
        f"<p><strong>{'What to do' if language == 'en' else 'Yang perlu dilakukan'}:"
        f"</strong> {escape(kind.remedy.in_(language))}</p></section>"
    )


def _page(title: str, body: str) -> Response:
    html = PAGE.format(language=locale(), title=escape(title), body=body)
    return Response(html, mimetype="text/html")
