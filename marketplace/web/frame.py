"""The frame of every page: languages, static files, and what protects forms."""

from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory
from flask_babel import Babel

from openapi.security import public
from partners.accounts import web

FOLDER = Path(__file__).parent

blueprint = Blueprint("web", __name__)


def configure(app: Flask) -> None:
    """Set languages and form protection up; the blueprints come afterwards."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(FOLDER / "translations"))
    app.config.setdefault(
        "BABEL_DEFAULT_TIMEZONE", str(app.extensions["settings"].zone)
    )
    Babel(app, default_locale="en", locale_selector=web.page_locale)
    web.configure(app)
    app.register_blueprint(blueprint)


@blueprint.get("/static/<path:name>")
@public("Style sheets and scripts hold nothing of anybody.")
def static_file(name: str) -> Response:
    """Style sheets and scripts, shipped with us."""
    response = send_from_directory(FOLDER / "static", name)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
