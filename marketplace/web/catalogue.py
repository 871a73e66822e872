"""Searching the courses, and one course's page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from catalog.authoring.public.queries import published
from catalog.comparing.queries import glances
from catalog.courses.counting import Counting
from catalog.courses.errors import CourseNotFound
from catalog.courses.facets import Facets
from catalog.courses.finding import Asked, Sort, find_courses
from catalog.courses.queries import CourseDetail, course_in_detail
from catalog.courses.wanted import Wanted
from catalog.quality.queries import quality_of
from catalog.reviews.queries import Sort as ReviewSort
from catalog.reviews.queries import keys_of, rating_of, reviews_of
from catalog.taxonomies import Taxonomy
from core.clock import now
from core.unit_of_work import reading
from marketplace.web.formats import count
from marketplace.web.queries.people import award_of, district_of
from marketplace.web.search_form import (
    PRICE_STEPS,
    Address,
    added_to,
    chosen_codes,
    compare_address,
    groups_of,
    nears_of,
    prices_of,
    wanted_of,
    ways_to_more,
)
from marketplace.web.site import PageNotFound, blueprint
from marketplace.web.wording import MODES, NEARNESS, name_of
from openapi.pagination import Page, paginate
from openapi.security import public
from partners.accounts.web import visitor

WHY_PUBLIC = "Anyone may see which courses there are before joining."
PAGE_SIZE = 20
SHOWN_REVIEWS = 5


@blueprint.get("/catalogue")
@public(WHY_PUBLIC)
def catalogue() -> str:
    """Courses by words and filters, with what each choice would leave."""
    address, at = Address(request.args), now()
    balance, home = _known_of_visitor()
    wanted = wanted_of(
        address, balance=balance, zone=current_app.extensions["settings"].zone
    )
    near = address.region("near") or home
    chosen = chosen_codes(address)
    asked = Asked(wanted, PAGE_SIZE, address.one("cursor"), address.sort(), near)
    found = find_courses(asked, at=at, counting=Counting(price_steps=PRICE_STEPS))
    with reading("pages.catalogue_cards") as session:
        cards = as_cards(session, found.page.items, at=at)
    facets = found.facets
    if facets is None:
        raise RuntimeError("The choices were not counted.")
    return render_template(
        "pages/catalogue.html",
        asked=wanted,
        address=address,
        courses=cards,
        chosen=chosen,
        compare={row.code: added_to(chosen, row.code) for row in found.page.items},
        comparison=compare_address(chosen),
        summary=_summary(facets, address),
        is_alike=found.is_alike and facets.total > 0,
        meant=found.meant,
        groups=groups_of(facets, wanted),
        prices=prices_of(facets, address.price()),
        ways=ways_to_more(facets, address) if not facets.total else [],
        balance=balance,
        home=home,
        near=near,
        nears=nears_of(facets, address.region("near")),
        filters=len(facets.without),
        has_estimates=bool(facets.estimated),
        sorts=_sorts(wanted),
        next_address=_next_address(found.page, address),
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
        shown = course_page(session, detail)
    return render_template("pages/course.html", **shown)


def course_page(session: Session, detail: CourseDetail) -> dict[str, Any]:
    """What a course's page shows."""
    course_id = detail.course.id
    return {
        "course": detail.course,
        "published": published(session, course_id),
        "mode": name_of(MODES, detail.course.mode),
        "schedules": detail.schedules,
        "offerings": detail.offerings,
        "trainers": detail.trainers,
        "before_classes": detail.before_classes,
        "skills": detail.named[Taxonomy.SKILL],
        "occupations": detail.named[Taxonomy.OCCUPATION],
        "competence_units": detail.named[Taxonomy.COMPETENCE_UNIT],
        "reviews": _reviews(session, course_id),
        "rating": rating_of(session, course_id),
        "quality": quality_of(session, course_id),
    }


def _known_of_visitor() -> tuple[int | None, str | None]:
    """What she who is signed in can spend, and the district that she lives in; None for
    whoever has none."""
    account = visitor()
    if account is None:
        return None, None
    with reading("pages.balance") as session:
        award = award_of(session, account.id)
        home = district_of(session, account.id)
    active = award is not None and award.status == "active"
    return award.balance if award is not None and active else None, home


def _sorts(wanted: Wanted) -> list[tuple[str, str]]:
    named = [
        (Sort.RELEVANCE, _("Best match")),
        (Sort.TITLE, _("Title")),
        (Sort.PRICE, _("Lowest price")),
        (Sort.PRICE_DESCENDING, _("Highest price")),
        (Sort.START, _("Starts soonest")),
        (Sort.RATING, _("Best rated")),
        (Sort.NEAREST, _("Nearest")),
        (Sort.NEWEST, _("Newest")),
    ]
    return [each for each in named if each[0] != Sort.RELEVANCE or wanted.words]


def as_cards(
    session: Session, rows: Sequence[Any], *, at: datetime
) -> list[dict[str, Any]]:
    """Courses in a list, with how they are rated and when the next class begins."""
    seen = glances(session, [row.id for row in rows], at=at)
    return [{**_card(row), **vars(seen[row.id])} for row in rows]


def _card(row: Any) -> dict[str, Any]:
    """Its price is the lowest on sale, else the list price."""
    price = row.list_price if row.lowest_price is None else row.lowest_price
    nearness = row._mapping.get("nearness")
    near = name_of(NEARNESS, nearness) if nearness else None
    return {
        **row._mapping,
        "price": price,
        "mode_words": name_of(MODES, row.mode),
        "near_words": near,
    }


def _summary(facets: Facets, address: Address) -> str:
    found = facets.total
    if not found:
        said = _("No course was found. Try other words or fewer filters.")
    elif not facets.exact:
        said = _("About %(number)s courses:", number=count(found))
    elif address.one("cursor"):
        said = ngettext(
            "%(num)s course in all; these come next:",
            "%(num)s courses in all; these come next:",
            found,
        )
    else:
        said = ngettext("%(num)s course:", "%(num)s courses:", found)
    return str(said)


def _next_address(page: Page[Any], address: Address) -> str | None:
    """The same search, one page on."""
    if page.next_cursor is None:
        return None
    return address.changed(cursor=page.next_cursor)


def _reviews(session: Session, course_id: UUID) -> Sequence[Any]:
    return paginate(
        session,
        reviews_of(course_id),
        keys_of(ReviewSort.NEWEST),
        limit=SHOWN_REVIEWS,
        cursor=None,
        scalars=False,
    ).items
