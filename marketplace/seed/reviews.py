"""Reviews of a course of the invented institution, by invented people: some with words,
one with an answer, one that was reported, and one that is held for a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.reviews import Review
from catalog.reviews.models import ShownAs
from catalog.reviews.services.give import give_review
from catalog.reviews.services.reply import write_reply
from catalog.reviews.services.report import report_review
from core.privacy import vault_of
from marketplace.seed.drafts import ON_SALE, course_titled
from partners.accounts.models import Account

REPLYING = "owner@contoh.example"
REPORTED = "advertising"


@dataclass(frozen=True)
class Said:
    """One review, `days_ago` days ago; what the institution answered, and why somebody
    reported it."""

    days_ago: int
    stars: int
    words: str
    shown_as: ShownAs = ShownAs.ANONYMOUS
    reply: str = ""
    report: str = ""


REVIEWS = (
    Said(
        40,
        5,
        "Praktiknya banyak. Sekarang saya ganti oli sendiri di rumah.",
        ShownAs.INITIALS,
    ),
    Said(33, 4, "Pelatih sabar, tetapi alat hanya dua untuk sepuluh orang."),
    Said(
        21,
        2,
        "Kelas mulai terlambat setengah jam dan bagian rem terburu-buru.",
        reply="Terima kasih. Sejak angkatan berikutnya kelas dimulai tepat waktu dan"
        " bagian rem mendapat satu sesi penuh.",
    ),
    Said(12, 5, "", ShownAs.INITIALS),
    Said(
        9,
        5,
        "Bagus sekali! Kalau butuh suku cadang murah, mampir saja ke toko sepupu saya.",
        report="Ini iklan toko, bukan ulasan.",
    ),
    Said(3, 3, "Materinya lumayan. Mau lanjut belajar bareng? Hubungi 0812 3456 7890."),
)


def seed_reviews(session: Session, people: Sequence[UUID], *, at: datetime) -> int:
    """Let the first of these people, who are participants, review the course, and the
    next one report a review; how many reviews are new."""
    course = course_titled(session, ON_SALE)
    known = select(Review.id).limit(1)
    if course is None or len(people) <= len(REVIEWS):
        return 0
    if session.scalar(known.where(Review.course_id == course.id)) is not None:
        return 0
    index = vault_of(session).index(REPLYING, field="email")
    owner = session.scalars(
        select(Account.id).where(Account.email_index == index)
    ).one()
    for said, participant_id in zip(REVIEWS, people, strict=False):
        given_at = at - timedelta(days=said.days_ago)
        review = give_review(
            session,
            participant_id=participant_id,
            course_id=course.id,
            stars=said.stars,
            comment=said.words,
            shown_as=said.shown_as,
            at=given_at,
        )
        if said.reply:
            write_reply(
                session,
                review_id=review.id,
                provider_id=course.provider_id,
                words=said.reply,
                by=owner,
                at=given_at + timedelta(days=1),
            )
        if said.report:
            report_review(
                session,
                review_id=review.id,
                account_id=people[len(REVIEWS)],
                reason=REPORTED,
                note=said.report,
                at=given_at + timedelta(days=2),
            )
    return len(REVIEWS)
