"""What followed from a sanction, and what an organisation is owed."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.unit_of_work import reading
from marketplace.consequences.queries import (
    Consequences,
    balances_of,
    consequences_of,
    transfers_of,
)
from marketplace.consequences.schemas import (
    ConsequencesSchema,
    OwedBalancesSchema,
    TransferPageSchema,
)
from marketplace.transfers.models import Transfer
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from partners.staff.access import require_operator, require_staff
from partners.staff.rules import Permission
from partners.staff.web import current_staff
from partners.standing.errors import SanctionNotFound
from partners.standing.queries import find_sanction

blueprint = Blueprint(
    "consequences",
    __name__,
    url_prefix="/v1",
    description="What follows from sanctions, for learners, sellers and money.",
)


@blueprint.route("/sanctions/<uuid:sanction_id>/consequences")
class SanctionConsequences(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.response(200, ConsequencesSchema)
    @blueprint.refusals(SanctionNotFound)
    def get(self, sanction_id: UUID) -> Consequences:
        """Read how far the consequences of a sanction are worked off."""
        with reading("consequences.read") as session:
            find_sanction(session, sanction_id)
            return consequences_of(session, sanction_id)


@blueprint.route("/sanctions/<uuid:sanction_id>/transfers")
class SanctionTransfers(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, TransferPageSchema)
    @blueprint.refusals(InvalidCursor, SanctionNotFound)
    def get(self, page: dict[str, Any], sanction_id: UUID) -> Page[Any]:
        """List the learners whose class a sanction interrupted."""
        with reading("consequences.transfers") as session:
            find_sanction(session, sanction_id)
            return paginate(
                session,
                transfers_of(sanction_id),
                [Key(Transfer.id, "id")],
                scalars=False,
                **page,
            )


@blueprint.route("/organisations/<uuid:organisation_id>/balances")
class OwedBalances(MethodView):
    @require_staff(Permission.FINANCE_READ)
    @blueprint.response(200, OwedBalancesSchema)
    def get(self, organisation_id: UUID) -> dict[str, Any]:
        """Read what your organisation is owed, and what of it is held."""
        with reading("consequences.balances") as session:
            return {"balances": balances_of(session, current_staff().organisation)}
