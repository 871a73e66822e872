"""A step of a class in words, for the page on which the participant allows it."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.formats import moment_text
from core.text import Text
from partners.oauth.details.describing import Act, ActImpossible, Asked
from vouchers.learning.models import POST_TEST
from vouchers.learning.queries import AskedVerification, verification_to_allow
from vouchers.learning.rules import FIRST

TITLE = Text("Confirm that you are there", "Konfirmasi bahwa Anda hadir")
REDEEMS = Text(
    "Confirm your first meeting. This redeems your voucher, which can no longer be"
    " cancelled then.",
    "Mengonfirmasi pertemuan pertama Anda. Voucher Anda diredeem dan setelah itu tidak"
    " dapat dibatalkan.",
)
MEETING = Text(
    "Confirm your presence at meeting {sequence}.",
    "Mengonfirmasi kehadiran Anda pada pertemuan {sequence}.",
)
TEST = Text(
    "Confirm your presence at the post-test.",
    "Mengonfirmasi kehadiran Anda pada tes akhir.",
)
COURSE = Text("Course", "Pelatihan")
INSTITUTION = Text("Institution", "Lembaga")
CLASS = Text("Class begins", "Kelas dimulai")


def describe_verification(session: Session, asked: Asked, *, zone: ZoneInfo) -> Act:
    """The step, the course and the class.

    Raises ActImpossible unless the institution started this verification for a voucher
    of the participant's, with this sequence, and it can still be confirmed.
    """
    found = verification_to_allow(
        session,
        verification_id=UUID(asked.detail["verification_id"]),
        participant_id=asked.account_id,
        provider_id=asked.organisation_id,
    )
    if found is None or found.sequence != asked.detail["sequence"]:
        raise ActImpossible("You started no such verification for this participant.")
    if found.confirmed_at is not None or asked.at >= found.expires_at:
        raise ActImpossible("The verification is over.")
    return Act(
        title=TITLE, sentence=_sentence(found.sequence), facts=_facts(found, zone)
    )


def _sentence(sequence: int) -> Text:
    if sequence == FIRST:
        return REDEEMS
    return TEST if sequence == POST_TEST else MEETING.format(sequence=sequence)


def _facts(found: AskedVerification, zone: ZoneInfo) -> tuple[tuple[Text, Text], ...]:
    starts_at = moment_text(found.starts_at, zone=zone)
    return (
        (COURSE, Text(found.course_title, found.course_title)),
        (INSTITUTION, Text(found.provider_name, found.provider_name)),
        (CLASS, starts_at),
    )
