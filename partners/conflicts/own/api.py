"""An organisation's own ties over the API."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Page, PageArgumentsSchema
from openapi.security import current_person
from partners.conflicts import errors
from partners.conflicts.api import draft_of, tie_page
from partners.conflicts.models import Source, TieDeclaration, TieDispute
from partners.conflicts.queries import live_ties
from partners.conflicts.schemas import (
    DeclarationSchema,
    DisputeRequestSchema,
    OwnTieRequestSchema,
    RegisterDisputeSchema,
    RegisterTiePageSchema,
    RegisterTieSchema,
)
from partners.conflicts.services.declare import declare_ties
from partners.conflicts.services.dispute import dispute_tie
from partners.conflicts.services.record import add_tie
from partners.conflicts.views import TieView, tie_views
from partners.staff.access import require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "own-ties",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>",
    description="The ties of your organisation in the register of conflicts.",
)


@blueprint.route("/ties")
class OwnTies(MethodView):
    @require_staff(Permission.TIES_DECLARE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, RegisterTiePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[TieView]:
        """List the ties of your organisation, names and numbers masked."""
        with reading("conflicts.own") as session:
            return tie_page(session, live_ties(organisation_id), page)

    @require_staff(Permission.TIES_DECLARE)
    @blueprint.arguments(OwnTieRequestSchema)
    @blueprint.response(201, RegisterTieSchema)
    @blueprint.refusals(errors.RegisterTieUnfit, errors.TooManyRegisterTies)
    def post(self, body: dict[str, Any], organisation_id: UUID) -> TieView:
        """Declare a tie. One that is over is disputed, and the operator ends it."""
        draft = draft_of(body, organisation_id=organisation_id, source=Source.DECLARED)
        with unit_of_work("conflicts.declare_tie") as session:
            tie = add_tie(
                session,
                draft,
                by=current_person(),
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
            return tie_views(session, [tie])[0]


@blueprint.route("/ties/<uuid:tie_id>/disputes")
class TieDisputes(MethodView):
    @require_staff(Permission.TIES_DECLARE)
    @blueprint.arguments(DisputeRequestSchema)
    @blueprint.response(201, RegisterDisputeSchema)
    @blueprint.refusals(errors.TieNotFound, errors.DisputeOpen)
    def post(
        self, body: dict[str, str], organisation_id: UUID, tie_id: UUID
    ) -> TieDispute:
        """Say that a tie is wrong, or is over. It acts until the operator answers."""
        with unit_of_work("conflicts.dispute") as session:
            return dispute_tie(
                session,
                tie_id=tie_id,
                organisation_id=organisation_id,
                text=body["text"],
                by=current_person(),
                at=now(),
            )


@blueprint.route("/tie-declarations")
class TieDeclarations(MethodView):
    @require_staff(Permission.TIES_DECLARE)
    @blueprint.response(201, DeclarationSchema)
    def post(self, organisation_id: UUID) -> TieDeclaration:
        """Declare that the list of ties is complete; due again in a year."""
        with unit_of_work("conflicts.declare") as session:
            return declare_ties(
                session,
                organisation_id,
                by=current_person(),
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
