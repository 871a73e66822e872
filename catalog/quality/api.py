"""The published quality of courses and institutions."""

from uuid import UUID

from flask.views import MethodView

from catalog.courses.errors import CourseNotFound
from catalog.courses.queries import known_course
from catalog.quality.errors import InstitutionNotFound
from catalog.quality.explaining import formula_in_words
from catalog.quality.queries import Quality, known_institution, quality_of
from catalog.quality.schemas import QualityFormulaSchema, QualitySchema
from core.database import Json
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.problems import locale
from openapi.security import public, require_scope

blueprint = Blueprint(
    "quality",
    __name__,
    url_prefix="/v1",
    description="How good courses and institutions are, by a published formula.",
)


@blueprint.route("/quality-formula")
class QualityFormula(MethodView):
    @public("Whoever is measured, or reads a score, may count it again.")
    @blueprint.response(200, QualityFormulaSchema)
    def get(self) -> Json:
        """Read the formula of the quality score, in numbers and in words."""
        return formula_in_words(locale())


@blueprint.route("/courses/<uuid:course_id>/quality")
class CourseQuality(MethodView):
    @require_scope("catalog:read")
    @blueprint.response(200, QualitySchema)
    @blueprint.refusals(CourseNotFound)
    def get(self, course_id: UUID) -> Quality:
        """Show a course's quality with every part of the formula; counted at night."""
        with reading("quality.course") as session:
            known_course(session, course_id)
            return quality_of(session, course_id)


@blueprint.route("/institutions/<uuid:institution_id>/quality")
class InstitutionQuality(MethodView):
    @require_scope("catalog:read")
    @blueprint.response(200, QualitySchema)
    @blueprint.refusals(InstitutionNotFound)
    def get(self, institution_id: UUID) -> Quality:
        """Show an institution's quality over all its courses; counted at night."""
        with reading("quality.institution") as session:
            known_institution(session, institution_id)
            return quality_of(session, institution_id)
