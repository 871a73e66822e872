"""Attaching, removing and reading the files of an application."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.files.keeping import Download, Put, columns_of, content_of
from partners.onboarding.errors import (
    EvidenceNotAsked,
    EvidenceNotFound,
    TooManyFiles,
)
from partners.onboarding.evidence_models import EvidenceFile
from partners.onboarding.models import PartnerApplication
from partners.onboarding.queries import requirement_for
from partners.onboarding.review_models import Submission
from partners.onboarding.services.save import open_draft, touch


def attach(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID,
    item: str,
    name: str,
    file: Put,
    account_id: UUID,
    at: datetime,
) -> EvidenceFile:
    """Attach a file to an item of evidence of a draft.

    Raises ApplicationNotFound, ApplicationStateWrong, EvidenceNotAsked, TooManyFiles.
    """
    application = open_draft(session, application_id, organisation_id)
    check_room(session, application, item)
    made = EvidenceFile(
        application_id=application.id,
        item=item,
        uploaded_by=account_id,
        **columns_of(session, file, name=name, at=at),
    )
    session.add(made)
    touch(session, application, "file_added", at=at, item=item)
    session.flush()
    return made


def check_room(session: Session, application: PartnerApplication, item: str) -> None:
    """Raises EvidenceNotAsked or TooManyFiles."""
    asked = requirement_for(application).evidence_item(item)
    if asked is None:
        raise EvidenceNotAsked(item=item[:60])
    there = session.scalar(
        select(func.count())
        .select_from(EvidenceFile)
        .where(
            EvidenceFile.application_id == application.id,
            EvidenceFile.item == item,
            EvidenceFile.removed_at.is_(None),
        )
    )
    if (there or 0) >= asked.most:
        raise TooManyFiles(limit=asked.most)


def remove(
    session: Session,
    application_id: UUID,
    file_id: UUID,
    *,
    organisation_id: UUID,
    at: datetime,
) -> None:
    """Take a file back. What was never sent is forgotten altogether; its content is
    swept later. Raises ApplicationNotFound, ApplicationStateWrong, EvidenceNotFound."""
    application = open_draft(session, application_id, organisation_id)
    file = find_file(session, application, file_id)
    if file.removed_at is not None:
        raise EvidenceNotFound
    sent = session.scalars(
        select(Submission.content).where(Submission.application_id == application.id)
    )
    if any(str(file.id) in each["files"] for each in sent):
        file.removed_at = at
    else:
        session.delete(file)
    touch(session, application, "file_removed", at=at, item=file.item)


def find_file(
    session: Session, application: PartnerApplication, file_id: UUID
) -> EvidenceFile:
    """A file of this application, also a removed one; raises EvidenceNotFound."""
    file = session.scalar(
        select(EvidenceFile).where(
            EvidenceFile.id == file_id, EvidenceFile.application_id == application.id
        )
    )
    if file is None:
        raise EvidenceNotFound
    return file


def read_file(
    session: Session, application: PartnerApplication, file_id: UUID, *, at: datetime
) -> Download:
    """The content of a file, and who read it on the record.

    Raises EvidenceNotFound, FileGone, or Unreadable for one that was tampered with.
    """
    file = find_file(session, application, file_id)
    record(
        session,
        action="partner_application.file_read",
        object_type="partner_application",
        object_id=application.id,
        at=at,
        after={"file_id": str(file.id), "item": file.item},
    )
    session.flush()
    return content_of(session, file)
