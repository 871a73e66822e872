"""/v1/events: the same facts as the webhooks, for those who poll."""

from typing import Any

from flask.views import MethodView

from core.events import StoredEvent
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_caller, require_scope
from partners.feed.queries import events_for
from partners.feed.schemas import EventPageSchema, EventQuerySchema

blueprint = Blueprint(
    "events",
    __name__,
    url_prefix="/v1/events",
    description="What happened, in an order that a reader can follow.",
)


@blueprint.route("")
class Events(MethodView):
    @require_scope("events:read")
    @blueprint.arguments(EventQuerySchema, location="query")
    @blueprint.response(200, EventPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[StoredEvent]:
        """Read the events that concern your organisation, oldest first.

        To follow them, ask again with `after` set to the last sequence that you have
        read: an event never appears below one that you have seen. New events are here
        within seconds.
        """
        with reading("events.list") as session:
            selected = events_for(
                current_caller().organisation_id,
                after=query["after"],
                topics=query["types"],
            )
            return paginate(
                session,
                selected,
                [Key(StoredEvent.sequence, "sequence")],
                limit=query["limit"],
                cursor=query["cursor"],
            )
