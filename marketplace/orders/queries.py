"""Reads of the order desk."""

from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from catalog.courses.models import Course, CourseStatus, Offering, Schedule
from catalog.reviews.models import Review
from marketplace.orders.models import Order, OrderStatus
from marketplace.orders.rules import Purchased, Wanted
from marketplace.programme.models import Award, Scheme
from partners.conflicts.queries import sells_its_own
from partners.organisations.models import Kind, Organisation
from partners.standing.queries import sells
from partners.switches.models import Switch
from partners.switches.queries import is_closed

Platform = aliased(Organisation, name="platform")

COUNTING = (OrderStatus.PLACED, OrderStatus.FULFILLED)


# The statements of an order are made once: putting one together costs as much as
# running it (docs/operations/performance.md).
LOCK_AWARD = (
    select(Award, Scheme, is_closed(Switch.PROGRAMME, Scheme.code))
    .join(Scheme, Scheme.id == Award.scheme_id)
    .where(Award.participant_id == bindparam("participant_id"))
    .with_for_update(key_share=True, of=Award)
    # As it is under the lock, whatever this session read of it before.
    .execution_options(populate_existing=True)
)

IS_ON_SALE = and_(
    Course.status == CourseStatus.PUBLISHED,
    Offering.withdrawn_at.is_(None),
    Schedule.cancelled_at.is_(None),
)

FIND_WANTED = (
    select(
        Offering.id,
        Course.id,
        Schedule.id,
        Course.provider_id,
        Offering.platform_id,
        Offering.price,
        Offering.commission_bps,
        Course.sessions,
        Course.pass_mark,
        Course.revision,
        Schedule.starts_at,
        Schedule.ends_at,
        Schedule.enrolment_closes_at,
        IS_ON_SALE,
        sells(Organisation, kind=Kind.TRAINING_INSTITUTION),
        sells(Organisation, kind=Kind.TRAINING_INSTITUTION, course_id=Course.id),
        sells(Platform, kind=Kind.DIGITAL_PLATFORM),
        sells_its_own(Course.provider_id, Offering.platform_id),
        Schedule.enrolment_opens_at,
        Schedule.terms_version,
    )
    .select_from(Offering)
    .join(Course, Course.id == Offering.course_id)
    .join(Schedule, Schedule.course_id == Course.id)
    .join(Organisation, Organisation.id == Course.provider_id)
    .join(Platform, Platform.id == Offering.platform_id)
    .where(
        Offering.id == bindparam("offering_id"),
        Offering.platform_id == bindparam("platform_id"),
        Schedule.id == bindparam("schedule_id"),
    )
)

PURCHASES = (
    select(Order.course_id, Order.status, Review.id.is_not(None))
    .outerjoin(
        Review,
        and_(
            Review.participant_id == Order.participant_id,
            Review.course_id == Order.course_id,
        ),
    )
    .where(
        Order.participant_id == bindparam("participant_id"),
        Order.status.in_(COUNTING),
    )
)


def lock_award(
    session: Session, participant_id: UUID
) -> Row[Award, Scheme, bool] | None:
    """The participant's award, locked, its scheme, and whether that is closed:
    purchases of one participant take turns here."""
    values = {"participant_id": participant_id}
    return session.execute(LOCK_AWARD, values).one_or_none()


def find_wanted(
    session: Session, *, offering_id: UUID, schedule_id: UUID, platform_id: UUID
) -> Wanted | None:
    """What the platform offers under these ids; another's offering is not found."""
    values = {
        "offering_id": offering_id,
        "schedule_id": schedule_id,
        "platform_id": platform_id,
    }
    row = session.execute(FIND_WANTED, values).one_or_none()
    return Wanted(*tuple(row)) if row else None


def purchases_of(session: Session, participant_id: UUID) -> list[Purchased]:
    """Her orders that count: placed or fulfilled. A handful at most."""
    rows = session.execute(PURCHASES, {"participant_id": participant_id})
    return [Purchased(*row) for row in rows]


def orders_of_platform(platform_id: UUID) -> Select[Order]:
    """A platform's orders; the API pages them newest first."""
    return select(Order).where(Order.platform_id == platform_id)
