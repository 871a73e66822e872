"""A participant in the middle of the programme, for the pages to show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses import Course
from core.clock import now
from core.ids import new_code
from core.privacy import vault_of
from marketplace.payments.models import PayoutAccount
from marketplace.programme import Award
from partners.accounts import Account
from partners.accounts.passwords import hash_password
from partners.oauth import Client
from partners.organisations import Kind
from tests.factories import (
    make_account,
    make_award,
    make_client,
    make_course,
    make_offering,
    make_organisation,
    make_participant,
    make_schedule,
    make_voucher,
)
from vouchers.certificates.services.issue import issue_certificate
from vouchers.learning.services.start_verification import Step, start_verification
from vouchers.vouchers import Voucher

PASSWORD = "kuda hijau berlari pagi"
CALLBACK = "https://lembaga.example/kembali?kelas=1"


@dataclass(frozen=True)
class Story:
    """One participant with a fresh voucher, a finished course and an open incentive."""

    email: str
    account: Account
    award: Award
    client: Client
    fresh_code: str
    fresh: Voucher
    finished: Voucher
    finished_course: Course
    public_id: str


def tell_story(session: Session, *, callback: str = CALLBACK) -> Story:
    """Make all rows of a story."""
    email = f"ani.{new_code(6).lower()}@example.org"
    account = make_account(session, email=email, password_hash=hash_password(PASSWORD))
    participant = make_participant(session, account)
    award = make_award(session, participant, balance=3_150_000)
    institution = make_organisation(
        session, Kind.TRAINING_INSTITUTION, name="Lembaga Kursus Dapur Ani"
    )
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM, name="Pijar Mahir")
    client = make_client(
        session, institution, ["vouchers:verify"], redirect_uris=[callback]
    )
    code = new_code()
    fresh = _voucher(session, account, institution, platform, code=code)
    finished = _voucher(
        session,
        account,
        institution,
        platform,
        title="Menjadi Barista Pemula",
        status="completed",
        redeemed_at=now() - timedelta(days=3),
        completed_at=now() - timedelta(hours=2),
    )
    certificate = issue_certificate(session, voucher=finished, at=now())
    course = session.get_one(Course, finished.course_id)
    return Story(
        email=email,
        account=account,
        award=award,
        client=client,
        fresh_code=code,
        fresh=fresh,
        finished=finished,
        finished_course=course,
        public_id=certificate.public_id,
    )


def start_step(session: Session, story: Story, sequence: int = 1) -> str:
    """The institution asks for a step; the secret of its page."""
    step = Step(
        provider_id=story.fresh.provider_id,
        client_id=story.client.client_id,
        code=story.fresh_code,
        sequence=sequence,
        redirect_uri=story.client.redirect_uris[0],
    )
    _, state = start_verification(session, step, at=now())
    return state


def make_payout_account(
    session: Session, account: Account, number: str = "0812345678", **changes: Any
) -> PayoutAccount:
    """A linked account; the number is sealed for its row."""
    row = PayoutAccount(
        **{
            "participant_id": account.id,
            "channel": "bni",
            "number_sealed": b"",
            "number_index": b"",
            "linked_at": now(),
            **changes,
        }
    )
    vault = vault_of(session)
    session.add(row)
    session.flush()
    row.number_sealed = vault.seal(number, row=row.id, field="payout_account")
    row.number_index = vault.index(f"{row.channel}:{number}", field="payout_account")
    session.flush()
    return row


def _voucher(
    session: Session,
    account: Account,
    institution: Any,
    platform: Any,
    *,
    title: str = "Membuat Kue untuk Pemula",
    **changes: Any,
) -> Voucher:
    course = make_course(session, institution, title=title)
    schedule = make_schedule(session, course)
    offering = make_offering(session, course, platform)
    return make_voucher(session, offering, schedule, course, account, **changes)
