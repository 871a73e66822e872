"""One of each thing that a path can name, owned by known organisations."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from catalog.courses import Course, CourseStatus
from core.clock import now
from core.events import publish
from core.events.services.relay import relay_events
from core.ids import new_code, new_id
from core.privacy import vault_of
from marketplace.orders import Order
from marketplace.participants.models import Participant
from marketplace.programme import Batch
from partners.accounts import Account
from partners.conflicts.models import ReviewAssignment, TieDispute, Waiver
from partners.oauth import Client
from partners.oauth.clients import ScopeRequest
from partners.oauth.scopes import SCOPES
from partners.oauth.services.register_client import add_secret
from partners.organisations import Kind, Organisation
from partners.staff.rules import roles_of_kind
from partners.standing import Severity
from partners.standing.models import SanctionChange
from partners.webhooks.models import Delivery, Endpoint
from partners.webhooks.replays import Replay
from tests import factories
from vouchers.certificates.services.issue import issue_certificate
from vouchers.learning.models import Verification
from vouchers.learning.secrets import new_state, state_hash
from vouchers.vouchers import Voucher, VoucherStatus
from vouchers.vouchers.events import VoucherRedeemed

KINDS = (Kind.TRAINING_INSTITUTION, Kind.DIGITAL_PLATFORM, Kind.OPERATOR)
RETURN = "https://partner.example/return"
# She may buy the next course at any time, so that orders can succeed.
ALWAYS_THE_NEXT = {
    "first_deadline_days": 15,
    "next_deadline_days": 15,
    "next_requires_finished": False,
    "next_requires_review": False,
}


@dataclass
class Caller:
    """An organisation with a client that has every scope, and its tokens: its own, and
    one for `account`."""

    organisation: Organisation
    client: Client
    bearer: str
    person_bearer: str


@dataclass
class World:
    """Who calls, and by path parameter the ids of what there is."""

    account: Account
    institution: Caller
    platform: Caller
    operator: Caller
    ids: dict[str, str]
    secrets: dict[str, str]

    @property
    def callers(self) -> list[Caller]:
        return [self.institution, self.platform, self.operator]


def make_caller(session: Session, account: Account, *kinds: Kind) -> Caller:
    organisation = factories.make_organisation(session, kinds=list(kinds))
    client = factories.make_client(
        session, organisation, list(SCOPES), redirect_uris=[RETURN]
    )
    return Caller(
        organisation=organisation,
        client=client,
        bearer=factories.make_token(session, client),
        person_bearer=factories.make_token(session, client, account),
    )


def make_world(session: Session, *, one_for_all: bool = False) -> World:
    """A participant and her things, at organisations of their own.

    With `one_for_all` a single organisation is of every kind, so that one token can
    call every operation.
    """
    account = factories.make_account(session)
    participant = factories.make_participant(session, account)
    if one_for_all:
        everyone = make_caller(session, account, *KINDS)
        institution = platform = operator = everyone
    else:
        institution, platform, operator = (
            make_caller(session, account, kind) for kind in KINDS
        )
    ids = {
        "organisation_id": factories.make_organisation(session).id,
        "participant_id": participant.id,
    }
    secrets: dict[str, str] = {}
    _make_programme(session, ids, participant)
    _make_class(session, ids, secrets, (institution, platform, account))
    _make_endpoint(session, ids, platform.organisation)
    ids["dispute_id"] = factories.make_dispute(
        session, platform.organisation, account
    ).id
    ids["subject"] = factories.make_link(
        session, platform.organisation, account
    ).subject
    _make_seats(session, account, {platform.organisation, operator.organisation})
    ids["seat_id"] = factories.make_seat(session, platform.organisation).id
    ids["review_id"] = factories.make_access_review(session, platform.organisation).id
    ids["invitation_id"] = factories.make_invitation(session, platform.organisation).id
    _make_sanction(session, ids, platform.organisation)
    _make_refund_request(session, ids, (institution, platform))
    _make_register(session, ids, platform.organisation, account)
    ids["alert_id"] = factories.make_alert(session).id
    _make_closures(session, ids)
    _make_case(session, ids, platform.organisation)
    _make_visits(session, ids, institution.organisation, platform.organisation)
    ids["trainer_id"] = factories.make_trainer(session, institution.organisation).id
    ids["list_id"] = factories.make_course_list(session, institution.organisation).id
    ids["hold_id"] = factories.make_catalog_hold(session, platform.organisation).id
    _make_partner_application(session, ids, platform.organisation)
    _make_partners_client(session, ids, platform.organisation)
    return World(
        account=account,
        institution=institution,
        platform=platform,
        operator=operator,
        ids={name: str(value) for name, value in ids.items()},
        secrets=secrets,
    )


def _make_partner_application(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    application = factories.make_partner_application(session, organisation)
    tie = factories.make_tie(session, application)
    ids |= {
        "application_id": application.id,
        "tie_id": tie.id,
        "file_id": factories.make_evidence(session, application).id,
        "criterion": "real-vacancies",
        "agreement": "partner",
    }
    factories.make_acceptance(session, organisation)


def _make_programme(
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


def _make_class(
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
    review = factories.make_review(session, course)
    factories.make_reply(session, review)
    ids["course_review_id"] = review.id
    own = factories.make_course(session, platform.organisation)
    ids["own_course_review_id"] = factories.make_review(session, own).id
    disputed = factories.make_review(session, own)
    factories.make_reply(session, disputed, state="hidden")
    ids["hidden_reply_review_id"] = disputed.id
    ids["public_id"] = issue_certificate(session, voucher=done, at=now()).public_id


def _make_refund_request(
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
    ids["refund_request_id"] = factories.make_refund_request(
        session, _make_order(session, voucher, award.id), ids["sanction_id"]
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


def _make_seats(
    session: Session, account: Account, organisations: set[Organisation]
) -> None:
    """The person also works at the platform and at the operator, in every role."""
    for organisation in organisations:
        factories.make_seat(
            session,
            organisation,
            *roles_of_kind(organisation.kinds),
            account_id=account.id,
        )


def _make_sanction(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    """A warning that somebody wants to be lifted."""
    sanction = factories.make_sanction(session, organisation, Severity.WARNING)
    change = SanctionChange(
        sanction_id=sanction.id,
        act="lift",
        reason="Mended.",
        alone=False,
        proposed_by=factories.make_account(session).id,
        proposed_at=now(),
    )
    session.add(change)
    session.flush()
    ids |= {
        "platform_id": organisation.id,
        "sanction_id": sanction.id,
        "change_id": change.id,
    }


def _make_case(
    session: Session, ids: dict[str, object], platform: Organisation
) -> None:
    """A course that was submitted, and that the platform is asked to judge."""
    course = session.get_one(Course, ids["course_id"])
    case = factories.make_case(session, course, platform_id=platform.id)
    category = factories.make_category(session)
    ids |= {
        "case_id": case.id,
        "task_id": factories.make_course_task(session, case, platform).id,
        "category": category.code,
    }


def _make_visits(
    session: Session,
    ids: dict[str, object],
    institution: Organisation,
    platform: Organisation,
) -> None:
    """A class that the platform's organisation is asked to visit, and one of its own,
    in which something was found; each with a file."""
    visit = factories.make_visit(
        session,
        factories.make_schedule(session, factories.make_course(session, institution)),
        platform,
    )
    other, own = (
        factories.make_visit(
            session,
            factories.make_schedule(session, factories.make_course(session, whose)),
            monitor,
        )
        for whose, monitor in ((institution, platform), (platform, None))
    )
    ids |= {
        "plan_id": visit.plan_id,
        "visit_id": visit.id,
        "declined_visit_id": other.id,
        "visit_file_id": factories.make_visit_file(session, visit).id,
        "finding_id": factories.make_finding(session, own).id,
        "finding_file_id": factories.make_visit_file(session, own).id,
    }


def _make_closures(session: Session, ids: dict[str, object]) -> None:
    """Schemes that nobody here is in are closed, one of them to be opened again."""
    ids |= {
        "closure_id": factories.make_closure(session, scheme_code=new_code()).id,
        "proposed_closure_id": factories.make_closure(
            session, scheme_code=new_code(), proposed=True
        ).id,
    }


def _make_partners_client(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    """A client that nobody calls with, its secret, and a scope that it asked for."""
    client = factories.make_client(session, organisation, ["catalog:read"])
    secret, _ = add_secret(session, client, name=None, at=now())
    request = ScopeRequest(
        client_id=client.id,
        scope="orders:write",
        purpose="Sales.",
        asked_by=factories.make_account(session).id,
        asked_at=now(),
    )
    session.add(request)
    session.flush()
    ids |= {
        "client_id": client.client_id,
        "secret_id": secret.id,
        "request_id": request.id,
        "scope": "catalog:read",
    }


def _make_register(
    session: Session,
    ids: dict[str, object],
    organisation: Organisation,
    account: Account,
) -> None:
    """Ties of the organisation, one of them disputed; an exception that waits; a task
    of an assessor. The person may decide about the organisation although she works
    there: two others have waived that."""
    disputed = factories.make_officer(session, organisation, "Budi Santoso")
    own = factories.make_officer(session, organisation, "Citra Dewi")
    over = factories.make_officer(session, organisation, "Eka Putri")
    others = [factories.make_account(session).id for _ in range(2)]
    partner, assessor = (factories.make_organisation(session) for _ in range(2))
    pair = sorted([partner.id, assessor.id])
    waiver = Waiver(
        purpose="sale",
        organisation_id=pair[0],
        other_organisation_id=pair[1],
        reason="Test.",
        proposed_by=others[0],
        proposed_at=now(),
        ends_at=now() + timedelta(days=30),
    )
    assignment = ReviewAssignment(
        subject_id=partner.id,
        reviewer_id=assessor.id,
        role="assessor",
        task="document_review",
        assigned_by=others[0],
        assigned_at=now(),
    )
    session.add_all(
        [
            waiver,
            assignment,
            TieDispute(
                tie_id=disputed.id,
                text="Wrong.",
                filed_by=others[0],
                filed_at=now(),
            ),
            Waiver(
                purpose="decision",
                organisation_id=organisation.id,
                account_id=account.id,
                reason="Test.",
                state="in_force",
                proposed_by=others[0],
                proposed_at=now(),
                decided_by=others[1],
                decided_at=now(),
                ends_at=now() + timedelta(days=30),
            ),
        ]
    )
    session.flush()
    ids |= {
        "disputed_tie_id": disputed.id,
        "own_tie_id": own.id,
        "over_tie_id": over.id,
        "waiver_id": waiver.id,
        "assignment_id": assignment.id,
    }


def _make_endpoint(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    """A webhook endpoint with a delivery that was given up."""
    event_id = publish(
        session,
        VoucherRedeemed(
            occurred_at=now(),
            audience=(organisation.id,),
            voucher_id=ids["voucher_id"],
        ),
    )
    relay_events(session)
    identity = new_id()
    session.add(
        Endpoint(
            id=identity,
            organisation_id=organisation.id,
            url="https://partner.example/hooks",
            topics=[],
            secret_sealed=vault_of(session).seal(
                "whsec_dGVzdA==", row=identity, field="secret"
            ),
            created_at=now(),
        )
    )
    session.flush()
    delivery = Delivery(
        endpoint_id=identity,
        event_id=event_id,
        status="failed",
        next_attempt_at=now(),
        created_at=now(),
    )
    replay = Replay(
        endpoint_id=identity,
        first_sequence=1,
        last_sequence=1,
        only_failed=False,
        status="done",
        position=1,
        events=1,
        replayed=1,
        requested_at=now(),
        finished_at=now(),
    )
    session.add_all((delivery, replay))
    session.flush()
    ids |= {
        "replay_id": replay.id,
        "endpoint_id": identity,
        "delivery_id": delivery.id,
        "event_id": event_id,
    }
