"""An organisation's staff over the API, for its owners."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import (
    InvalidCursor,
    Key,
    Page,
    PageArgumentsSchema,
    paginate,
)
from partners.accounts.errors import EmailUnusable
from partners.accounts.models import Account
from partners.staff import errors
from partners.staff.access import require_staff
from partners.staff.models import Invitation, Seat
from partners.staff.queries import (
    Colleague,
    OpenInvitation,
    colleague_of,
    invitations_of,
    open_invitation,
    staff_of,
)
from partners.staff.rules import Permission
from partners.staff.schemas import (
    InvitationPageSchema,
    InvitationRequestSchema,
    InvitationSchema,
    RolesSchema,
    StaffPageSchema,
    StaffSeatSchema,
)
from partners.staff.services.invite import invite, send_again, take_back
from partners.staff.services.seats import change_roles, end_seat
from partners.staff.web import current_staff

blueprint = Blueprint(
    "organisation-staff",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>",
    description="Who works for an organisation: seats, roles and invitations.",
)


@blueprint.route("/staff")
class StaffSeats(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, StaffPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[Colleague]:
        """List the staff of your organisation, those who came first at the top."""
        keys = [Key(Seat.appointed_at, "appointed_at"), Key(Seat.id, "id")]
        query = staff_of(organisation_id).add_columns(Seat.appointed_at, Seat.id)
        with reading("staff.list") as session:
            found = paginate(session, query, keys, **page, scalars=False)
            return Page(
                [colleague_of(session, row.Seat, row.Account) for row in found.items],
                found.next_cursor,
            )


@blueprint.route("/staff/<uuid:seat_id>")
class OneStaffSeat(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(RolesSchema)
    @blueprint.response(200, StaffSeatSchema)
    @blueprint.refusals(
        errors.SeatNotFound,
        errors.RoleNotHere,
        errors.OwnRolesUpwards,
        errors.LastOwner,
    )
    def patch(
        self, body: dict[str, Any], organisation_id: UUID, seat_id: UUID
    ) -> Colleague:
        """Give somebody other roles, from her next request on.

        She is told by mail. Nobody gives herself a role, and an organisation keeps an
        owner.
        """
        staff = current_staff()
        with unit_of_work("staff.change_roles") as session:
            seat = change_roles(
                session,
                staff.organisation,
                seat_id,
                roles=body["roles"],
                by=staff.seat.account_id,
                at=now(),
            )
            return _colleague(session, seat)

    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(204)
    @blueprint.refusals(errors.SeatNotFound, errors.LastOwner)
    def delete(self, organisation_id: UUID, seat_id: UUID) -> None:
        """End somebody's seat, from her next request on.

        She is told by mail, and the invitations that she sent are taken back. What she
        did stays on record.
        """
        staff = current_staff()
        with unit_of_work("staff.end_seat") as session:
            end_seat(
                session,
                staff.organisation,
                seat_id,
                by=staff.seat.account_id,
                at=now(),
            )


@blueprint.route("/staff-invitations")
class StaffInvitations(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, InvitationPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[OpenInvitation]:
        """List the invitations that were neither accepted nor taken back."""
        keys = [Key(Invitation.created_at, "created_at"), Key(Invitation.id, "id")]
        with reading("staff.invitations") as session:
            found = paginate(session, invitations_of(organisation_id), keys, **page)
            return Page(
                [open_invitation(session, each) for each in found.items],
                found.next_cursor,
            )

    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(InvitationRequestSchema)
    @blueprint.response(201, InvitationSchema)
    @blueprint.refusals(
        EmailUnusable,
        errors.RoleNotHere,
        errors.AlreadyOnTheStaff,
        errors.AlreadyInvited,
        errors.TooManyInvitations,
    )
    def post(self, body: dict[str, Any], organisation_id: UUID) -> OpenInvitation:
        """Invite somebody by mail.

        The link in the letter works once, for seven days, and only for whoever signs in
        or registers with that address.
        """
        staff = current_staff()
        with unit_of_work("staff.invite") as session:
            made = invite(
                session,
                staff.organisation,
                **body,
                by=staff.seat.account_id,
                at=now(),
            )
            return open_invitation(session, made)


@blueprint.route("/staff-invitations/<uuid:invitation_id>")
class OneStaffInvitation(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(204)
    @blueprint.refusals(errors.InvitationNotFound)
    def delete(self, organisation_id: UUID, invitation_id: UUID) -> None:
        """Take an invitation back; its link is dead."""
        staff = current_staff()
        with unit_of_work("staff.take_back") as session:
            take_back(
                session,
                staff.organisation,
                invitation_id,
                by=staff.seat.account_id,
                at=now(),
            )


@blueprint.route("/staff-invitations/<uuid:invitation_id>/sending")
class StaffInvitationLetters(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(200, InvitationSchema)
    @blueprint.refusals(errors.InvitationNotFound, errors.LetterTooSoon)
    def post(self, organisation_id: UUID, invitation_id: UUID) -> OpenInvitation:
        """Send an invitation again, with a new link that is good for seven days."""
        with unit_of_work("staff.send_again") as session:
            sent = send_again(
                session, current_staff().organisation, invitation_id, at=now()
            )
            return open_invitation(session, sent)


def _colleague(session: Session, seat: Seat) -> Colleague:
    return colleague_of(session, seat, session.get_one(Account, seat.account_id))
