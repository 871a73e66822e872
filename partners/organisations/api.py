"""What the operator does with organisations."""

from uuid import UUID

from flask.views import MethodView

from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.blueprint import Blueprint
from openapi.security import require_scope
from partners.organisations.errors import OrganisationNotFound, StandingMoveIllegal
from partners.organisations.models import Kind, Organisation, Standing
from partners.organisations.schemas import OrganisationSchema, StandingRequestSchema
from partners.organisations.services.change_standing import change_standing

blueprint = Blueprint(
    "organisations",
    __name__,
    url_prefix="/v1/organisations",
    description="Suspend and reinstate organisations.",
)


@blueprint.route("/<uuid:organisation_id>/suspension")
class Suspension(MethodView):
    @require_scope("programme:manage", kind=Kind.OPERATOR)
    @blueprint.arguments(StandingRequestSchema)
    @blueprint.response(200, OrganisationSchema)
    @blueprint.refusals(OrganisationNotFound, StandingMoveIllegal)
    def post(self, body: dict[str, str], organisation_id: UUID) -> Organisation:
        """Suspend an organisation.

        From its next request on nothing is done for its clients, and nobody can link
        an account to it. What it sold before stays valid.
        """
        return _move(organisation_id, Standing.SUSPENDED, body["reason"])


@blueprint.route("/<uuid:organisation_id>/reinstatement")
class Reinstatement(MethodView):
    @require_scope("programme:manage", kind=Kind.OPERATOR)
    @blueprint.arguments(StandingRequestSchema)
    @blueprint.response(200, OrganisationSchema)
    @blueprint.refusals(OrganisationNotFound, StandingMoveIllegal)
    def post(self, body: dict[str, str], organisation_id: UUID) -> Organisation:
        """Lift a suspension.

        Tokens that have not expired in the meantime work again at once.
        """
        return _move(organisation_id, Standing.APPROVED, body["reason"])


def _move(organisation_id: UUID, standing: Standing, reason: str) -> Organisation:
    with unit_of_work("organisations.change_standing") as session:
        return change_standing(
            session,
            organisation_id=organisation_id,
            standing=standing,
            reason=reason,
            at=now(),
        )
