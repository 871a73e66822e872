"""The register over the API, for the operator's staff."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.security import current_person
from partners.conflicts import errors
from partners.conflicts.identity import Party
from partners.conflicts.models import (
    DisputeOutcome,
    OrganisationTie,
    Purpose,
    Source,
    StaffInterest,
    TieKind,
)
from partners.conflicts.overview import members_of
from partners.conflicts.queries import find_tie, live_ties
from partners.conflicts.rules import TieDraft
from partners.conflicts.schemas import (
    ConflictAnswerSchema,
    ConflictGroupSchema,
    ConflictQuestionSchema,
    DisputeAnswerSchema,
    OperatorTiePageSchema,
    OperatorTieSchema,
    StaffIdentityRequestSchema,
    StaffIdentitySchema,
    StaffInterestRequestSchema,
    StaffInterestSchema,
    TieEndSchema,
    TieQuerySchema,
    TieRequestSchema,
)
from partners.conflicts.services.dispute import DisputeAnswer, answer_dispute
from partners.conflicts.services.guard import check_conflict, refuse_tied_staff
from partners.conflicts.services.record import add_tie, end_tie
from partners.conflicts.services.staff import declare_interest, give_identity
from partners.conflicts.views import TieView, tie_views
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "conflicts",
    __name__,
    url_prefix="/v1",
    description="The register of conflicts of interest.",
)

MANAGE = Permission.CONFLICTS_MANAGE


@blueprint.route("/ties")
class RegisterTies(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(TieQuerySchema, location="query")
    @blueprint.response(200, OperatorTiePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[TieView]:
        """List ties that are in force, of one organisation or of all."""
        wanted = live_ties(query.pop("organisation_id"))
        with reading("conflicts.ties") as session:
            return tie_page(session, wanted, query)

    @require_operator(MANAGE)
    @blueprint.arguments(TieRequestSchema)
    @idempotent(blueprint, 201, OperatorTieSchema, operation="conflicts.add_tie")
    @blueprint.refusals(
        OrganisationNotFound,
        errors.RegisterTieUnfit,
        errors.TooManyRegisterTies,
        errors.StaffTied,
    )
    def post(self, body: dict[str, Any], *, session: Session) -> TieView:
        """Enter a tie that the operator knows of. It acts from now on."""
        refuse_tied_staff(session, current_person(), body["organisation_id"])
        draft = draft_of(
            body,
            organisation_id=body["organisation_id"],
            source=Source.OPERATOR,
            note=body["source"],
        )
        tie = add_tie(
            session,
            draft,
            by=current_person(),
            at=now(),
            zone=current_app.extensions["settings"].zone,
        )
        return tie_views(session, [tie])[0]


@blueprint.route("/ties/<uuid:tie_id>/end")
class TieEnd(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(TieEndSchema)
    @blueprint.response(200, OperatorTieSchema)
    @blueprint.refusals(errors.TieNotFound, errors.StaffTied)
    def post(self, body: dict[str, str], tie_id: UUID) -> TieView:
        """End a tie that is over or was wrong."""
        with unit_of_work("conflicts.end_tie") as session:
            tie = find_tie(session, tie_id, lock=True)
            refuse_tied_staff(session, current_person(), tie.organisation_id)
            view = tie_views(session, [tie])[0]
            end_tie(session, tie, reason=body["reason"], by=current_person(), at=now())
            return view


@blueprint.route("/ties/<uuid:tie_id>/dispute-answer")
class TieDisputeAnswer(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(DisputeAnswerSchema)
    @blueprint.response(200, OperatorTieSchema)
    @blueprint.refusals(errors.TieNotFound, errors.NoDispute, errors.StaffTied)
    def post(self, body: dict[str, str], tie_id: UUID) -> TieView:
        """Answer an organisation's dispute; an accepted one ends the tie."""
        answer = DisputeAnswer(DisputeOutcome(body["outcome"]), body["text"])
        with unit_of_work("conflicts.answer_dispute") as session:
            tie = find_tie(session, tie_id)
            answer_dispute(
                session, tie_id=tie_id, answer=answer, by=current_person(), at=now()
            )
            return tie_views(session, [tie])[0]


@blueprint.route("/organisations/<uuid:organisation_id>/conflict-group")
class ConflictGroup(MethodView):
    @require_operator(MANAGE)
    @blueprint.response(200, ConflictGroupSchema)
    @blueprint.refusals(OrganisationNotFound)
    def get(self, organisation_id: UUID) -> dict[str, Any]:
        """Read who is of one group with an organisation, and how."""
        with reading("conflicts.group") as session:
            if session.get(Organisation, organisation_id) is None:
                raise OrganisationNotFound
            members = members_of(session, organisation_id)
        language = locale()
        return {
            "members": [
                {"organisation": each.organisation, "way": each.way.in_(language)}
                for each in members
            ]
        }


@blueprint.route("/conflict-checks")
class ConflictChecks(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(ConflictQuestionSchema)
    @blueprint.response(200, ConflictAnswerSchema)
    @blueprint.refusals(OrganisationNotFound)
    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Ask whether a tie stands between two organisations. Changes nothing."""
        asked = {body["organisation_id"], body["other_organisation_id"]}
        with reading("conflicts.check") as session:
            known = select(func.count()).where(Organisation.id.in_(asked))
            if session.scalar(known) != len(asked):
                raise OrganisationNotFound
            finding = check_conflict(
                session,
                body["organisation_id"],
                body["other_organisation_id"],
                purpose=Purpose(body["purpose"]),
            )
        tie = finding.tie
        return {
            "refused": finding.refused,
            "waived": finding.waived,
            "tie": None if tie is None else tie.in_(locale()),
        }


@blueprint.route("/staff-interests")
class StaffInterests(MethodView):
    @require_operator(Permission.ORGANISATION_READ)
    @blueprint.arguments(StaffInterestRequestSchema)
    @blueprint.response(201, StaffInterestSchema)
    @blueprint.refusals(OrganisationNotFound)
    def post(self, body: dict[str, Any]) -> StaffInterest:
        """Say that you have an interest in a partner: you do not decide about it."""
        with unit_of_work("conflicts.declare_interest") as session:
            return declare_interest(session, current_person(), **body, at=now())


@blueprint.route("/staff-identity")
class StaffIdentity(MethodView):
    @require_operator(Permission.ORGANISATION_READ)
    @blueprint.arguments(StaffIdentityRequestSchema)
    @blueprint.response(200, StaffIdentitySchema)
    @blueprint.refusals(errors.RegisterTieUnfit)
    def put(self, body: dict[str, Any]) -> dict[str, int]:
        """Let the register recognise you among the people of partners."""
        with unit_of_work("conflicts.give_identity") as session:
            keys = give_identity(
                session,
                current_person(),
                **body,
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
        return {"keys": keys}


def draft_of(
    body: dict[str, Any],
    *,
    organisation_id: UUID,
    source: Source,
    note: str | None = None,
) -> TieDraft:
    """A tie from what a schema or a form has read."""
    return TieDraft(
        organisation_id=organisation_id,
        kind=TieKind(body["kind"]),
        party=Party(
            is_person=body["is_person"],
            name=body["name"],
            number=body["number"],
            birth_date=body["birth_date"],
        ),
        label=body["label"],
        other=body["organisation"],
        share_bps=body["share_bps"],
        source=source,
        note=note,
    )


def tie_page(session: Session, wanted: Any, page: dict[str, Any]) -> Page[TieView]:
    """One page of ties, the newest first, with what of them may be shown."""
    found = paginate(
        session, wanted, [Key(OrganisationTie.id, "id", descending=True)], **page
    )
    return Page(tie_views(session, found.items), found.next_cursor)
