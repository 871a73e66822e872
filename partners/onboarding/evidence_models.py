"""Files that show a criterion."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class EvidenceFile(Base):
    """A file that is kept in the store under `store_key`, sealed with a key of its own.

    `item` is the evidence it belongs to. `sha256` is of what is kept,
    `received_sha256` of what was sent. The name that it came with is sealed and decides
    nothing. A removed file that was once sent stays, for those who judged by it.
    """

    __tablename__ = "onboarding_files"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner_applications.id"), index=True
    )
    item: Mapped[str]
    name_sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"sealed": "file_name"}
    )
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary, info={"sealed": "file_key"})
    store_key: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    received_sha256: Mapped[bytes]
    pages: Mapped[int | None]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    removed_at: Mapped[datetime | None]
