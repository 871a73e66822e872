"""A confirmed step is shown to the participant among what was done with her account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from partners.activity.models import UseKind
from partners.activity.services.note_use import acting_client, note_use
from vouchers.learning.events import AttendanceConfirmed
from vouchers.learning.rules import FIRST
from vouchers.vouchers import Voucher


def show_attendance(session: Session, event: AttendanceConfirmed) -> None:
    """Write the use down in the confirmation's transaction; the first step redeems."""
    participant_id, provider_id, title = session.execute(
        select(Voucher.participant_id, Voucher.provider_id, Course.title)
        .join(Course, Course.id == Voucher.course_id)
        .where(Voucher.id == event.voucher_id)
    ).one()
    first = event.sequence == FIRST
    note_use(
        session,
        UseKind.REDEMPTION if first else UseKind.ATTENDANCE,
        account_id=participant_id,
        organisation_id=provider_id,
        acting_client=acting_client(),
        object_id=event.voucher_id,
        matter=title,
        at=event.occurred_at,
    )
