"""What the operator's programs do with organisations.

People decide on the pages and operations of partners.standing.
"""

from uuid import UUID

from flask import current_app
from flask.views import MethodView

from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.blueprint import Blueprint
from openapi.security import require_scope
from partners.organisations.errors import OrganisationNotFound, StandingMoveIllegal
from partners.organisations.models import Kind, Organisation
from partners.organisations.schemas import OrganisationSchema, StandingRequestSchema
from partners.standing.errors import SanctionDecidedByTwo, SanctionUnfit
from partners.standing.services.by_program import (
    reinstate_by_program,
    stop_by_program,
)

blueprint = Blueprint(
    "organisations",
    __name__,
    url_prefix="/v1/organisations",
    description="Stop organisations at once, and take that back.",
)


@blueprint.route("/<uuid:organisation_id>/suspension")
class Suspension(MethodView):
    @require_scope("programme:manage", kind=Kind.OPERATOR)
    @blueprint.arguments(StandingRequestSchema)
    @blueprint.response(200, OrganisationSchema)
    @blueprint.refusals(OrganisationNotFound, StandingMoveIllegal, SanctionUnfit)
    def post(self, body: dict[str, str], organisation_id: UUID) -> Organisation:
        """Stop an organisation at once.

        An emergency stop: from its next request on nothing is done for its clients,
        and nobody can link an account to it. It lapses after 72 hours unless two
        members of the operator's staff confirm it.
        """
        with unit_of_work("organisations.stop") as session:
            return stop_by_program(
                session,
                organisation_id=organisation_id,
                reason=body["reason"],
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )


@blueprint.route("/<uuid:organisation_id>/reinstatement")
class Reinstatement(MethodView):
    @require_scope("programme:manage", kind=Kind.OPERATOR)
    @blueprint.arguments(StandingRequestSchema)
    @blueprint.response(200, OrganisationSchema)
    @blueprint.refusals(OrganisationNotFound, StandingMoveIllegal, SanctionDecidedByTwo)
    def post(self, body: dict[str, str], organisation_id: UUID) -> Organisation:
        """Take an emergency stop back that no person has confirmed.

        Tokens that have not expired in the meantime work again at once.
        """
        with unit_of_work("organisations.reinstate") as session:
            return reinstate_by_program(
                session,
                organisation_id=organisation_id,
                reason=body["reason"],
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
