"""What was pushed, until it is answered or too old."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class PushedRequest(Base):
    """The parameters of one authorization request, sealed: a login hint may be in them.

    `uri_hash` is that of its `request_uri`. It has to be opened within 90 seconds, and
    answered before `expires_at`; answering uses it up.
    """

    __tablename__ = "oauth_pushed_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    uri_hash: Mapped[bytes] = mapped_column(unique=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"), index=True)
    parameters_sealed: Mapped[bytes] = mapped_column(info={"sealed": "parameters"})
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
