"""Who hears of which event, and which jobs exist.

The one place where an upper floor subscribes to a lower one. Called by the web
process, by workers and by commands alike.
"""

from datetime import timedelta
from functools import partial

import catalog.curation.tasks
import catalog.feed.tasks
import catalog.imports.lists.tasks
import catalog.monitoring.tasks
import catalog.offerings.tasks
import catalog.reviews.tasks
import catalog.trainers.tasks
import core.events.tasks
import core.files.tasks
import core.jobs.tasks
import core.mail.tasks
import core.privacy.tasks
import marketplace.consequences.tasks
import marketplace.incentives.tasks
import marketplace.orders.holders.tasks
import marketplace.orders.tasks
import marketplace.payments.tasks
import marketplace.programme.tasks
import marketplace.quality.tasks
import marketplace.transfers.asking.tasks
import marketplace.transfers.tasks
import openapi.tasks
import partners.accounts.tasks
import partners.activity.tasks
import partners.conflicts.tasks
import partners.denials.tasks
import partners.factors.tasks
import partners.limits.tasks
import partners.oauth.tasks
import partners.oauth.token_keys.tasks
import partners.onboarding.tasks
import partners.staff.reviews.tasks
import partners.staff.tasks
import partners.standing.tasks
import partners.webhooks.replays.tasks
import partners.webhooks.tasks
import vouchers.vouchers.tasks
from catalog.authoring.events import CourseSubmitted, CourseTakenBack
from catalog.courses.services.check_sanction import check_sanctioned_courses
from catalog.curation.layers import shipped_curations
from catalog.curation.services.open import on_submitted, on_taken_back
from catalog.feed.rules import Guard
from catalog.monitoring.plans import shipped_monitorings
from catalog.monitoring.services.overdue import on_run_cancelled, on_run_changed
from catalog.offerings.bounds import bound_commissions_by
from catalog.reviews.events import ReviewGiven
from catalog.schedules.events import ScheduleCancelled, ScheduleChanged
from core.events.publishing import forget_subscribers, subscribe
from core.events.services.relay import on_relay
from core.settings import Settings
from marketplace.incentives.services.evaluate import (
    on_account_changed,
    on_account_verified,
    on_certificate_revoked,
    on_review,
)
from marketplace.incentives.services.open import open_incentive
from marketplace.incentives.services.record_payment import (
    on_payment_failed,
    on_payment_succeeded,
)
from marketplace.orders.describing import balance_to_spend, describe_purchase
from marketplace.orders.events import OrderPlaced
from marketplace.orders.services.settle import fulfil_order
from marketplace.orders.services.show_use import show_purchase
from marketplace.orders.services.void import refund_expired
from marketplace.payments import gateway
from marketplace.payments.events import (
    PaymentFailed,
    PaymentSucceeded,
    PayoutAccountLinked,
    PayoutAccountRefused,
    PayoutAccountVerified,
)
from marketplace.programme.queries import codes_of_schemes, commission_bound
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.close import on_completed, on_money_back
from partners.agreements.shipped import shipped_agreements
from partners.conflicts.events import ConflictGroupChanged, WaiverGranted
from partners.conflicts.services.from_application import take_in_ties
from partners.denials.rules import DenialKind, watch
from partners.feed.services.enter import enter_events
from partners.oauth.details.describing import describe_by, read_balance_by
from partners.oauth.details.types import PURCHASE, VERIFICATION
from partners.onboarding.events import PartnerApplicationSubmitted
from partners.onboarding.shipped import shipped_requirements
from partners.standing.events import (
    SanctionFinished,
    SanctionProposed,
    SanctionStarted,
)
from partners.switches.schemes import read_schemes_by
from partners.webhooks.services.fan_out import fan_out
from vouchers.certificates.events import CertificateIssued, CertificateRevoked
from vouchers.learning.describing import describe_verification
from vouchers.learning.events import AttendanceConfirmed
from vouchers.learning.services.show_use import show_attendance
from vouchers.vouchers.events import VoucherCompleted, VoucherExpired, VoucherVoided

# Modules that declare jobs are imported for that alone.
JOBS = (
    catalog.monitoring.tasks,
    catalog.offerings.tasks,
    catalog.imports.lists.tasks,
    catalog.feed.tasks,
    catalog.curation.tasks,
    catalog.reviews.tasks,
    catalog.trainers.tasks,
    core.events.tasks,
    core.files.tasks,
    core.jobs.tasks,
    core.mail.tasks,
    marketplace.consequences.tasks,
    marketplace.incentives.tasks,
    marketplace.orders.holders.tasks,
    marketplace.orders.tasks,
    marketplace.payments.tasks,
    marketplace.programme.tasks,
    marketplace.quality.tasks,
    marketplace.transfers.asking.tasks,
    marketplace.transfers.tasks,
    openapi.tasks,
    partners.accounts.tasks,
    partners.activity.tasks,
    partners.denials.tasks,
    partners.conflicts.tasks,
    partners.factors.tasks,
    partners.limits.tasks,
    partners.oauth.token_keys.tasks,
    partners.oauth.tasks,
    partners.onboarding.tasks,
    partners.standing.tasks,
    partners.webhooks.replays.tasks,
    partners.staff.reviews.tasks,
    partners.staff.tasks,
    partners.webhooks.tasks,
    vouchers.vouchers.tasks,
)


def wire(settings: Settings) -> None:
    """Subscribe every in-transaction subscriber, and no one twice."""
    forget_subscribers()
    core.mail.tasks.configure(settings)
    partners.activity.tasks.configure(settings)
    # A document with a mistake stops the start.
    shipped_requirements()
    shipped_agreements()
    shipped_curations()
    shipped_monitorings()
    partners.onboarding.tasks.configure(settings.zone)
    marketplace.quality.tasks.configure(settings.zone)
    catalog.trainers.tasks.configure(settings.zone)
    marketplace.programme.tasks.configure(settings.zone)
    marketplace.orders.holders.tasks.configure(settings.zone)
    marketplace.consequences.tasks.configure(settings.zone)
    marketplace.transfers.tasks.configure(settings.zone)
    rulebook()
    read_schemes_by(codes_of_schemes)
    bound_commissions_by(commission_bound)
    catalog.feed.tasks.configure(
        Guard(settings.catalog_guard_bps, settings.catalog_guard_items),
        keep=timedelta(days=settings.catalog_feed_days),
    )
    partners.webhooks.tasks.configure(allow_private=settings.allow_private_webhooks)
    partners.oauth.token_keys.tasks.configure(
        period=timedelta(days=settings.token_key_days)
    )
    on_relay(enter_events)
    on_relay(fan_out)  # It reads the logs that were just written.
    subscribe(VoucherCompleted, partial(fulfil_order, zone=settings.zone))
    subscribe(VoucherExpired, refund_expired)
    subscribe(VoucherExpired, on_money_back)
    subscribe(VoucherVoided, on_money_back)
    subscribe(VoucherCompleted, on_completed)
    subscribe(CourseSubmitted, partial(on_submitted, zone=settings.zone))
    subscribe(CourseTakenBack, on_taken_back)
    subscribe(SanctionProposed, check_sanctioned_courses)
    subscribe(SanctionStarted, marketplace.consequences.tasks.on_sanction_started)
    subscribe(SanctionFinished, marketplace.consequences.tasks.on_sanction_finished)
    subscribe(ScheduleCancelled, marketplace.transfers.tasks.on_cancelled)
    subscribe(ScheduleCancelled, on_run_cancelled)
    subscribe(ScheduleChanged, on_run_changed)
    subscribe(ScheduleChanged, marketplace.orders.holders.tasks.on_changed)
    subscribe(OrderPlaced, show_purchase)
    subscribe(AttendanceConfirmed, show_attendance)
    _watch_refusals()
    subscribe(PartnerApplicationSubmitted, partial(take_in_ties, zone=settings.zone))
    subscribe(ConflictGroupChanged, marketplace.orders.tasks.on_ties_changed)
    subscribe(WaiverGranted, marketplace.orders.tasks.on_ties_changed)
    _wire_incentives()
    _describe_acts(settings)
    gateway.configure(settings)


def _watch_refusals() -> None:
    """Which refusals of the upper floors support can look up."""
    watch(DenialKind.VOUCHER, "voucher-not-found", "too-many-unknown-codes")
    watch(
        DenialKind.ORDER,
        "award-revoked",
        "provider-suspended",
        "course-sale-stopped",
        "own-group-course",
        "no-new-starts",
    )
    watch(DenialKind.PAYOUT, "payout-account-belongs-to-another", "callback-refused")


def _describe_acts(settings: Settings) -> None:
    """Who tells, on the consent page, what a client asks to do."""
    zone, currency = settings.zone, settings.currency
    describe_by(PURCHASE, partial(describe_purchase, zone=zone, currency=currency))
    describe_by(VERIFICATION, partial(describe_verification, zone=zone))
    read_balance_by(balance_to_spend)


def _wire_incentives() -> None:
    subscribe(CertificateIssued, open_incentive)
    subscribe(CertificateRevoked, on_certificate_revoked)
    subscribe(ReviewGiven, on_review)
    subscribe(PayoutAccountLinked, marketplace.payments.tasks.on_account_linked)
    subscribe(PayoutAccountLinked, on_account_changed)
    subscribe(PayoutAccountRefused, on_account_changed)
    subscribe(PayoutAccountVerified, on_account_verified)
    subscribe(PaymentSucceeded, on_payment_succeeded)
    subscribe(PaymentFailed, on_payment_failed)
