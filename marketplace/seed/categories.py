"""Which of the catalogue's categories an invented course is put under."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Category


def category_near(session: Session, wanted: str) -> str | None:
    """The wanted one, the first where there is no such, None where there are none."""
    return session.scalar(
        select(Category.code).order_by(Category.code != wanted, Category.code).limit(1)
    )
