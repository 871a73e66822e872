"""The platform, with one of its operations once more without the guard.

The open twin runs the same view, with the same query and the same answer; only what
finds the caller and checks her scope is left out.
"""

from flask import Flask

from bench.access.stand import OPEN
from catalog.courses.api import OneCourse
from core.settings import Settings
from marketplace.app import create_app
from openapi.security import public


class OpenCourse(OneCourse):
    """A course without a question asked."""

    get = public("A measurement compares with it.")(OneCourse.get.__wrapped__)


def make_app() -> Flask:
    """The application as it is served, and the open twin."""
    app = create_app(Settings.from_environment())
    app.add_url_rule(
        f"{OPEN}/<uuid:course_id>", view_func=OpenCourse.as_view("open_course")
    )
    return app


app = make_app()
