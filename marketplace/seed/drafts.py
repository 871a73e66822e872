"""What a catalogue team is in the midst of: a half-finished draft, and a course that is
on sale with another revision begun. All of it is of an invented institution."""

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
BEGUN_AGO, PUBLISHED_AGO = timedelta(days=2), timedelta(days=90)
HALF_FINISHED, ON_SALE = "Meracik kopi susu kekinian", "Merawat sepeda motor sendiri"


def seed_drafts(session: Session, *, at: datetime) -> int:
    """The draft and the course; how many are new."""
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
    _publish_motorcycles(session, institution.id, machines, at=at)
    return 2


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


def _publish_motorcycles(
    session: Session, provider_id: UUID, category: str, *, at: datetime
) -> None:
    """It was approved three months ago, before the demo began; what its judges said
    then is not told. Since then another revision is being written."""
    content = _motorcycles(category)
    trainers = seed_trainers(
        session, provider_id, skills=tuple(content["skills"]), at=at
    )
    course, draft = start_course(
        session,
        provider_id=provider_id,
        content={**content, "trainers": trainers},
        by=BY,
        at=at - PUBLISHED_AGO,
    )
    draft.state = DraftState.APPROVED
    session.flush()
    publish_approved(session, course.id, provider_id=provider_id, at=at - PUBLISHED_AGO)
    edit_draft(
        session,
        course.id,
        provider_id=provider_id,
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


def _motorcycles(category: str) -> dict[str, Any]:
    return content_of(
        category,
        title=line(ON_SALE, "Looking after your own motorcycle"),
        skills=[f"{ESCO}0ea0b260-617b-4d04-bf00-988dd0b122e5"],
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
