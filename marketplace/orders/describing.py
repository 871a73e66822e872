"""A purchase in words, for the page on which a participant allows exactly that one."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.errors import (
    CourseNotOnSale,
    EnrolmentClosed,
    EnrolmentNotOpen,
    ScheduleStarted,
)
from catalog.courses.models import Course
from core.formats import moment_text, write_money
from core.ledger.queries import balance_of
from core.text import Text
from marketplace.orders.errors import PriceChanged, ProviderSuspended
from marketplace.orders.queries import find_wanted
from marketplace.orders.rules import Wanted, check_offer
from marketplace.programme.ledger import training_balance_of
from marketplace.programme.models import Award, AwardStatus, Scheme
from partners.oauth.details.describing import Act, ActImpossible, Asked
from partners.organisations.models import Organisation
from partners.switches import Switch
from partners.switches.errors import ProgrammeClosed
from partners.switches.queries import refuse_closed

TITLE = Text("Allow one purchase", "Izinkan satu pembelian")
SENTENCE = Text(
    "Buy one course for you, paid from your training balance.",
    "Membeli satu pelatihan untuk Anda dengan saldo pelatihan Anda.",
)
COURSE = Text("Course", "Pelatihan")
INSTITUTION = Text("Institution", "Lembaga")
CLASS = Text("Class begins", "Kelas dimulai")
PRICE = Text("Price", "Harga")
NOT_NOW = (
    CourseNotOnSale,
    EnrolmentClosed,
    EnrolmentNotOpen,
    PriceChanged,
    ProviderSuspended,
    ScheduleStarted,
)


def describe_purchase(
    session: Session, asked: Asked, *, zone: ZoneInfo, currency: str
) -> Act:
    """Course, institution, class and price as they stand now.

    Raises ActImpossible when the platform does not offer this, or it could not be
    bought at this price at this instant, as while her scheme is closed.
    """
    _refuse_closed(session, asked.account_id)
    wanted = _wanted(session, asked)
    course, institution = session.execute(
        select(Course.title, Organisation.name)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Course.id == wanted.course_id)
    ).one()
    return Act(
        title=TITLE,
        sentence=SENTENCE,
        facts=(
            (COURSE, _same(course)),
            (INSTITUTION, _same(institution)),
            (CLASS, moment_text(wanted.starts_at, zone=zone)),
            (PRICE, _same(write_money(wanted.price, currency=currency))),
        ),
        price=wanted.price,
    )


def balance_to_spend(session: Session, participant_id: UUID) -> int | None:
    """Her training balance in whole rupiah; None without an award that can buy."""
    award_id = session.scalar(
        select(Award.id).where(
            Award.participant_id == participant_id, Award.status == AwardStatus.ACTIVE
        )
    )
    if award_id is None:
        return None
    return balance_of(session, training_balance_of(award_id, participant_id))


def _refuse_closed(session: Session, participant_id: UUID) -> None:
    code = session.scalar(
        select(Scheme.code)
        .join(Award, Award.scheme_id == Scheme.id)
        .where(Award.participant_id == participant_id)
    )
    try:
        refuse_closed(session, Switch.PROGRAMME, scheme_code=code)
    except ProgrammeClosed as refusal:
        raise ActImpossible(f"It cannot be bought so: {refusal.slug}.") from refusal


def _wanted(session: Session, asked: Asked) -> Wanted:
    wanted = find_wanted(
        session,
        offering_id=UUID(asked.detail["offering_id"]),
        schedule_id=UUID(asked.detail["schedule_id"]),
        platform_id=asked.organisation_id,
    )
    if wanted is None:
        raise ActImpossible("Your platform does not offer this class.")
    try:
        check_offer(wanted, expected_price=asked.detail["price"], at=asked.at)
    except NOT_NOW as refusal:
        raise ActImpossible(f"It cannot be bought so: {refusal.slug}.") from refusal
    return wanted


def _same(text: str) -> Text:
    return Text(text, text)
