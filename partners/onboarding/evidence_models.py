"""Files that show a criterion."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.files.keeping import KeptFile


class EvidenceFile(KeptFile, Base):
    """A file of an application. `item` is the evidence it belongs to. A removed file
    that was once sent stays, for those who judged by it."""

    __tablename__ = "onboarding_files"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner_applications.id"), index=True
    )
    item: Mapped[str]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    removed_at: Mapped[datetime | None]
