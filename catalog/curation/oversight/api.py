"""The operator sees every case, who is late, and how assessors were drawn."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from catalog.courses.models import Category
from catalog.curation.errors import CaseNotFound, CategoryNotFound
from catalog.curation.models import Case
from catalog.curation.queries import find_case, queue
from catalog.curation.schemas import (
    CappedCategorySchema,
    CurationCasePageSchema,
    CurationCaseQuerySchema,
    CurationCaseSchema,
    PriceCapSchema,
)
from catalog.curation.services.cap import cap_category
from catalog.curation.views import case_for_operator, case_line
from core.clock import now
from core.database import Json
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "curation",
    __name__,
    url_prefix="/v1",
    description="The operator oversees how courses are judged.",
)


@blueprint.route("/curation-cases")
class CurationCases(MethodView):
    @require_operator(Permission.COURSES_ASSESS)
    @blueprint.arguments(CurationCaseQuerySchema, location="query")
    @blueprint.response(200, CurationCasePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Json]:
        """List submissions, the newest first."""
        late_at = now() if query.pop("due") else None
        with reading("curation.cases") as session:
            found = paginate(
                session,
                queue(query.pop("state"), late_at=late_at),
                [Key(Case.id, "id", descending=True)],
                **query,
            )
        return Page([case_line(each) for each in found.items], found.next_cursor)


@blueprint.route("/curation-cases/<uuid:case_id>")
class OneCurationCase(MethodView):
    @require_operator(Permission.COURSES_ASSESS)
    @blueprint.response(200, CurationCaseSchema)
    @blueprint.refusals(CaseNotFound)
    def get(self, case_id: UUID) -> Json:
        """Read a submission: who was asked, what they said, how they were drawn.

        Each draw is drawn again from its seed and candidates.
        """
        with reading("curation.case") as session:
            return case_for_operator(session, find_case(session, case_id))


@blueprint.route("/course-categories/<category>/price-cap")
class CategoryPriceCap(MethodView):
    @require_operator(Permission.PROGRAMME_MANAGE)
    @blueprint.arguments(PriceCapSchema)
    @blueprint.response(200, CappedCategorySchema)
    @blueprint.refusals(CategoryNotFound)
    def put(self, body: dict[str, int | None], category: str) -> Category:
        """Set the most that a course in a category may cost.

        It holds for what is submitted from now on; what is on sale stays as it is.
        """
        with unit_of_work("curation.price_cap") as session:
            return cap_category(
                session, category, price_cap=body["price_cap"], at=now()
            )
