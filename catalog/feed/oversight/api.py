"""Removals that wait for a person, over the API, for the operator's staff."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from catalog.feed.errors import HoldIsOver, HoldNotFound
from catalog.feed.models import CatalogHold
from catalog.feed.queries import all_holds, find_hold
from catalog.feed.rules import Guard
from catalog.feed.schemas import (
    CatalogHoldPageSchema,
    CatalogHoldSchema,
    HoldDecisionSchema,
    HoldQuerySchema,
)
from catalog.feed.services.decide import reject_hold, release_hold
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_person
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "catalog-holds",
    __name__,
    url_prefix="/v1/catalog/holds",
    description="Removals from a platform's feed that wait for a person's word.",
)

MANAGE = Permission.PROGRAMME_MANAGE
NEWEST_FIRST = [Key(CatalogHold.id, "id", descending=True)]


def guard_in_force() -> Guard:
    """The guard as this deployment is set."""
    settings = current_app.extensions["settings"]
    return Guard(settings.catalog_guard_bps, settings.catalog_guard_items)


@blueprint.route("")
class CatalogHolds(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(HoldQuerySchema, location="query")
    @blueprint.response(200, CatalogHoldPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Any]:
        """List what is and was held, the newest first."""
        wanted = all_holds(state=query.pop("state"))
        with reading("catalog_holds.list") as session:
            return paginate(session, wanted, NEWEST_FIRST, **query, scalars=False)


@blueprint.route("/<uuid:hold_id>/release")
class HoldRelease(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(HoldDecisionSchema)
    @blueprint.response(200, CatalogHoldSchema)
    @blueprint.refusals(HoldNotFound, HoldIsOver)
    def post(self, body: dict[str, str], hold_id: UUID) -> Any:
        """Publish the removals: the set may become this small."""
        with unit_of_work("catalog_holds.release") as session:
            release_hold(
                session,
                hold_id,
                note=body["note"],
                by=current_person(),
                guard=guard_in_force(),
                at=now(),
            )
            return find_hold(session, hold_id)


@blueprint.route("/<uuid:hold_id>/rejection")
class HoldRejection(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(HoldDecisionSchema)
    @blueprint.response(200, CatalogHoldSchema)
    @blueprint.refusals(HoldNotFound, HoldIsOver)
    def post(self, body: dict[str, str], hold_id: UUID) -> Any:
        """Keep the courses in the set, as they left the tables by mistake.

        Mend the tables: what is not mended is held anew by the next nightly check.
        """
        with unit_of_work("catalog_holds.reject") as session:
            reject_hold(
                session, hold_id, note=body["note"], by=current_person(), at=now()
            )
            return find_hold(session, hold_id)
