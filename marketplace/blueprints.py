"""Every blueprint of every floor, and every scope that a token can have."""

from flask import Flask

import catalog.courses.api
import catalog.regions.api
import marketplace.incentives.api
import marketplace.orders.api
import marketplace.participants.api
import marketplace.programme.api
import marketplace.payments.api
import marketplace.web.pages
import openapi.docs
import openapi.health
import partners.accounts.pages
import partners.feed.api
import partners.webhooks.api
import vouchers.certificates.api
import vouchers.certificates.keys
import vouchers.certificates.pages
import vouchers.learning.api
import vouchers.vouchers.api
from openapi.api import Api

# Scope -> what it lets a client do, in words for a partner's developer.
SCOPES: dict[str, str] = {
    "catalog:read": "Read courses, schedules and offerings.",
    "catalog:write": "Import the courses of this institution.",
    "profile:read": "Know the participant by a pairwise id, and her first name.",
    "balance:read": "Read the participant's training balance.",
    "orders:write": "Buy and void courses with the participant's training balance.",
    "orders:read": "Read the orders that this platform placed.",
    "vouchers:verify": "Check vouchers of this institution and start verifications.",
    "learning:write": "Report results and completion of this institution's classes.",
    "certificates:read": "Read the certificates of this institution's classes.",
    "webhooks:manage": "Manage the webhook endpoints of this organisation.",
    "events:read": "Read the events that concern this organisation.",
    "programme:manage": "Run batches: open, close, select, decide and award.",
    "programme:read": "Read batches, schemes and their figures.",
    "participants:reveal": "Show personal data in clear, for a reason, on the record.",
    "registrations:write": "Register participants in the programme's own applications.",
    "participant:self": "Act as the participant in the programme's own application.",
}


def register(app: Flask, api: Api) -> None:
    """Put every page and every operation at its address."""
    app.register_blueprint(openapi.health.blueprint)
    app.register_blueprint(openapi.docs.make_blueprint(api))
    app.register_blueprint(partners.accounts.pages.blueprint)
    marketplace.web.pages.register(app)
    api.register_blueprint(partners.webhooks.api.blueprint)
    api.register_blueprint(partners.feed.api.blueprint)
    api.register_blueprint(catalog.courses.api.blueprint)
    api.register_blueprint(catalog.regions.api.blueprint)
    api.register_blueprint(marketplace.participants.api.blueprint)
    api.register_blueprint(marketplace.programme.api.blueprint)
    api.register_blueprint(marketplace.orders.api.blueprint)
    api.register_blueprint(marketplace.payments.api.blueprint)
    api.register_blueprint(marketplace.payments.api.callbacks)
    api.register_blueprint(marketplace.incentives.api.blueprint)
    api.register_blueprint(vouchers.vouchers.api.blueprint)
    api.register_blueprint(vouchers.learning.api.blueprint)
    api.register_blueprint(vouchers.certificates.api.blueprint)
    app.register_blueprint(vouchers.certificates.keys.blueprint)
    app.register_blueprint(vouchers.certificates.pages.blueprint)
