"""/v1/events: the same facts as the webhooks, for those who poll."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_caller, require_scope
from partners.feed.errors import EventNotFound
from partners.feed.models import FeedEntry
from partners.feed.queries import events_for, find_event
from partners.feed.schemas import EventPageSchema, EventQuerySchema, EventSchema
from partners.feed.views import EventView, show_event

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
    def get(self, query: dict[str, Any]) -> Page[EventView]:
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
            page = paginate(
                session,
                selected.add_columns(FeedEntry.sequence),
                [Key(FeedEntry.sequence, "sequence")],
                limit=query["limit"],
                cursor=query["cursor"],
                scalars=False,
            )
            shown = [show_event(event, entry) for entry, event, _ in page.items]
            return Page(shown, page.next_cursor)


@blueprint.route("/<uuid:event_id>")
class OneEvent(MethodView):
    @require_scope("events:read")
    @blueprint.response(200, EventSchema)
    @blueprint.refusals(EventNotFound)
    def get(self, event_id: UUID) -> EventView:
        """Read one event that concerns your organisation."""
        with reading("events.show") as session:
            entry, event = find_event(
                session, event_id, organisation_id=current_caller().organisation_id
            )
            return show_event(event, entry)
