"""Reads of receipts."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from partners.oauth.models import Grant
from partners.receipts.errors import ReceiptNotFound
from partners.receipts.models import ConsentReceipt


class FoundReceipt(NamedTuple):
    """A receipt, and when and from which side the consent was taken back."""

    receipt: ConsentReceipt
    withdrawn_at: datetime | None
    withdrawn_by: str | None


def receipts_of(account_id: UUID) -> Select[*tuple[Any, ...]]:
    """Her receipts for a list; the page pages them."""
    return (
        select(
            ConsentReceipt.id,
            ConsentReceipt.kind,
            ConsentReceipt.organisation,
            ConsentReceipt.program,
            ConsentReceipt.given_at,
            Grant.revoked_at.label("withdrawn_at"),
        )
        .join(Grant, Grant.id == ConsentReceipt.grant_id)
        .where(ConsentReceipt.account_id == account_id)
    )


def find_receipt(
    session: Session, *, receipt_id: UUID, account_id: UUID
) -> FoundReceipt:
    """One of her receipts; another's is reported as missing. Raises ReceiptNotFound."""
    row = session.execute(
        select(ConsentReceipt, Grant.revoked_at, Grant.revoked_by)
        .join(Grant, Grant.id == ConsentReceipt.grant_id)
        .where(ConsentReceipt.id == receipt_id, ConsentReceipt.account_id == account_id)
    ).one_or_none()
    if row is None:
        raise ReceiptNotFound
    return FoundReceipt(*row)
