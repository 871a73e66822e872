"""Invented courses that are being judged, so that there is something to look at."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.services.start import start_course
from catalog.authoring.services.submit import submit_draft
from catalog.curation.models import Case, Task, TaskState, Verdict
from catalog.curation.queries import layer_of, rules_of
from catalog.curation.rules import Answer, Change, Score
from catalog.curation.services.answer import answer_task
from core.privacy import vault_of
from marketplace.seed.categories import category_near
from marketplace.seed.demo import ASSESSOR, PASSWORD, PLATFORM, WARNED
from partners.accounts.models import Account
from partners.accounts.services.register import register_account
from partners.accounts.services.verify_email import mark_verified
from partners.organisations.models import Organisation
from partners.staff.services.appoint import appoint

ESCO = "http://data.europa.eu/esco/skill/"
AGO = timedelta(days=3)
PLATFORMS_PERSON, OPERATORS_PERSON = "owner@platform.example", "second@pmo.example"


def seed_curation(session: Session, *, at: datetime, zone: ZoneInfo) -> int:
    """One course that assessors judge, one of them with a person who can sign in, and
    one that was sent back; how many are new."""
    institution = _organisation(session, WARNED)
    known = select(Case.id).where(Case.provider_id == institution.id).limit(1)
    category = category_near(session, "makanan-dan-minuman")
    clothes = category_near(session, "gaya-hidup")
    if session.scalar(known) is not None or category is None or clothes is None:
        return 0
    baking = _submit(session, _baking(category), institution.id, at=at - AGO, zone=zone)
    for person in (PLATFORMS_PERSON, OPERATORS_PERSON):
        _judge(session, baking, person, Verdict.APPROVE, at=at - AGO)
    _seat_assessor(session, baking, at=at)
    sewing = _submit(session, _sewing(clothes), institution.id, at=at - AGO, zone=zone)
    _judge(session, sewing, PLATFORMS_PERSON, Verdict.CHANGES, at=at - AGO)
    return 2


def _submit(
    session: Session,
    content: dict[str, Any],
    provider_id: UUID,
    *,
    at: datetime,
    zone: ZoneInfo,
) -> Case:
    course, _ = start_course(
        session, provider_id=provider_id, content=content, by="command:seed", at=at
    )
    submit_draft(
        session,
        course.id,
        provider_id=provider_id,
        version=1,
        zone=zone,
        at=at,
        platform_id=_organisation(session, PLATFORM).id,
    )
    return session.scalars(select(Case).where(Case.course_id == course.id)).one()


def _judge(
    session: Session, case: Case, email: str, verdict: Verdict, *, at: datetime
) -> None:
    """Everything is as asked, but for what is asked for."""
    changes = [
        Change("/title/en", "Sebutkan untuk siapa pelatihan ini."),
        Change("/outcomes/0", "Tulis capaian yang dapat diamati."),
    ]
    task = _open_tasks(session, case)[0]
    rubric = rules_of(case).rubric(layer_of(case))
    answer_task(
        session,
        task.id,
        organisation_id=task.organisation_id,
        account_id=_account(session, email).id,
        answer=Answer(
            verdict=verdict,
            reasons="Sesuai standar; lihat catatan."
            if verdict == Verdict.APPROVE
            else "Hampir sesuai; dua hal perlu diperbaiki.",
            scores={each.code: Score(each.most) for each in rubric},
            changes=changes if verdict == Verdict.CHANGES else (),
        ),
        at=at,
    )


def _seat_assessor(session: Session, case: Case, *, at: datetime) -> None:
    """Somebody can sign in for the first of those who were drawn."""
    account = register_account(
        session,
        email=ASSESSOR.email,
        full_name=ASSESSOR.name,
        password=PASSWORD,
        at=at,
    )
    mark_verified(session, account, at=at)
    drawn = session.get_one(Organisation, _open_tasks(session, case)[0].organisation_id)
    appoint(session, drawn, account_id=account.id, roles=ASSESSOR.roles, at=at)


def _open_tasks(session: Session, case: Case) -> list[Task]:
    return list(
        session.scalars(
            select(Task)
            .where(Task.case_id == case.id, Task.state == TaskState.ASSIGNED)
            .order_by(Task.id)
        )
    )


def _organisation(session: Session, code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def _account(session: Session, email: str) -> Account:
    index = vault_of(session).index(email, field="email")
    return session.scalars(select(Account).where(Account.email_index == index)).one()


def line(indonesian: str, english: str) -> dict[str, str]:
    """A text in both languages."""
    return {"id": indonesian, "en": english}


def _baking(category: str) -> dict[str, Any]:
    return content_of(
        category,
        title=line("Membuat roti untuk usaha rumahan", "Baking bread to sell"),
        skills=[f"{ESCO}606f8d77-443a-48c0-bd9c-1762e459b8e7"],
        occupations=["7512"],
        summary=line(
            "Dari menakar tepung sampai roti yang layak jual di pasar.",
            "From weighing the flour to bread that sells on the market.",
        ),
        outcomes=[
            line("Menakar bahan dengan tepat", "Weigh the ingredients exactly"),
            line("Menguleni sampai kalis", "Knead until the dough is smooth"),
            line("Menghitung harga jual", "Work out a price"),
        ],
    )


def _sewing(category: str) -> dict[str, Any]:
    return content_of(
        category,
        title=line("Menjahit tas kain untuk dijual", "Sewing bags of cloth"),
        skills=[f"{ESCO}a3ef84f9-c436-437a-bc6f-4956ae13e1eb"],
        occupations=["7531", "7533"],
        summary=line(
            "Membuat pola, memotong, dan menjahit tas kain yang rapi.",
            "Making a pattern, cutting it and sewing a neat bag of cloth.",
        ),
        outcomes=[
            line("Mengenal kain", "Know cloth"),
            line("Memotong menurut pola", "Cut along a pattern"),
            line("Menjahit dengan mesin", "Sew with a machine"),
        ],
    )


def content_of(category: str, **own: Any) -> dict[str, Any]:
    """All that the standard asks of a webinar, with what is the course's own."""
    parts = [
        {"title": line("Dasar", "Basics"), "activity": "theory", "minutes": 50},
        {"title": line("Praktik", "Practice"), "activity": "practice", "minutes": 130},
    ]
    return {
        "description": line("Lima hari, langsung praktik.", "Five days of practice."),
        "category": category,
        "mode": "webinar",
        "languages": ["id"],
        "level": "beginner",
        "list_price": 350_000,
        "syllabus": [
            {"title": line(f"Hari {day}", f"Day {day}"), "parts": parts}
            for day in range(1, 6)
        ],
        "evaluation": ["pre_test", "post_test", "practice_task"],
        "market_need": line(
            "Usaha rumahan mencari pekerja terampil.",
            "Small businesses look for skilled people.",
        ),
        **own,
    }
