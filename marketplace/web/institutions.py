"""A training institution as everybody sees it: its courses and its quality."""

from flask import render_template, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.courses.queries import courses_on_sale
from catalog.quality.queries import quality_of
from catalog.reviews.models import CourseRating
from catalog.reviews.services.rate import COLUMNS
from core.clock import now
from core.unit_of_work import reading
from marketplace.web.catalogue import PAGE_SIZE, WHY_PUBLIC, as_cards
from marketplace.web.site import PageNotFound, blueprint
from openapi.pagination import Key, paginate
from openapi.security import public
from partners.organisations import Kind, Organisation
from partners.standing.queries import sells

BY_TITLE = [Key(Course.title, "title"), Key(Course.id, "id")]


@blueprint.get("/institutions/<institution>")
@public(WHY_PUBLIC)
def institution_page(institution: str) -> str:
    """One that sells at present, with its courses by title. Raises PageNotFound."""
    at = now()
    with reading("pages.institution") as session:
        known = _known(session, institution)
        own = Course.provider_id == known.id
        rating, count = _rating(session, own), _count(session, own)
        quality = quality_of(session, known.id)
        page = paginate(
            session,
            courses_on_sale().where(own),
            BY_TITLE,
            limit=PAGE_SIZE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
        cards = as_cards(session, page.items, at=at)
    return render_template(
        "pages/institution.html",
        institution=known,
        rating=rating,
        count=count,
        quality=quality,
        courses=cards,
        next_cursor=page.next_cursor,
    )


def _known(session: Session, code: str) -> Organisation:
    found = session.scalar(
        select(Organisation).where(
            Organisation.code == code,
            sells(Organisation, kind=Kind.TRAINING_INSTITUTION),
        )
    )
    if found is None:
        raise PageNotFound
    return found


def _rating(session: Session, own: ColumnElement[bool]) -> CourseRating:
    """All its courses on sale together, never stored."""
    counts = {
        name: func.coalesce(func.sum(getattr(CourseRating, name)), 0).label(name)
        for name in COLUMNS
    }
    together = (
        courses_on_sale()
        .with_only_columns(*counts.values())
        .join(CourseRating, CourseRating.course_id == Course.id)
        .where(own)
    )
    return CourseRating(**session.execute(together).one()._mapping)


def _count(session: Session, own: ColumnElement[bool]) -> int:
    on_sale = courses_on_sale().with_only_columns(func.count()).where(own)
    return session.scalar(on_sale) or 0
