"""Of a participant: her award, orders, vouchers and certificate."""

from datetime import timedelta

from sqlalchemy.orm import Session

from catalog.courses import CourseStatus
from core.clock import now
from core.ids import new_code
from marketplace.orders import Order
from marketplace.participants.models import Participant
from marketplace.programme import Batch
from partners.accounts import Account
from tests import factories
from tests.contract.world.callers import RETURN, Caller
from vouchers.certificates.services.issue import issue_certificate
from vouchers.learning.models import Verification
from vouchers.learning.secrets import new_state, state_hash
from vouchers.vouchers import Voucher, VoucherStatus

# She may buy the next course at any time, so that orders can succeed.
ALWAYS_THE_NEXT = {
    "first_deadline_days": 15,
    "next_deadline_days": 15,
    "next_requires_finished": False,
    "next_requires_review": False,
}


def add_programme(
    session: Session, ids: dict[str, object], participant: Participant
) -> None:
    scheme = factories.make_scheme(session, purchase=ALWAYS_THE_NEXT)
    batch = factories.make_batch(session, scheme)
    award = factories.make_award(session, participant, batch=batch)
    draft = factories.make_course(session, status=CourseStatus.DRAFT)
    ids |= {
        "code": scheme.code,
        "batch_id": batch.id,
        "draft_id": draft.id,
        "award_id": award.id,
    }


def add_class(
    session: Session,
    ids: dict[str, object],
    secrets: dict[str, str],
    people: tuple[Caller, Caller, Account],
) -> None:
    """A class that has begun, with a redeemed voucher, and a finished one before."""
    institution, platform, account = people
    starts_at = now() - timedelta(hours=1)
    course = factories.make_course(session, institution.organisation)
    schedule = factories.make_schedule(
        session, course, starts_at=starts_at, ends_at=starts_at + timedelta(days=2)
    )
    offering = factories.make_offering(session, course, platform.organisation)
    secrets["redeem_code"] = new_code()
    voucher = factories.make_voucher(
        session,
        offering,
        schedule,
        course,
        account,
        code=secrets["redeem_code"],
        status=VoucherStatus.REDEEMED,
        redeemed_at=starts_at,
    )
    order = _make_order(session, voucher, ids["award_id"])
    bought = factories.make_course(session, institution.organisation)
    # A platform does not sell its own courses, even where one is of every kind.
    seller = None if institution is platform else institution.organisation
    wanted = factories.make_course(session, seller)
    ids |= {
        "course_id": course.id,
        "number": factories.make_revision(session, course, number=47_110).number,
        "schedule_id": schedule.id,
        "offering_id": offering.id,
        "proposal_id": factories.make_proposal(
            session, course, platform.organisation
        ).id,
        "voucher_id": voucher.id,
        "order_id": order.id,
        "wanted_schedule_id": factories.make_schedule(session, wanted).id,
        "wanted_offering_id": factories.make_offering(
            session, wanted, platform.organisation
        ).id,
        "verification_id": _make_verification(session, voucher, secrets).id,
    }
    done = factories.make_voucher(
        session,
        factories.make_offering(session, bought, platform.organisation),
        factories.make_schedule(session, bought),
        bought,
        account,
        status=VoucherStatus.COMPLETED,
        redeemed_at=starts_at,
        completed_at=now(),
    )
    ids["done_course_id"] = bought.id
    ids["institution_id"] = institution.organisation.id
    ids["public_id"] = issue_certificate(session, voucher=done, at=now()).public_id


def add_refund_request(
    session: Session, ids: dict[str, object], people: tuple[Caller, Caller]
) -> None:
    """An order of somebody else, as nobody decides about a balance of her own, whose
    class is interrupted when she has done most of it."""
    institution, platform = people
    account = factories.make_account(session)
    batch = session.get_one(Batch, ids["batch_id"])
    award = factories.make_award(
        session, factories.make_participant(session, account), batch=batch
    )
    course = factories.make_course(session, institution.organisation)
    voucher = factories.make_voucher(
        session,
        factories.make_offering(session, course, platform.organisation),
        factories.make_schedule(session, course, seats_taken=1),
        course,
        account,
        status=VoucherStatus.REDEEMED,
        redeemed_at=now(),
    )
    _make_order(session, voucher, award.id)
    ids["refund_request_id"] = factories.make_refund_request(
        session, voucher, ids["sanction_id"]
    ).id


def _make_order(session: Session, voucher: Voucher, award_id: object) -> Order:
    order = Order(
        participant_id=voucher.participant_id,
        award_id=award_id,
        platform_id=voucher.platform_id,
        platform_reference=f"ref-{voucher.id}",
        offering_id=voucher.offering_id,
        course_id=voucher.course_id,
        schedule_id=voucher.schedule_id,
        voucher_id=voucher.id,
        price=0,
        commission_bps=1_000,
        placed_at=voucher.issued_at,
    )
    session.add(order)
    session.flush()
    return order


def _make_verification(
    session: Session, voucher: Voucher, secrets: dict[str, str]
) -> Verification:
    secrets["state"] = new_state()
    verification = Verification(
        voucher_id=voucher.id,
        sequence=2,
        state_hash=state_hash(secrets["state"]),
        redirect_uri=RETURN,
        started_at=now(),
        expires_at=now() + timedelta(minutes=15),
    )
    session.add(verification)
    session.flush()
    return verification
