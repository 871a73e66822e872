"""Attaching, removing and reading the files of an application."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.files.receiving import Received
from core.files.sealing import new_file_key, open_file, seal_file
from core.files.store import store
from core.ids import new_id
from core.names import tidy
from core.privacy import vault_of
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

LONGEST_NAME = 120


@dataclass(frozen=True)
class Put:
    """A file that lies in the store already, and for which a row is to be written."""

    id: UUID
    key: str
    store_key: str
    received: Received


@dataclass(frozen=True)
class Download:
    """A file in clear, for somebody who may see it."""

    name: str
    media_type: str
    content: bytes


def put(received: Received) -> Put:
    """Seal a file and put it into the store, before any transaction refers to it."""
    identity, key = new_id(), new_file_key()
    sealed = seal_file(received.content, key=key, row=identity)
    return Put(identity, key, store().put(sealed), received)


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
    vault, received = vault_of(session), file.received
    made = EvidenceFile(
        id=file.id,
        application_id=application.id,
        item=item,
        name_sealed=vault.seal(_shown(name), row=file.id, field="file_name"),
        key_sealed=vault.seal(file.key, row=file.id, field="file_key"),
        store_key=file.store_key,
        media_type=received.media_type,
        size=len(received.content),
        sha256=received.sha256,
        received_sha256=received.received_sha256,
        pages=received.pages,
        uploaded_at=at,
        uploaded_by=account_id,
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
    vault = vault_of(session)
    key = vault.open(file.key_sealed, row=file.id, field="file_key")
    name = vault.open(file.name_sealed, row=file.id, field="file_name")
    content = open_file(store().get(file.store_key), key=key, row=file.id)
    return Download(name, file.media_type, content)


def _shown(name: str) -> str:
    """A name for people: its last part, without control and direction characters."""
    last = tidy(unicodedata.normalize("NFC", name)).replace("\\", "/").split("/")[-1]
    return last[:LONGEST_NAME].strip(". ") or "file"
