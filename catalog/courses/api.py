"""The catalogue, for platforms and applications."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from catalog.courses.counting import COUNTABLE, Counting
from catalog.courses.errors import CourseNotFound
from catalog.courses.finding import Asked, Found, find_courses
from catalog.courses.models import Offering, Schedule
from catalog.courses.queries import (
    categories_on_sale,
    coming_schedules,
    course_in_detail,
    known_course,
    live_offerings,
)
from catalog.courses.schemas import (
    CategoriesSchema,
    CourseDetailSchema,
    CoursePageSchema,
    CourseSearchSchema,
    FacetsQuerySchema,
    FacetsSchema,
    OfferingPageSchema,
    SchedulePageSchema,
)
from catalog.courses.wanted import Filter, Wanted
from catalog.taxonomies import Taxonomy
from core.clock import end_of_day, now
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import (
    DEFAULT_LIMIT,
    InvalidCursor,
    Key,
    Page,
    PageArgumentsSchema,
    paginate,
)
from openapi.security import current_caller, require_scope

blueprint = Blueprint(
    "catalog",
    __name__,
    url_prefix="/v1",
    description="Courses, the schedules they run on, and where they are sold.",
)


@blueprint.route("/courses")
class Courses(MethodView):
    @require_scope("catalog:read")
    @blueprint.arguments(CourseSearchSchema, location="query")
    @blueprint.response(200, CoursePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, asked: dict[str, Any]) -> Page[Any]:
        """Find courses that are on sale.

        With `query` the best matches come first; without it, courses come by title.
        Only published courses of approved institutions are shown.
        """
        found = find_courses(
            Asked(
                _wanted(asked),
                limit=asked["limit"],
                cursor=asked["cursor"],
                sort=asked["sort"],
                near=asked["near"],
            ),
            at=now(),
        )
        return found.page


@blueprint.route("/course-facets")
class CourseFacets(MethodView):
    @require_scope("catalog:read")
    @blueprint.arguments(FacetsQuerySchema, location="query")
    @blueprint.response(200, FacetsSchema)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Count what each choice would leave of a search.

        Each filter is counted as if it were not set itself, except `access`, whose
        needs are all to be met. Price steps are counted when they are asked for.
        """
        found = find_courses(
            Asked(_wanted(asked), limit=DEFAULT_LIMIT),
            at=now(),
            counting=Counting(
                frozenset(map(Filter, asked["facet"])) or COUNTABLE,
                tuple(asked["price_step"]),
            ),
        )
        return _on_the_wire(found)


def _wanted(asked: dict[str, Any]) -> Wanted:
    """The filters of a query string; days are those of the programme's zone."""
    zone = current_app.extensions["settings"].zone
    first, last = asked["starts_from"], asked["starts_until"]
    return Wanted(
        words=asked["query"],
        categories=tuple(asked["category"]),
        modes=tuple(asked["mode"]),
        levels=tuple(asked["level"]),
        languages=tuple(asked["language"]),
        platforms=tuple(asked["platform"]),
        access=tuple(asked["access"]),
        skills=tuple(asked["skill"]),
        occupations=tuple(asked["occupation"]),
        min_price=asked["min_price"],
        max_price=asked["max_price"],
        places=tuple(asked["place"]),
        starts_from=first and datetime.combine(first, time(), tzinfo=zone),
        starts_until=last and end_of_day(last, zone),
        evening=asked["evening"],
        childcare=asked["childcare"],
    )


def _on_the_wire(found: Found) -> dict[str, Any]:
    facets = found.facets
    if facets is None:
        raise RuntimeError("The choices were not counted.")
    return {
        "total": facets.total,
        "exact": facets.exact,
        "estimated": sorted(facets.estimated),
        "alike": found.is_alike,
        "did_you_mean": found.meant,
        "facets": [
            {"filter": each, "values": values} for each, values in facets.counts.items()
        ],
        "without": [
            {"filter": each, "courses": courses}
            for each, courses in facets.without.items()
        ],
    }


@blueprint.route("/courses/<uuid:course_id>")
class OneCourse(MethodView):
    @require_scope("catalog:read")
    @blueprint.response(200, CourseDetailSchema)
    @blueprint.refusals(CourseNotFound)
    def get(self, course_id: UUID) -> dict[str, Any]:
        """Read a course with its next runs, seats left and prices per platform."""
        with reading("courses.read") as session:
            detail = course_in_detail(session, course_id, at=now())
        return {
            **detail.course._mapping,
            "schedules": detail.schedules,
            "offerings": detail.offerings,
            "trainers": detail.trainers,
            "skills": detail.named[Taxonomy.SKILL],
            "occupations": detail.named[Taxonomy.OCCUPATION],
            "competence_units": detail.named[Taxonomy.COMPETENCE_UNIT],
            "reviews": detail.reviews,
            "stars_average": detail.stars_average,
        }


@blueprint.route("/courses/<uuid:course_id>/schedules")
class Schedules(MethodView):
    @require_scope("catalog:read")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, SchedulePageSchema)
    @blueprint.refusals(CourseNotFound, InvalidCursor)
    def get(self, page: dict[str, Any], course_id: UUID) -> Page[Any]:
        """List the runs of a course that are not over, the next one first."""
        with reading("schedules.list") as session:
            known_course(session, course_id)
            return paginate(
                session,
                coming_schedules(course_id, at=now()),
                [Key(Schedule.starts_at, "starts_at"), Key(Schedule.id, "id")],
                **page,
                scalars=False,
            )


@blueprint.route("/offerings")
class Offerings(MethodView):
    @require_scope("catalog:read")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, OfferingPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List what your platform sells, with your commission, oldest first.

        Other platforms' offerings are not shown here; a course lists all its prices.
        """
        own = Offering.platform_id == current_caller().organisation_id
        with reading("offerings.list") as session:
            return paginate(
                session,
                live_offerings().where(own),
                [Key(Offering.id, "id")],
                **page,
                scalars=False,
            )


@blueprint.route("/course-categories")
class Categories(MethodView):
    @require_scope("catalog:read")
    @blueprint.response(200, CategoriesSchema)
    def get(self) -> dict[str, Any]:
        """List the categories that have courses on sale."""
        with reading("categories.list") as session:
            return {"items": categories_on_sale(session)}
