"""Every blueprint of every floor; the scopes stand in partners/oauth/scopes.py."""

from flask import Flask

import catalog.authoring.api
import catalog.authoring.portal.pages
import catalog.authoring.public.api
import catalog.comparing.api
import catalog.courses.api
import catalog.curation.api
import catalog.curation.oversight.api
import catalog.curation.oversight.pages
import catalog.curation.own.api
import catalog.curation.own.pages
import catalog.curation.pages
import catalog.feed.api
import catalog.feed.oversight.api
import catalog.feed.pages
import catalog.imports.api
import catalog.imports.exporting.api
import catalog.imports.lists.api
import catalog.imports.lists.pages
import catalog.monitoring.api
import catalog.monitoring.drafts.api
import catalog.monitoring.oversight.api
import catalog.monitoring.oversight.pages
import catalog.monitoring.own.api
import catalog.monitoring.own.pages
import catalog.monitoring.pages
import catalog.monitoring.published.api
import catalog.offerings.api
import catalog.offerings.platforms.api
import catalog.offerings.portal.pages
import catalog.quality.api
import catalog.regions.api
import catalog.reviews.api
import catalog.reviews.moderation.pages
import catalog.reviews.replies.api
import catalog.reviews.staff.api
import catalog.reviews.staff.pages
import catalog.schedules.api
import catalog.schedules.portal.pages
import catalog.taxonomies.api
import catalog.trainers.api
import catalog.trainers.pages
import marketplace.consequences.api
import marketplace.consequences.pages
import marketplace.incentives.api
import marketplace.orders.api
import marketplace.participants.api
import marketplace.payments.api
import marketplace.programme.api
import marketplace.reviews.api
import marketplace.shortlist.api
import marketplace.transfers.api
import marketplace.transfers.asking.api
import marketplace.transfers.asking.pages
import marketplace.transfers.pages
import marketplace.web.pages
import openapi.docs
import openapi.health
import partners.accounts.mailed_pages
import partners.accounts.pages
import partners.accounts.signing_up
import partners.activity.api
import partners.activity.pages
import partners.agreements.api
import partners.agreements.pages
import partners.asyncapi.pages
import partners.conflicts.api
import partners.conflicts.deciding.api
import partners.conflicts.own.api
import partners.conflicts.own.pages
import partners.conflicts.pages
import partners.denials.api
import partners.denials.pages
import partners.factors.pages
import partners.factors.passkeys
import partners.factors.password
import partners.factors.security
import partners.factors.sessions
import partners.feed.api
import partners.links.api
import partners.links.pages
import partners.oauth.api
import partners.oauth.clients.api
import partners.oauth.clients.oversight.api
import partners.oauth.clients.oversight.pages
import partners.oauth.clients.pages
import partners.oauth.oidc.api
import partners.oauth.oidc.pages
import partners.oauth.pages
import partners.oauth.token_keys.api
import partners.onboarding.api
import partners.onboarding.review.api
import partners.onboarding.review.pages
import partners.onboarding.sending.api
import partners.onboarding.sending.beginning
import partners.onboarding.sending.pages
import partners.organisations.api
import partners.receipts.pages
import partners.staff.api
import partners.staff.joining
import partners.staff.manage
import partners.staff.pages
import partners.staff.report.api
import partners.staff.report.pages
import partners.staff.reviews.api
import partners.staff.reviews.oversight
import partners.staff.reviews.pages
import partners.standing.api
import partners.standing.own.api
import partners.standing.own.pages
import partners.standing.pages
import partners.switches.api
import partners.switches.pages
import partners.webhooks.api
import partners.webhooks.portal.pages
import partners.webhooks.replays.api
import vouchers.certificates.api
import vouchers.certificates.keys
import vouchers.certificates.pages
import vouchers.learning.api
import vouchers.vouchers.api
from openapi.api import Api
from partners.oauth.scopes import SCOPES

# partners.accounts.mailed_pages and .signing_up, partners.factors.password, .security
# and .sessions, partners.staff.joining, .manage and .report.pages and
# partners.staff.reviews.pages and .oversight put their pages into the blueprint of
# their domain.
__all__ = ["SCOPES", "register"]


def register(app: Flask, api: Api) -> None:
    """Put every page and every operation at its address."""
    app.register_blueprint(openapi.health.blueprint)
    app.register_blueprint(openapi.docs.make_blueprint(api))
    app.register_blueprint(partners.asyncapi.pages.blueprint)
    app.register_blueprint(partners.accounts.pages.blueprint)
    app.register_blueprint(partners.factors.pages.blueprint)
    app.register_blueprint(partners.oauth.api.endpoints)
    app.register_blueprint(partners.oauth.token_keys.api.blueprint)
    app.register_blueprint(partners.oauth.pages.blueprint)
    app.register_blueprint(partners.oauth.oidc.pages.blueprint)
    api.register_blueprint(partners.oauth.oidc.api.blueprint)
    app.register_blueprint(partners.links.pages.blueprint)
    app.register_blueprint(partners.activity.pages.blueprint)
    api.register_blueprint(partners.activity.api.blueprint)
    app.register_blueprint(partners.receipts.pages.blueprint)
    api.register_blueprint(partners.links.api.blueprint)
    api.register_blueprint(partners.oauth.clients.api.blueprint)
    api.register_blueprint(partners.oauth.clients.oversight.api.blueprint)
    app.register_blueprint(partners.oauth.clients.pages.blueprint)
    app.register_blueprint(partners.oauth.clients.oversight.pages.blueprint)
    api.register_blueprint(partners.organisations.api.blueprint)
    api.register_blueprint(partners.agreements.api.blueprint)
    app.register_blueprint(partners.agreements.pages.blueprint)
    api.register_blueprint(partners.onboarding.api.blueprint)
    api.register_blueprint(partners.onboarding.sending.api.blueprint)
    api.register_blueprint(partners.onboarding.review.api.blueprint)
    app.register_blueprint(partners.onboarding.sending.beginning.blueprint)
    app.register_blueprint(partners.onboarding.sending.pages.blueprint)
    app.register_blueprint(partners.onboarding.review.pages.blueprint)
    app.register_blueprint(partners.staff.pages.blueprint)
    api.register_blueprint(partners.staff.api.blueprint)
    api.register_blueprint(partners.staff.report.api.blueprint)
    api.register_blueprint(partners.staff.reviews.api.blueprint)
    api.register_blueprint(partners.standing.api.blueprint)
    api.register_blueprint(partners.conflicts.api.blueprint)
    api.register_blueprint(partners.conflicts.deciding.api.blueprint)
    api.register_blueprint(partners.conflicts.own.api.blueprint)
    app.register_blueprint(partners.conflicts.pages.blueprint)
    app.register_blueprint(partners.conflicts.own.pages.blueprint)
    api.register_blueprint(partners.standing.own.api.blueprint)
    api.register_blueprint(partners.switches.api.blueprint)
    app.register_blueprint(partners.switches.pages.blueprint)
    app.register_blueprint(partners.standing.pages.blueprint)
    app.register_blueprint(partners.standing.own.pages.blueprint)
    marketplace.web.pages.register(app)
    api.register_blueprint(partners.webhooks.api.blueprint)
    app.register_blueprint(partners.webhooks.portal.pages.blueprint)
    api.register_blueprint(partners.webhooks.replays.api.blueprint)
    api.register_blueprint(partners.denials.api.blueprint)
    app.register_blueprint(partners.denials.pages.blueprint)
    api.register_blueprint(partners.feed.api.blueprint)
    api.register_blueprint(catalog.authoring.api.blueprint)
    api.register_blueprint(catalog.authoring.public.api.blueprint)
    app.register_blueprint(catalog.authoring.portal.pages.blueprint)
    api.register_blueprint(catalog.courses.api.blueprint)
    api.register_blueprint(catalog.comparing.api.blueprint)
    api.register_blueprint(catalog.curation.api.blueprint)
    api.register_blueprint(catalog.curation.oversight.api.blueprint)
    api.register_blueprint(catalog.curation.own.api.blueprint)
    api.register_blueprint(catalog.feed.api.blueprint)
    api.register_blueprint(catalog.feed.oversight.api.blueprint)
    app.register_blueprint(catalog.feed.pages.blueprint)
    app.register_blueprint(catalog.curation.pages.blueprint)
    app.register_blueprint(catalog.curation.oversight.pages.blueprint)
    app.register_blueprint(catalog.curation.own.pages.blueprint)
    api.register_blueprint(catalog.monitoring.api.blueprint)
    api.register_blueprint(catalog.monitoring.drafts.api.blueprint)
    api.register_blueprint(catalog.monitoring.oversight.api.blueprint)
    app.register_blueprint(catalog.monitoring.oversight.pages.blueprint)
    api.register_blueprint(catalog.monitoring.published.api.blueprint)
    api.register_blueprint(catalog.monitoring.own.api.blueprint)
    app.register_blueprint(catalog.monitoring.own.pages.blueprint)
    app.register_blueprint(catalog.monitoring.pages.blueprint)
    api.register_blueprint(catalog.imports.api.blueprint)
    api.register_blueprint(catalog.quality.api.blueprint)
    api.register_blueprint(catalog.imports.lists.api.blueprint)
    app.register_blueprint(catalog.imports.lists.pages.blueprint)
    api.register_blueprint(catalog.imports.exporting.api.blueprint)
    api.register_blueprint(catalog.regions.api.blueprint)
    api.register_blueprint(catalog.taxonomies.api.blueprint)
    api.register_blueprint(catalog.trainers.api.blueprint)
    app.register_blueprint(catalog.trainers.pages.blueprint)
    api.register_blueprint(catalog.reviews.api.blueprint)
    api.register_blueprint(catalog.schedules.api.blueprint)
    app.register_blueprint(catalog.schedules.portal.pages.blueprint)
    app.register_blueprint(catalog.offerings.portal.pages.blueprint)
    api.register_blueprint(catalog.offerings.api.blueprint)
    api.register_blueprint(catalog.offerings.platforms.api.blueprint)
    api.register_blueprint(catalog.reviews.staff.api.blueprint)
    api.register_blueprint(catalog.reviews.replies.api.blueprint)
    app.register_blueprint(catalog.reviews.moderation.pages.blueprint)
    app.register_blueprint(catalog.reviews.staff.pages.blueprint)
    api.register_blueprint(marketplace.participants.api.blueprint)
    api.register_blueprint(marketplace.programme.api.blueprint)
    api.register_blueprint(marketplace.orders.api.blueprint)
    api.register_blueprint(marketplace.reviews.api.blueprint)
    api.register_blueprint(marketplace.shortlist.api.blueprint)
    api.register_blueprint(marketplace.payments.api.blueprint)
    api.register_blueprint(marketplace.payments.api.callbacks)
    api.register_blueprint(marketplace.incentives.api.blueprint)
    api.register_blueprint(marketplace.consequences.api.blueprint)
    app.register_blueprint(marketplace.consequences.pages.blueprint)
    api.register_blueprint(marketplace.transfers.api.blueprint)
    app.register_blueprint(marketplace.transfers.pages.blueprint)
    api.register_blueprint(marketplace.transfers.asking.api.blueprint)
    app.register_blueprint(marketplace.transfers.asking.pages.blueprint)
    api.register_blueprint(vouchers.vouchers.api.blueprint)
    api.register_blueprint(vouchers.learning.api.blueprint)
    api.register_blueprint(vouchers.certificates.api.blueprint)
    app.register_blueprint(vouchers.certificates.keys.blueprint)
    app.register_blueprint(vouchers.certificates.pages.blueprint)
