"""Keeping a file that was taken, and reading it again: for every domain that has files.

A domain has a row for each of its files, with the columns of `KeptFile`.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.files.receiving import Received
from core.files.sealing import new_file_key, open_file, seal_file
from core.files.store import store
from core.files.sweeping import IN_STORE
from core.ids import new_id
from core.names import tidy
from core.privacy import vault_of

LONGEST_NAME = 120


class KeptFile:
    """The columns of a file that is kept in the store under `store_key`, sealed with a
    key of its own.

    `sha256` is of what is kept, `received_sha256` of what was sent. The name that it
    came with is sealed and decides nothing. `pages` are those of a PDF.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name_sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"sealed": "file_name"}
    )
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary, info={"sealed": "file_key"})
    store_key: Mapped[str] = mapped_column(unique=True, info={IN_STORE: True})
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    received_sha256: Mapped[bytes]
    pages: Mapped[int | None]
    uploaded_at: Mapped[datetime]


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


def columns_of(
    session: Session, file: Put, *, name: str, at: datetime
) -> dict[str, Any]:
    """The columns of its row; name and key are sealed."""
    vault, received = vault_of(session), file.received
    return {
        "id": file.id,
        "name_sealed": vault.seal(shown_name(name), row=file.id, field="file_name"),
        "key_sealed": vault.seal(file.key, row=file.id, field="file_key"),
        "store_key": file.store_key,
        "media_type": received.media_type,
        "size": len(received.content),
        "sha256": received.sha256,
        "received_sha256": received.received_sha256,
        "pages": received.pages,
        "uploaded_at": at,
    }


def name_of(session: Session, file: KeptFile) -> str:
    """What its sender called it."""
    return vault_of(session).open(file.name_sealed, row=file.id, field="file_name")


def content_of(session: Session, file: KeptFile) -> Download:
    """The file in clear; raises FileGone, or Unreadable for one that was tampered
    with."""
    key = vault_of(session).open(file.key_sealed, row=file.id, field="file_key")
    content = open_file(store().get(file.store_key), key=key, row=file.id)
    return Download(name_of(session, file), file.media_type, content)


def shown_name(name: str) -> str:
    """A name for people: its last part, without control and direction characters."""
    last = tidy(unicodedata.normalize("NFC", name)).replace("\\", "/").split("/")[-1]
    return last[:LONGEST_NAME].strip(". ") or "file"
