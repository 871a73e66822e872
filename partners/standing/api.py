"""Deciding sanctions, for the operator's staff; seeing and answering them, for the
organisation's."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.security import current_person
from partners.conflicts.errors import StaffTied
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Kind
from partners.staff.access import require_operator
from partners.staff.rules import Permission
from partners.standing import errors
from partners.standing.ladder import ladder
from partners.standing.models import (
    ChangeAct,
    Outcome,
    Sanction,
    SanctionChange,
    Scope,
    Severity,
)
from partners.standing.queries import all_sanctions, find_sanction
from partners.standing.rules import Draft
from partners.standing.schemas import (
    AnswerRequestSchema,
    ChangeRequestSchema,
    DecisionSchema,
    LadderSchema,
    SanctionChangeSchema,
    SanctionPageSchema,
    SanctionQuerySchema,
    SanctionRequestSchema,
    SanctionSchema,
)
from partners.standing.services.change import decide_change, propose_change
from partners.standing.services.confirm import confirm_sanction, decline_sanction
from partners.standing.services.propose import propose_sanction
from partners.standing.services.reply import Answer, answer_reply
from partners.standing.views import SanctionView, view_of, views_of

blueprint = Blueprint(
    "sanctions",
    __name__,
    url_prefix="/v1",
    description="Sanctions: decided by two people, replied to, lifted.",
)


def programme_zone() -> ZoneInfo:
    """The zone in which days begin and end."""
    zone: ZoneInfo = current_app.extensions["settings"].zone
    return zone


@blueprint.route("/sanction-ladder")
class SanctionLadder(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.response(200, LadderSchema)
    def get(self) -> dict[str, Any]:
        """Read the ladder of sanctions, with the reasons that can be given."""
        steps = ladder()
        language = locale()
        return {
            "version": steps.version,
            "emergency_hours": steps.emergency_hours,
            "steps": [
                {"severity": severity, **vars(step)}
                for severity, step in steps.steps.items()
            ],
            "rungs": [
                {"scope": scope, "severity": severity, "stops": stops}
                for (scope, severity), stops in steps.stops.items()
            ],
            "reasons": [
                {
                    "code": code,
                    "text": reason.words.in_(language),
                    "legal_ground": reason.ground.in_(language),
                }
                for code, reason in steps.reasons.items()
            ],
        }


@blueprint.route("/sanctions")
class Sanctions(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(SanctionQuerySchema, location="query")
    @blueprint.response(200, SanctionPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[SanctionView]:
        """List sanctions, the newest first."""
        wanted = all_sanctions(
            organisation_id=query.pop("organisation_id"), state=query.pop("state")
        )
        with reading("sanctions.list") as session:
            return page_of(session, wanted, query)

    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(SanctionRequestSchema)
    @idempotent(blueprint, 201, SanctionSchema, operation="sanctions.propose")
    @blueprint.refusals(OrganisationNotFound, errors.SanctionUnfit, StaffTied)
    def post(self, body: dict[str, Any], *, session: Session) -> SanctionView:
        """Propose a sanction.

        A warning and an emergency stop are in force at once; everything else waits for
        a second person.
        """
        sanction = propose_sanction(
            session,
            draft_of(body),
            by=current_person(),
            at=now(),
            zone=programme_zone(),
        )
        return view_of(session, sanction)


@blueprint.route("/sanctions/<uuid:sanction_id>")
class OneSanction(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.response(200, SanctionSchema)
    @blueprint.refusals(errors.SanctionNotFound)
    def get(self, sanction_id: UUID) -> SanctionView:
        """Read a sanction with its reply."""
        with reading("sanctions.read") as session:
            return view_of(session, find_sanction(session, sanction_id))


@blueprint.route("/sanctions/<uuid:sanction_id>/decision")
class SanctionDecision(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(DecisionSchema)
    @blueprint.response(200, SanctionSchema)
    @blueprint.refusals(
        errors.SanctionNotFound,
        errors.SanctionMoveIllegal,
        errors.SecondPersonNeeded,
        StaffTied,
        errors.SanctionUnfit,
    )
    def post(self, body: dict[str, Any], sanction_id: UUID) -> SanctionView:
        """Decide about a proposed sanction, as the second person.

        Agreeing puts it in force, or confirms an emergency stop so that it does not
        lapse. Not agreeing ends a proposal; an emergency stop is lifted instead.
        """
        with unit_of_work("sanctions.decide") as session:
            if body["agrees"]:
                sanction = confirm_sanction(
                    session,
                    sanction_id=sanction_id,
                    by=current_person(),
                    at=now(),
                    zone=programme_zone(),
                )
            else:
                sanction = decline_sanction(
                    session,
                    sanction_id=sanction_id,
                    reason=body["reason"],
                    by=current_person(),
                    at=now(),
                )
            return view_of(session, sanction)


@blueprint.route("/sanctions/<uuid:sanction_id>/changes")
class SanctionChanges(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(ChangeRequestSchema)
    @blueprint.response(201, SanctionChangeSchema)
    @blueprint.refusals(
        errors.SanctionNotFound,
        errors.SanctionMoveIllegal,
        errors.SanctionUnfit,
        errors.ChangeAlreadyOpen,
        StaffTied,
    )
    def post(self, body: dict[str, Any], sanction_id: UUID) -> SanctionChange:
        """Propose to lift or shorten a sanction.

        Made at once for a warning and for an emergency stop that nobody has confirmed.
        """
        with unit_of_work("sanctions.propose_change") as session:
            return propose_change(
                session,
                sanction_id=sanction_id,
                act=ChangeAct(body["act"]),
                reason=body["reason"],
                ends_on=body["ends_on"],
                by=current_person(),
                at=now(),
                zone=programme_zone(),
            )


@blueprint.route("/sanctions/<uuid:sanction_id>/changes/<uuid:change_id>/decision")
class SanctionChangeDecision(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(DecisionSchema)
    @blueprint.response(200, SanctionChangeSchema)
    @blueprint.refusals(
        errors.SanctionNotFound,
        errors.ChangeNotFound,
        errors.SecondPersonNeeded,
        StaffTied,
        errors.SanctionMoveIllegal,
        errors.SanctionUnfit,
    )
    def post(
        self, body: dict[str, Any], sanction_id: UUID, change_id: UUID
    ) -> SanctionChange:
        """Decide about a proposal to lift or shorten, as the second person."""
        with unit_of_work("sanctions.decide_change") as session:
            return decide_change(
                session,
                sanction_id=sanction_id,
                change_id=change_id,
                agrees=body["agrees"],
                by=current_person(),
                at=now(),
            )


@blueprint.route("/sanctions/<uuid:sanction_id>/answer")
class ReplyAnswer(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(AnswerRequestSchema)
    @blueprint.response(200, SanctionSchema)
    @blueprint.refusals(
        errors.SanctionNotFound,
        errors.NoReplyWaits,
        errors.SanctionMoveIllegal,
        errors.SanctionUnfit,
        errors.ChangeAlreadyOpen,
        StaffTied,
    )
    def post(self, body: dict[str, Any], sanction_id: UUID) -> SanctionView:
        """Answer the organisation's reply."""
        answer = Answer(Outcome(body["outcome"]), body["text"], body["ends_on"])
        with unit_of_work("sanctions.answer") as session:
            answer_reply(
                session,
                sanction_id=sanction_id,
                answer=answer,
                by=current_person(),
                at=now(),
                zone=programme_zone(),
            )
            return view_of(session, find_sanction(session, sanction_id))


def draft_of(body: dict[str, Any]) -> Draft:
    """A draft from what a schema or a form has read."""
    kind = body["kind"]
    return Draft(
        organisation_id=body["organisation_id"],
        severity=Severity(body["severity"]),
        scope=Scope(body["scope"]),
        kind=None if kind is None else Kind(kind),
        client_id=body["client_id"],
        course_ids=tuple(dict.fromkeys(body["course_ids"])),
        reason_code=body["reason_code"],
        reason=body["reason"],
        legal_ground=body["legal_ground"],
        evidence=tuple(body["evidence"]),
        starts_on=body["starts_on"],
        ends_on=body["ends_on"],
        emergency=body["emergency"],
    )


def page_of(session: Session, wanted: Any, page: dict[str, Any]) -> Page[SanctionView]:
    """One page of sanctions, newest first, with what belongs to them."""
    found = paginate(session, wanted, [Key(Sanction.id, "id", descending=True)], **page)
    return Page(views_of(session, found.items), found.next_cursor)
