"""Storing a version of a scheme."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.database import Json
from marketplace.programme.errors import SchemeUnusable
from marketplace.programme.models import Scheme
from marketplace.programme.parameters import Parameters
from marketplace.programme.queries import latest_scheme

# Two versions of one scheme at once would draw the same number.
SCHEMES_LOCK = 7_201_010


def store_scheme(
    session: Session, *, code: str, title: str, document: Json, at: datetime
) -> Scheme:
    """Store a document as the scheme's next version; the same document adds none.

    A stored version never changes, and what was decided by an older one stays decided
    by it. Raises SchemeUnusable, which names the problem.
    """
    _check(document)
    session.execute(select(func.pg_advisory_xact_lock(SCHEMES_LOCK)))
    latest = latest_scheme(session, code)
    if latest is not None and (latest.document, latest.title) == (document, title):
        return latest
    scheme = Scheme(
        code=code,
        version=latest.version + 1 if latest else 1,
        title=title,
        document=document,
        created_at=at,
    )
    session.add(scheme)
    session.flush()
    record(
        session,
        action="scheme.store",
        object_type="scheme",
        object_id=scheme.id,
        at=at,
        after={"code": code, "version": scheme.version},
    )
    return scheme


def _check(document: Json) -> None:
    try:
        Parameters.from_document(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SchemeUnusable(problem=f"{type(error).__name__}: {error}") from error
