"""The whole seed into a database of its own: complete, and the same again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, literal, select
from sqlalchemy.orm import Session

from catalog.courses import Course, CourseStatus, Mode, Offering, Schedule
from catalog.monitoring import Finding, Plan, Visit
from catalog.monitoring.services.draw import is_reproduced
from catalog.offerings.models import Proposal
from catalog.reviews import Review
from core.ledger.proof import prove
from core.privacy import vault_of
from core.settings import Settings
from core.unit_of_work import unit_of_work
from marketplace.participants.models import Participant
from marketplace.programme import Award, Batch, BatchStatus
from marketplace.seed import demo
from marketplace.seed.catalogue import seed_courses
from marketplace.seed.clients import seed_clients
from marketplace.seed.organisations import seed_organisations, selling_platforms
from marketplace.seed.run import NotInProduction, Seeded, seed
from partners.accounts import Account
from partners.accounts.passwords import is_password
from partners.conflicts.queries import in_one_group, sells_its_own
from partners.oauth import Client
from partners.oauth.services.register_client import register_client
from partners.organisations import Kind, Organisation, Standing
from partners.staff.reviews import AccessReview
from partners.standing import Sanction, State
from tests.conftest import make_settings
from tests.factories import make_organisation

AT = datetime(2026, 3, 2, 2, 10, tzinfo=UTC)
PEOPLE = 50
TABLES = (
    *(Organisation, Course, Offering, Schedule, Account, Participant, Award, Client),
    AccessReview,
    Proposal,
    Review,
    Visit,
    Finding,
)


@pytest.fixture
def seeded(committed: Engine, settings: Settings) -> Seeded:
    return seed(settings, at=AT, say=lambda line: None, count=PEOPLE)


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.slow
def test_a_demo_starts_with_everything_it_needs(seeded: Seeded) -> None:
    with unit_of_work("test") as session:
        assert count(session, Participant) == PEOPLE
        assert count(session, Award) == 40
        written = Course.source_ref.startswith("authored:")
        by_origin = select(func.count()).select_from(Course)
        assert session.scalar(by_origin.where(~written)) == 266
        # One is being judged, one was sent back, one is half finished, two on sale.
        assert session.scalar(by_origin.where(written)) == 5
        waiting = select(func.count()).where(Review.waits_since.is_not(None))
        assert (count(session, Review), session.scalar(waiting)) == (6, 2)
        platforms = session.scalars(
            select(Organisation.code).where(
                Organisation.kinds.contains([Kind.DIGITAL_PLATFORM])
            )
        )
        assert demo.PLATFORM in set(platforms)
        statuses = dict(session.execute(select(Batch.number, Batch.status)).all())
        assert statuses == {1: BatchStatus.DECIDED, 2: BatchStatus.OPEN}
        applying = select(func.count()).where(
            Organisation.standing != Standing.APPROVED
        )
        assert session.scalar(applying) == 4
        # One visit waits for a monitor, one found something.
        assert count(session, Visit) == 2
        assert session.scalars(select(Finding.state)).all() == ["open"]
        assert all(
            is_reproduced(session, each) for each in session.scalars(select(Plan))
        )
        assert prove(session).holds


@pytest.mark.slow
def test_seeding_again_adds_nothing(seeded: Seeded, settings: Settings) -> None:
    with unit_of_work("test") as session:
        before = [count(session, model) for model in TABLES]
    said: list[str] = []

    again = seed(settings, at=AT, say=said.append, count=PEOPLE)

    assert again == seeded
    with unit_of_work("test") as session:
        assert [count(session, model) for model in TABLES] == before
    assert said == [
        "Regions: 0 provinces, 0 regencies and 0 districts are new.",
        "Occupations, skills and units of competence: 0 are new.",
        "Partners: 0 are new.",
        "Courses: 0 created, 0 changed, 266 unchanged, 1 held for a person's look,"
        " 0 rejected.",
        "Made up: 0 offerings, 0 schedules, 0 clients, 0 members of staff, 0"
        " applications of organisations, 0 entries about an invented one, 0 access"
        " reviews, 0 proposals of an institution, 0 courses that are being judged, 0"
        " that are being written and 0 visits of monitors are new.",
        "Made up: 0 people are new.",
        "Made up: 0 reviews of an invented course are new.",
        "Batch 1 is decided, batch 2 is open.",
    ]


@pytest.mark.slow
def test_what_is_made_up_keeps_the_programmes_bounds(seeded: Seeded) -> None:
    with unit_of_work("test") as session:
        runs = session.scalars(select(Schedule)).all()
        assert all(run.is_generated for run in runs)
        assert all(run.seats_taken == 0 and 20 <= run.capacity <= 100 for run in runs)
        highest = session.scalar(select(func.max(Offering.commission_bps)))
        assert highest is not None
        assert highest <= 1_500
        mispriced = (
            select(func.count(Offering.id))
            .select_from(Offering)
            .join(Course, Course.id == Offering.course_id)
            .where(Offering.price != Course.list_price)
        )
        assert session.scalar(mispriced) == 0
        per_course = session.scalars(
            select(func.count()).select_from(Offering).group_by(Offering.course_id)
        ).all()
        assert len(per_course) == 267
        assert set(per_course) <= {2, 3}
        held = session.scalars(
            select(Course.id).where(
                Course.status == CourseStatus.DRAFT,
                ~Course.source_ref.startswith("authored:"),
            )
        ).one()
        offered = select(func.count()).where(Offering.course_id == held)
        assert session.scalar(offered) == 0


@pytest.mark.slow
def test_whatever_is_offered_can_be_bought(seeded: Seeded) -> None:
    """No platform offers a course of its own group, which it may not be paid for."""
    with unit_of_work("test") as session:
        own = session.execute(
            select(Offering.id, Course.code)
            .select_from(Offering)
            .join(Course, Course.id == Offering.course_id)
            .where(sells_its_own(Course.provider_id, Offering.platform_id))
        ).all()
        teaching = select(Course.provider_id)
        selling = session.scalars(
            select(Organisation.code).where(
                Organisation.code.in_(selling_platforms()),
                Organisation.id.in_(teaching),
            )
        ).all()
        stopped = session.scalars(
            select(Sanction.id).where(Sanction.state == State.IN_FORCE)
        ).all()

    assert own == []
    assert stopped == []
    # Some platforms do teach, so the rule had something to keep apart.
    assert selling != []


@pytest.mark.slow
def test_a_visitor_finds_a_past_warning_and_a_tie(seeded: Seeded) -> None:
    """Of an invented institution, and refused is who is tied to it."""
    with unit_of_work("test") as session:
        warned, controlling = (
            session.scalars(select(Organisation).where(Organisation.code == code)).one()
            for code in (demo.WARNED, demo.CONTROLLING)
        )
        sanction = session.scalars(select(Sanction)).one()
        explained = session.scalar(
            select(in_one_group(literal(warned.id), literal(controlling.id)))
        )

    assert (sanction.organisation_id, sanction.state) == (warned.id, State.ENDED)
    assert sanction.finished_at is not None
    assert sanction.finished_at < AT
    assert warned.standing == Standing.APPROVED
    assert explained


@pytest.mark.slow
def test_a_paid_course_of_the_demos_institution_starts_within_the_half_hour(
    seeded: Seeded,
) -> None:
    with unit_of_work("test") as session:
        soon = session.execute(
            select(Course.mode, Course.list_price, Schedule.enrolment_closes_at)
            .join(Schedule, Schedule.course_id == Course.id)
            .join(Organisation, Organisation.id == Course.provider_id)
            .where(
                Organisation.code == demo.INSTITUTION,
                Schedule.starts_at == AT + timedelta(minutes=20),
            )
        ).all()

    assert [mode for mode, _, _ in soon] == [Mode.SELF_PACED] * 3
    assert all(price > 0 for _, price, _ in soon)
    assert {closes for _, _, closes in soon} == {AT + timedelta(minutes=20)}


@pytest.mark.slow
def test_an_invented_person_can_sign_in(seeded: Seeded) -> None:
    person = seeded.awarded[0]

    with unit_of_work("test") as session:
        index = vault_of(session).index(person.email, field="email")
        account = session.scalars(
            select(Account).where(Account.email_index == index)
        ).one()
        name = vault_of(session).open(
            account.full_name_sealed, row=account.id, field="full_name"
        )
        balance = session.scalars(
            select(Award).where(Award.participant_id == account.id)
        ).one()

    assert is_password(demo.PASSWORD, account.password_hash)
    assert name == person.name
    assert balance.amount == 3_500_000


@pytest.mark.parametrize("client", demo.CLIENTS, ids=lambda client: client.client_id)
def test_the_demos_clients_are_ones_that_could_be_registered(
    session: Session, at: datetime, client: demo.DemoClient
) -> None:
    kinds = {
        demo.PLATFORM: Kind.DIGITAL_PLATFORM,
        demo.OPERATOR: Kind.OPERATOR,
    }
    kind = kinds.get(client.organisation, Kind.TRAINING_INSTITUTION)
    # Everything in a demo runs on one machine, which real partners do not.
    addresses = [
        uri if _is_public(client) else uri.replace("http://127.0.0.1", "https://a.test")
        for uri in client.redirect_uris
    ]

    registered, secret = register_client(
        session,
        make_organisation(session, kind),
        name=client.name,
        scopes=client.scopes,
        redirect_uris=addresses,
        grant_types=client.grant_types,
        auth_method=_method_of(client),
        key_set={"keys": _public_half(client)} if client.key else None,
        profile_required=False,
        at=at,
    )

    assert set(registered.scopes) == set(client.scopes)
    assert (secret is None) == (client.secret is None)


def _is_public(client: demo.DemoClient) -> bool:
    return client.secret is None and client.key is None


def _method_of(client: demo.DemoClient) -> str:
    if client.key is not None:
        return "private_key_jwt"
    return "none" if client.secret is None else "client_secret_basic"


def _public_half(client: demo.DemoClient) -> list[dict[str, str]]:
    return [{k: v for k, v in (client.key or {}).items() if k != "d"}]


def test_the_demo_has_a_client_of_the_high_security_profile(
    session: Session, at: datetime
) -> None:
    seed_organisations(session, at=at)
    seed_courses(session, at=at)
    seed_clients(session, at=at)

    client = session.scalars(
        select(Client).where(Client.client_id == demo.SECURE_PLATFORM_CLIENT.client_id)
    ).one()

    assert client.has_high_security
    assert "d" not in client.public_keys[0]


def test_an_old_demos_clients_keep_up(session: Session, at: datetime) -> None:
    seed_organisations(session, at=at)
    seed_courses(session, at=at)
    assert seed_clients(session, at=at) == len(demo.CLIENTS)
    platform = session.scalars(
        select(Client).where(Client.client_id == demo.PLATFORM_CLIENT.client_id)
    ).one()
    platform.scopes = ["catalog:read"]
    session.flush()

    assert seed_clients(session, at=at) == 0

    assert platform.scopes == list(demo.PLATFORM_CLIENT.scopes)


def test_production_has_no_demo(
    make_database: Callable[[str], str], committed: Engine
) -> None:
    """SC-01: published passwords never stand beside real people."""
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    production = make_settings(
        make_database("production"),
        MARKETPLACE_ENV="production",
        SMTP_URL="smtps://mail.example",
        MAIL_FROM="no-reply@training.example",
        PUBLIC_URL="https://training.example",
        ALLOW_PRIVATE_WEBHOOKS="false",
        SECRET_KEY="a secret",
        DATA_KEYS=f"a:{key}",
        INDEX_KEY=key,
        SUBJECT_KEY=key,
        SIGNING_KEY=key,
        PAYMENT_KEY="sk_live",
        PAYMENT_WEBHOOK_SECRET="whsec_live",
    )

    with pytest.raises(NotInProduction):
        seed(production, at=AT, say=lambda line: None)

    with unit_of_work("test") as session:
        assert count(session, Organisation) == 0
