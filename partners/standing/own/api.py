"""The right of reply over the API, for the organisation's own staff."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Page, PageArgumentsSchema
from openapi.security import current_person
from partners.staff.access import require_staff
from partners.staff.rules import Permission
from partners.standing import errors
from partners.standing.api import page_of
from partners.standing.models import SanctionReply
from partners.standing.queries import sanctions_of
from partners.standing.schemas import (
    OwnSanctionPageSchema,
    ReplyRequestSchema,
    ReplySchema,
)
from partners.standing.services.reply import file_reply
from partners.standing.views import SanctionView

blueprint = Blueprint(
    "own-sanctions",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/sanctions",
    description="What an organisation is told of its sanctions, and its reply.",
)


@blueprint.route("")
class OwnSanctions(MethodView):
    @require_staff(Permission.ORGANISATION_READ)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, OwnSanctionPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[SanctionView]:
        """List the sanctions of your organisation, the newest first."""
        with reading("sanctions.own") as session:
            return page_of(session, sanctions_of(organisation_id), page)


@blueprint.route("/<uuid:sanction_id>/reply")
class SanctionReplies(MethodView):
    @require_staff(Permission.STANDING_REPLY, while_stopped=True)
    @blueprint.arguments(ReplyRequestSchema)
    @blueprint.response(201, ReplySchema)
    @blueprint.refusals(
        errors.SanctionNotFound, errors.ReplyTooLate, errors.ReplyAlreadyFiled
    )
    def post(
        self, body: dict[str, str], organisation_id: UUID, sanction_id: UUID
    ) -> SanctionReply:
        """Reply to a sanction, once, by `reply_due_at`.

        Also while your organisation is suspended.
        """
        with unit_of_work("sanctions.reply") as session:
            return file_reply(
                session,
                sanction_id=sanction_id,
                organisation_id=organisation_id,
                text=body["text"],
                by=current_person(),
                at=now(),
            )
