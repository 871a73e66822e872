"""Occupations, skills and units of competence, for anyone who has to name one."""

from typing import Any

from flask import Response, after_this_request, request
from flask.views import MethodView

from catalog.taxonomies.models import Taxonomy
from catalog.taxonomies.queries import Sought, find_concepts
from catalog.taxonomies.schemas import ConceptPageSchema, ConceptsQuerySchema
from core.unit_of_work import unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Page
from openapi.security import public

blueprint = Blueprint(
    "taxonomies",
    __name__,
    url_prefix="/v1",
    description="Occupations (ISCO-08, ESCO), skills (ESCO) and units of competence"
    " (SKKNI) by their codes. This service uses the ESCO classification of the European"
    " Commission.",
)

PUBLISHED = "The classifications are published and say nothing about anybody."
KEPT_SECONDS = 3_600


@blueprint.route("/occupations")
class Occupations(MethodView):
    @public(PUBLISHED)
    @blueprint.arguments(ConceptsQuerySchema, location="query")
    @blueprint.response(200, ConceptPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, asked: dict[str, Any]) -> Page[Any]:
        """Find occupations: ISCO-08 groups, and ESCO occupations below them.

        A course names ISCO-08 unit groups, which have four digits; an ESCO occupation
        says in `broader` which one it is in. This service uses the ESCO classification
        of the European Commission.
        """
        return _found(Taxonomy.OCCUPATION, asked)


@blueprint.route("/skills")
class Skills(MethodView):
    @public(PUBLISHED)
    @blueprint.arguments(ConceptsQuerySchema, location="query")
    @blueprint.response(200, ConceptPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, asked: dict[str, Any]) -> Page[Any]:
        """Find ESCO skills and their groups.

        Of most skills no group is known here: find those by words. This service uses
        the ESCO classification of the European Commission.
        """
        return _found(Taxonomy.SKILL, asked)


@blueprint.route("/competence-units")
class CompetenceUnits(MethodView):
    @public(PUBLISHED)
    @blueprint.arguments(ConceptsQuerySchema, location="query")
    @blueprint.response(200, ConceptPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, asked: dict[str, Any]) -> Page[Any]:
        """Find SKKNI units of competence, and the decrees that hold them.

        Only the newest part of the register is known here: a unit that is not found may
        exist all the same.
        """
        return _found(Taxonomy.COMPETENCE_UNIT, asked)


def _found(taxonomy: Taxonomy, asked: dict[str, Any]) -> Page[Any]:
    sought = Sought(
        taxonomy,
        words=asked["query"],
        codes=tuple(asked["code"]),
        under=asked["under"],
    )
    # The threshold of likeness is bound to a transaction.
    with unit_of_work("taxonomies.find") as session:
        found = find_concepts(
            session, sought, limit=asked["limit"], cursor=asked["cursor"]
        )
    after_this_request(_kept)
    return found


def _kept(response: Response) -> Response:
    """The same for everybody: may be kept by anybody, and is asked for by its ETag."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        response.add_etag()
        response.make_conditional(request)
    return response
