"""The frame of every page: languages, static files, and what protects forms."""

from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory
from flask_babel import Babel
from flask_babel import gettext as _

from openapi.security import public
from partners.accounts import web
from partners.staff.web import visitors_seats

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
    app.context_processor(lambda: {"main_menu": main_menu})


def main_menu() -> list[tuple[str, str]]:
    """The entries of every page's menu: where each leads, and its label."""
    courses = ("/catalogue", _("Courses"))
    if web.visitor() is None:
        return [courses, ("/register", _("Register")), ("/sign-in", _("Sign in"))]
    organisations = [("/partner", _("My organisations"))] if visitors_seats() else []
    return [
        courses,
        ("/me", _("My page")),
        *organisations,
        ("/activity", _("Activity")),
        ("/links", _("Linked platforms")),
        ("/me/security", _("Security")),
    ]


@blueprint.get("/static/<path:name>")
@public("Style sheets and scripts hold nothing of anybody.")
def static_file(name: str) -> Response:
    """Style sheets and scripts, shipped with us."""
    response = send_from_directory(FOLDER / "static", name)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
