"""Courses side by side, for anybody."""

from typing import Any

from flask.views import MethodView

from catalog.comparing.queries import facts_of, missing_of
from catalog.comparing.rules import differences
from catalog.comparing.schemas import ComparisonQuerySchema, CourseComparisonSchema
from core.clock import now
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.security import public

blueprint = Blueprint(
    "course-comparison",
    __name__,
    url_prefix="/v1",
    description="Courses side by side.",
)


@blueprint.route("/course-comparison")
class CourseComparison(MethodView):
    @public("Anyone may see which courses there are before joining.")
    @blueprint.arguments(ComparisonQuerySchema, location="query")
    @blueprint.response(200, CourseComparisonSchema)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Compare two to four courses, in the order that you name them.

        `differences` names the members in which they are not all alike. A course that
        is not on sale is listed in `missing`, with the reason. Prices and seats are
        those of this moment.
        """
        ids = list(dict.fromkeys(asked["course"]))
        with reading("courses.compare") as session:
            found = facts_of(session, ids, at=now())
            left = missing_of(session, [each for each in ids if each not in found])
        courses = [found[each] for each in ids if each in found]
        return {
            "courses": courses,
            "differences": differences(courses),
            "missing": list(left.values()),
        }
