"""Placing an order: one transaction over balance, seat, voucher and events."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.courses.errors import OfferingNotFound
from catalog.courses.services.take_seat import take_seat
from marketplace.orders.errors import NoAward
from marketplace.orders.models import Order
from marketplace.orders.queries import find_wanted, lock_award, purchases_of
from marketplace.orders.rules import check_award, check_history, check_offer
from marketplace.orders.services.open import Purchase, open_order
from marketplace.programme.ledger import training_balance_of
from marketplace.programme.parameters import Parameters
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import refuse_conflict
from partners.oauth.details.services.use import use_authorization
from partners.oauth.details.types import PURCHASE
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed

__all__ = ["Purchase", "place_order"]


def place_order(session: Session, purchase: Purchase, *, at: datetime) -> Order:
    """Buy one seat with the training balance, and issue the voucher for it.

    Locks the award first, so that purchases of one participant take turns; the seat
    last, as it is shared. Raises, with nothing changed: NoAward, ProgrammeClosed,
    AwardRevoked, AwardOver, PurchaseDeadlinePassed, OfferingNotFound, NothingNewStarts,
    ProviderSuspended, CourseSaleStopped, CourseNotOnSale, ScheduleStarted,
    EnrolmentClosed, EnrolmentNotOpen, PriceChanged, OwnGroupCourse, CourseAlreadyOwned,
    PreviousCourseUnfinished, PreviousCourseUnreviewed, BalanceTooLow, SeatsGone,
    ScheduleMoved or PlatformReferenceUsed; for a token that is good for one purchase
    also NotAsAuthorized, AuthorizationUsed or AuthorizationWithdrawn. Rule:
    docs/rules/orders.md.
    """
    found = lock_award(session, purchase.participant_id)
    if found is None:
        raise NoAward
    award, scheme, is_closed = found
    if is_closed:
        refuse_closed(session, Switch.PROGRAMME, scheme_code=scheme.code)
    _use_consent(session, purchase, at=at)
    parameters = Parameters.from_document(scheme.document)
    check_award(status=award.status, deadline_at=award.purchase_deadline_at, at=at)
    wanted = find_wanted(
        session,
        offering_id=purchase.offering_id,
        schedule_id=purchase.schedule_id,
        platform_id=purchase.platform_id,
    )
    if wanted is None:
        raise OfferingNotFound
    check_offer(wanted, expected_price=purchase.expected_price, at=at)
    if wanted.price and wanted.is_its_own:
        refuse_conflict(
            session, wanted.provider_id, wanted.platform_id, purpose=Purpose.SALE
        )
    check_history(
        purchases_of(session, purchase.participant_id),
        course_id=wanted.course_id,
        rules=parameters.purchase,
    )

    order = open_order(
        session,
        purchase,
        award,
        scheme,
        wanted,
        payer=training_balance_of(award.id, award.participant_id),
        at=at,
    )
    if award.first_purchased_at is None:
        award.first_purchased_at = at
    award.purchase_deadline_at = None
    take_seat(
        session, schedule_id=wanted.schedule_id, terms_version=wanted.terms_version
    )
    return order


def _use_consent(session: Session, purchase: Purchase, *, at: datetime) -> None:
    """Use up the token that is good for one purchase, which must be this one."""
    if purchase.single_token_id is None:
        return
    use_authorization(
        session,
        token_id=purchase.single_token_id,
        asked={
            "type": PURCHASE,
            "offering_id": str(purchase.offering_id),
            "schedule_id": str(purchase.schedule_id),
            "price": purchase.expected_price,
        },
        at=at,
    )
