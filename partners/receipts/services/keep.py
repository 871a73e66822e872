"""Keeping what was allowed, as it was read."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.database import Json
from partners.oauth.consent import ConsentWords
from partners.oauth.models import Grant
from partners.receipts.models import ConsentKind, ConsentReceipt


def keep_receipt(
    session: Session,
    grant: Grant,
    *,
    kind: ConsentKind,
    words: ConsentWords,
    detail: Json | None,
    at: datetime,
) -> ConsentReceipt:
    """Write the receipt of a consent, in the transaction that gives it."""
    receipt = ConsentReceipt(
        account_id=grant.account_id,
        organisation_id=grant.organisation_id,
        grant_id=grant.id,
        kind=kind,
        organisation=words.platform,
        program=words.program,
        subject=grant.subject,
        language=words.language,
        text_version=words.version,
        text=words.text,
        purposes=[list(pair) for pair in words.purposes],
        facts=[list(pair) for pair in words.facts],
        detail=detail,
        given_at=at,
    )
    session.add(receipt)
    session.flush()
    return receipt
