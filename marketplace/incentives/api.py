"""A participant's incentives."""

from typing import Any

from flask.views import MethodView

from core.unit_of_work import reading
from marketplace.incentives.conditions import STATUS_WORDS
from marketplace.incentives.queries import ConditionView, IncentiveView, incentives_of
from marketplace.incentives.schemas import IncentivesSchema
from marketplace.payments.api import reason_as_wire
from openapi.blueprint import Blueprint
from openapi.problems import locale
from openapi.security import current_person, require_scope

blueprint = Blueprint(
    "incentives",
    __name__,
    url_prefix="/v1/me/incentives",
    description="What a participant has earned, and what is missing.",
)


@blueprint.route("")
class Incentives(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.response(200, IncentivesSchema)
    def get(self) -> dict[str, Any]:
        """List your incentives with every condition, met or not, and the next date."""
        with reading("incentives.list") as session:
            views = incentives_of(session, current_person())
        return {"items": [_as_wire(view) for view in views]}


def _as_wire(view: IncentiveView) -> dict[str, Any]:
    entitlement = view.entitlement
    return {
        "incentive_id": entitlement.id,
        "kind": entitlement.kind,
        "number": entitlement.number,
        "amount": entitlement.amount,
        "status": entitlement.status,
        "status_text": STATUS_WORDS[entitlement.status].in_(locale()),
        "created_at": entitlement.created_at,
        "due_at": entitlement.due_at,
        "paid_at": entitlement.paid_at,
        "conditions": [_condition_as_wire(one) for one in view.conditions],
        "failure": reason_as_wire(view.failure),
    }


def _condition_as_wire(view: ConditionView) -> dict[str, Any]:
    met_at = view.condition.met_at
    return {
        "name": view.condition.name,
        "title": view.words.title.in_(locale()),
        "met": met_at is not None,
        "met_at": met_at,
        "how_to_meet": None if met_at else view.words.how_to_meet.in_(locale()),
    }
