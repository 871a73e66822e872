"""A class with one voucher, its institution, a stranger institution and its holder."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses import Course, Schedule
from core.clock import now
from core.ids import new_code
from marketplace.orders.models import Order
from marketplace.participants.models import Participant
from partners.accounts import Account
from partners.oauth import Client
from partners.organisations import Organisation
from tests.factories import (
    RULES,
    make_account,
    make_award,
    make_client,
    make_course,
    make_offering,
    make_organisation,
    make_participant,
    make_schedule,
    make_token,
    make_voucher,
)
from vouchers.vouchers import Voucher

RETURN = "https://institution.example/attendance?class=7"
SCOPES = ["vouchers:verify", "learning:write"]


@dataclass
class Classroom:
    institution: Organisation
    client: Client
    bearer: str
    stranger: str
    holder: Account
    holder_bearer: str
    course: Course
    schedule: Schedule
    voucher: Voucher
    code: str


def rules(**completion: Any) -> dict[str, Any]:
    """The factory's pinned rules with other values of the completion rule."""
    return RULES | {"completion": RULES["completion"] | completion}


def window(before: int | None, after: int | None) -> dict[str, Any]:
    """The factory's pinned rules with a redeem window, in minutes."""
    return RULES | {"redeem": {"before_minutes": before, "after_minutes": after}}


def make_classroom(
    session: Session,
    *,
    starts_in: timedelta = timedelta(days=7),
    institution: Organisation | None = None,
    **voucher: Any,
) -> Classroom:
    """A class that starts `starts_in` from now by the real clock and takes two days."""
    institution = institution or make_organisation(session)
    client = make_client(session, institution, SCOPES, redirect_uris=[RETURN])
    stranger = make_client(session, make_organisation(session), SCOPES)
    holder = make_account(session)
    make_participant(session, holder)
    own_app = make_client(session, make_organisation(session), ["participant:self"])
    course = make_course(session, institution)
    starts_at = now() + starts_in
    schedule = make_schedule(
        session, course, starts_at=starts_at, ends_at=starts_at + timedelta(days=2)
    )
    code = new_code()
    classroom = Classroom(
        institution=institution,
        client=client,
        bearer=make_token(session, client),
        stranger=make_token(session, stranger),
        holder=holder,
        holder_bearer=make_token(session, own_app, holder),
        course=course,
        schedule=schedule,
        voucher=_make_bought(session, course, schedule, holder, code, **voucher),
        code=code,
    )
    return classroom


def _make_bought(
    session: Session,
    course: Course,
    schedule: Schedule,
    holder: Account,
    code: str,
    **changes: Any,
) -> Voucher:
    """A voucher with the order that paid for it, so that money can follow it."""
    offering = make_offering(session, course)
    voucher = make_voucher(
        session, offering, schedule, course, holder, code=code, **changes
    )
    award = make_award(session, session.get_one(Participant, holder.id))
    session.add(
        Order(
            participant_id=holder.id,
            award_id=award.id,
            platform_id=offering.platform_id,
            platform_reference=f"ref-{voucher.id}",
            offering_id=offering.id,
            course_id=course.id,
            schedule_id=schedule.id,
            voucher_id=voucher.id,
            price=0,
            commission_bps=offering.commission_bps,
            placed_at=voucher.issued_at,
        )
    )
    schedule.seats_taken += 1
    session.flush()
    return voucher
