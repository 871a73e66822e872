"""Lists of courses that an institution sent."""

from sqlalchemy.orm import Session

from catalog.imports.lists import CourseList, ListState
from catalog.imports.lists.services.receive import receive_list
from catalog.imports.reading import Record, Shape
from core.clock import now
from partners.organisations import Organisation

CONTENT = b"Kode;Judul\nR-1;Membuat Roti\n"


def make_course_list(session: Session, provider: Organisation) -> CourseList:
    """A list whose dry run found nothing to do."""
    made = receive_list(
        session,
        CONTENT,
        Shape("CSV", "utf-8", ";"),
        [Record(1, {"Kode": "R-1", "Judul": "Membuat Roti"})],
        provider_id=provider.id,
        by="client:made-up",
        at=now(),
    )
    made.state = ListState.CHECKED
    session.flush()
    return made
