"""The most that a course in a category may cost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Category
from catalog.curation.errors import CategoryNotFound
from core.audit import record


def cap_of(session: Session, content: Mapping[str, Any]) -> int | None:
    """The most that a course of this content's category may cost now, in whole rupiah;
    None where there is no bound."""
    return session.scalar(
        select(Category.price_cap).where(Category.code == content.get("category"))
    )


def cap_category(
    session: Session, code: str, *, price_cap: int | None, at: datetime
) -> Category:
    """Bound the price in whole rupiah, or None to take the bound away; raises
    CategoryNotFound."""
    category = session.scalar(
        select(Category).where(Category.code == code).with_for_update()
    )
    if category is None:
        raise CategoryNotFound
    before, category.price_cap = category.price_cap, price_cap
    session.flush()
    if before != price_cap:
        record(
            session,
            action="course_category.capped",
            object_type="course_category",
            object_id=code,
            at=at,
            before={"price_cap": before},
            after={"price_cap": price_cap},
        )
    return category
