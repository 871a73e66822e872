"""All pages for participants, as one blueprint."""

from flask import Flask

from marketplace.web import (
    bought,
    catalogue,
    comparing,
    dashboard,
    demo,
    institutions,
    landing,
    payout_account,
    public_courses,
    quality,
    registration,
    review,
    reviews,
    shortlist,
    transfers,
    verification,
)
from marketplace.web.site import blueprint, configure

# Importing a module is what puts its pages into the blueprint.
MODULES = (
    bought,
    catalogue,
    comparing,
    dashboard,
    institutions,
    landing,
    payout_account,
    public_courses,
    quality,
    registration,
    review,
    reviews,
    shortlist,
    transfers,
    verification,
)


def register(app: Flask) -> None:
    """Put every page at its address."""
    app.register_blueprint(blueprint)
    # With a mail server people get their mail, and it is for nobody else.
    settings = app.extensions["settings"]
    if not settings.is_production and not settings.smtp_url:
        app.register_blueprint(demo.blueprint)
    configure(app)
