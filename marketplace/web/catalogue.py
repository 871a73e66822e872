"""Searching the courses, and one course's page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Mode
from catalog.courses.errors import CourseNotFound
from catalog.courses.finding import Wanted, find_courses
from catalog.courses.queries import categories_on_sale, course_in_detail
from catalog.reviews import Review
from core.clock import now
from core.unit_of_work import reading
from marketplace.web.site import PageNotFound, blueprint
from marketplace.web.wording import MODES, name_of
from openapi.pagination import Page
from openapi.security import public

WHY_PUBLIC = "Anyone may see which courses there are before joining."
PAGE_SIZE = 20
SHOWN_REVIEWS = 20

# Steps of the price filter, in whole rupiah.
PRICE_STEPS = (100_000, 250_000, 500_000, 1_000_000, 2_000_000)


@blueprint.get("/catalogue")
@public(WHY_PUBLIC)
def catalogue() -> str:
    """Courses by words, way of learning, field and price; a filter that is none of
    ours counts as not given."""
    wanted = _wanted()
    page = find_courses(wanted, limit=PAGE_SIZE, cursor=_argument("cursor"))
    with reading("pages.categories") as session:
        categories = categories_on_sale(session)
    return render_template(
        "pages/catalogue.html",
        asked=wanted,
        courses=[_as_card(course) for course in page.items],
        summary=_summary(page),
        next_address=_next_address(page),
        modes=list(MODES.items()),
        categories=[(each.code, each.title) for each in categories],
        prices=PRICE_STEPS,
    )


@blueprint.get("/catalogue/<uuid:course_id>")
@public(WHY_PUBLIC)
def course(course_id: UUID) -> str:
    """A course with its classes, its prices on the platforms, and its reviews."""
    with reading("pages.course") as session:
        try:
            detail = course_in_detail(session, course_id, at=now())
        except CourseNotFound as refusal:
            raise PageNotFound from refusal
        reviews = _reviews(session, course_id)
    average = detail.stars_average
    return render_template(
        "pages/course.html",
        course=detail.course,
        mode=name_of(MODES, detail.course.mode),
        schedules=detail.schedules,
        offerings=detail.offerings,
        reviews=reviews,
        review_count=detail.reviews,
        average=None if average is None else average / 100,
    )


def _wanted() -> Wanted:
    mode = _argument("mode")
    price = _argument("max_price")
    return Wanted(
        words=_argument("query"),
        category=_argument("category"),
        mode=mode if mode in list(Mode) else None,
        max_price=next((step for step in PRICE_STEPS if str(step) == price), None),
    )


def _argument(name: str) -> str | None:
    """A filter of the address; what no column can hold is as good as not given."""
    value = request.args.get(name, "").replace("\0", "").strip()
    return value[:512] or None


def _as_card(row: Any) -> dict[str, Any]:
    """A course in the list; its price is the lowest on sale, else the list price."""
    price = row.list_price if row.lowest_price is None else row.lowest_price
    return {**row._mapping, "price": price, "mode_words": name_of(MODES, row.mode)}


def _summary(page: Page[Any]) -> str:
    found = len(page.items)
    if not found:
        said = _("No course was found. Try other words or fewer filters.")
    elif page.next_cursor:
        said = _("The first %(found)s courses:", found=found)
    else:
        said = ngettext("%(num)s course:", "%(num)s courses:", found)
    return str(said)


def _next_address(page: Page[Any]) -> str | None:
    """The same search, one page on."""
    if page.next_cursor is None:
        return None
    kept = {
        name: value
        for name in ("query", "mode", "category", "max_price")
        if (value := _argument(name))
    }
    return "/catalogue?" + urlencode({**kept, "cursor": page.next_cursor})


def _reviews(session: Session, course_id: UUID) -> list[Review]:
    """The newest reviews; shown without a name."""
    query = (
        select(Review)
        .where(Review.course_id == course_id)
        .order_by(Review.created_at.desc(), Review.id)
        .limit(SHOWN_REVIEWS)
    )
    return list(session.scalars(query))
