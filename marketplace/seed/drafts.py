"""What a catalogue team is in the midst of: a half-finished draft, a course that is on
sale with another revision begun, and one that is taught in a room, which no course of
the published list is. All of it is of an invented institution."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.models import DraftState
from catalog.authoring.queries import draft_of
from catalog.authoring.services.edit import edit_draft
from catalog.authoring.services.publish import publish_approved
from catalog.authoring.services.start import start_course
from catalog.courses.models import Course
from marketplace.seed.categories import category_near
from marketplace.seed.curation import ESCO, content_of, line
from marketplace.seed.demo import WARNED
from marketplace.seed.trainers import seed_trainers
from partners.organisations.models import Organisation

BY = "command:seed"
MOTORCYCLES = f"{ESCO}0ea0b260-617b-4d04-bf00-988dd0b122e5"
BAKING = f"{ESCO}15d5041a-4ff3-4527-ba5c-2445a4fd044a"
SKILLS = (MOTORCYCLES, BAKING)
BEGUN_AGO, PUBLISHED_AGO = timedelta(days=2), timedelta(days=90)
HALF_FINISHED, ON_SALE = "Meracik kopi susu kekinian", "Merawat sepeda motor sendiri"
IN_A_ROOM = "Membuat jajanan pasar untuk dijual"


def seed_drafts(session: Session, *, at: datetime) -> int:
    """The draft and the two courses; how many are new."""
    institution = session.scalars(
        select(Organisation).where(Organisation.code == WARNED)
    ).one()
    drinks = category_near(session, "makanan-dan-minuman")
    machines = category_near(session, "teknik")
    if (
        drinks is None
        or machines is None
        or course_titled(session, ON_SALE) is not None
    ):
        return 0
    _begin_coffee(session, institution.id, drinks, at=at - BEGUN_AGO)
    trainers = seed_trainers(session, institution.id, skills=SKILLS, at=at)
    motorcycles = _motorcycles(machines, trainers)
    course = _publish(session, institution.id, motorcycles, at=at)
    _begin_another_revision(session, course, at=at)
    _publish(session, institution.id, _snacks(drinks, trainers), at=at)
    return 3


def course_titled(session: Session, title: str) -> Course | None:
    """The invented institution's course of this title."""
    return session.scalar(
        select(Course)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Organisation.code == WARNED, Course.title == title)
    )


def _begin_coffee(
    session: Session, provider_id: UUID, category: str, *, at: datetime
) -> None:
    content = {
        "title": {"id": HALF_FINISHED},
        "summary": {"id": "Dari memilih biji sampai menyajikan es kopi susu."},
        "category": category,
        "mode": "offline",
        "languages": ["id"],
        "syllabus": [
            {
                "title": {"id": "Mengenal biji kopi"},
                "parts": [
                    {
                        "title": {"id": "Asal dan sangrai"},
                        "activity": "theory",
                        "minutes": 60,
                    },
                    {"title": {"id": "Mencicipi"}, "activity": "practice"},
                ],
            },
            {"title": {"id": "Menyeduh"}, "parts": []},
        ],
        "outcomes": [line("Memilih biji kopi", "Choose the beans")],
    }
    start_course(session, provider_id=provider_id, content=content, by=BY, at=at)


def _publish(
    session: Session, provider_id: UUID, content: dict[str, Any], *, at: datetime
) -> Course:
    """It was approved three months ago, before the demo began; what its judges said
    then is not told."""
    published_at = at - PUBLISHED_AGO
    course, draft = start_course(
        session, provider_id=provider_id, content=content, by=BY, at=published_at
    )
    draft.state = DraftState.APPROVED
    session.flush()
    publish_approved(session, course.id, provider_id=provider_id, at=published_at)
    return course


def _begin_another_revision(session: Session, course: Course, *, at: datetime) -> None:
    edit_draft(
        session,
        course.id,
        provider_id=course.provider_id,
        patch={
            "summary": line(
                "Servis ringan, ganti oli, dan setel rem di rumah dengan aman.",
                "Light service, an oil change and the brakes at home, safely.",
            ),
            "list_price": 300_000,
        },
        version=draft_of(session, course).version,
        by=BY,
        at=at - BEGUN_AGO,
    )


def _motorcycles(category: str, trainers: list[str]) -> dict[str, Any]:
    return content_of(
        category,
        trainers=trainers,
        title=line(ON_SALE, "Looking after your own motorcycle"),
        skills=[MOTORCYCLES],
        occupations=["7231"],
        summary=line(
            "Servis ringan, ganti oli, dan setel rem di rumah.",
            "Light service, an oil change and adjusting the brakes at home.",
        ),
        outcomes=[
            line("Memeriksa motor sebelum dipakai", "Check it before riding"),
            line("Mengganti oli", "Change the oil"),
            line("Menyetel rem", "Adjust the brakes"),
        ],
    )


def _snacks(category: str, trainers: list[str]) -> dict[str, Any]:
    return content_of(
        category,
        trainers=trainers,
        title=line(IN_A_ROOM, "Making market snacks to sell"),
        mode="offline",
        childcare=True,
        access=["wheelchair"],
        skills=[BAKING],
        occupations=["7512"],
        equipment=[line("Celemek", "An apron")],
        minimum_age=18,
        summary=line(
            "Lapis, nagasari, dan cara menghitung harga jualnya.",
            "Steamed layers, banana parcels, and what to ask for them.",
        ),
        outcomes=[
            line("Menakar bahan", "Measure the ingredients"),
            line("Mengukus adonan", "Steam the batter"),
            line("Menghitung harga jual", "Work out the price"),
        ],
    )
