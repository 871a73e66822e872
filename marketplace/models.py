"""Every model of every floor, imported so that the metadata is complete."""

# ruff: noqa: F401 (imported for the tables that they define)

import catalog.authoring.models
import catalog.courses.models
import catalog.curation.models
import catalog.regions.models
import catalog.reviews.models
import core.audit.models
import core.events.models
import core.ledger.models
import core.mail.models
import marketplace.consequences.models
import marketplace.incentives.models
import marketplace.orders.models
import marketplace.participants.models
import marketplace.payments.models
import marketplace.programme.models
import openapi.idempotency
import partners.accounts.models
import partners.activity.models
import partners.agreements.models
import partners.conflicts.models
import partners.denials.models
import partners.factors.models
import partners.feed.models
import partners.limits.models
import partners.links.models
import partners.oauth.clients.models
import partners.oauth.models
import partners.oauth.pushed.models
import partners.oauth.token_keys.models
import partners.onboarding.evidence_models
import partners.onboarding.models
import partners.onboarding.review_models
import partners.organisations.models
import partners.receipts.models
import partners.staff.models
import partners.staff.reviews.models
import partners.standing.models
import partners.switches.models
import partners.webhooks.models
import partners.webhooks.replays.models
import vouchers.certificates.models
import vouchers.guessing.models
import vouchers.learning.models
import vouchers.vouchers.models
