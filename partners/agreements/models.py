"""Who accepted which version of an agreement for an organisation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Acceptance(Base):
    """One version accepted in one language; never changed but to seal it anew.

    `sha256` is of the text that was read. The officer's name is sealed; `address_hash`
    is a keyed hash of the network address that it came from.
    """

    __tablename__ = "agreement_acceptances"
    __table_args__ = (UniqueConstraint("organisation_id", "code", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str]
    version: Mapped[int]
    language: Mapped[str]
    sha256: Mapped[bytes]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    officer_name_sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"sealed": "officer_name"}
    )
    officer_position: Mapped[str]
    accepted_at: Mapped[datetime]
    address_hash: Mapped[bytes]
