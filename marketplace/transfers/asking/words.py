"""What she wrote, sealed: it is about her life, and few may read it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from marketplace.transfers.asking.models import WORDS, RefundRequest

CHUNK = 200


def seal_words(session: Session, request: RefundRequest, words: str) -> None:
    """Put her words into a request that has an id."""
    request.words_sealed = vault_of(session).seal(words, row=request.id, field=WORDS)
    request.words = None


def open_words(session: Session, request: RefundRequest) -> str:
    """Her words in clear."""
    if request.words_sealed is None:
        return request.words or ""
    return vault_of(session).open(request.words_sealed, row=request.id, field=WORDS)


def seal_next(session: Session, *, limit: int = CHUNK) -> int:
    """Seal words from before they were sealed; how many. What somebody decides about
    at this moment is left for the next time."""
    found = session.scalars(
        select(RefundRequest)
        .where(RefundRequest.words.is_not(None))
        .order_by(RefundRequest.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for each in found:
        seal_words(session, each, each.words or "")
    session.flush()
    return len(found)
