"""The page on which an owner looks after the organisation's staff."""

from uuid import UUID

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Conflict, Malformed, Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import in_words
from partners.staff.errors import RoleNotHere
from partners.staff.forms import InviteForm, RolesForm
from partners.staff.models import Invitation, Seat
from partners.staff.pages import blueprint, role_names
from partners.staff.portal import Section, add_section
from partners.staff.queries import (
    Colleague,
    OpenInvitation,
    colleague_of,
    invitations_of,
    open_invitation,
    staff_of,
)
from partners.staff.reviews.queries import open_review
from partners.staff.rules import Permission
from partners.staff.services.invite import invite, send_again, take_back
from partners.staff.services.seats import change_roles, end_seat
from partners.staff.web import current_staff, for_staff

PAGE = "/partner/<code>/staff"
SHOWN = 200

add_section(Section("staff", Text("Staff", "Staf"), Permission.STAFF_MANAGE))


@blueprint.get(PAGE)
@for_staff(Permission.STAFF_MANAGE)
def staff_page() -> str:
    """Who works here, and who is invited."""
    return _page(InviteForm(_kinds(), formdata=None))


@blueprint.get(f"{PAGE}/invitations")
@blueprint.get(f"{PAGE}/invitations/<uuid:item_id>/sending")
@blueprint.get(f"{PAGE}/invitations/<uuid:item_id>/taking-back")
@blueprint.get(f"{PAGE}/<uuid:item_id>/roles")
@blueprint.get(f"{PAGE}/<uuid:item_id>/end")
@for_staff(Permission.STAFF_MANAGE)
def after_change(item_id: UUID | None = None) -> Response:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return _back()


@blueprint.post(f"{PAGE}/invitations")
@for_staff(Permission.STAFF_MANAGE)
def invite_person() -> Response | tuple[str, int]:
    """Invite somebody by mail."""
    form, staff = InviteForm(_kinds()), current_staff()
    if not form.validate():
        return _page(form), 422
    try:
        with unit_of_work("staff.invite") as session:
            invite(
                session,
                staff.organisation,
                email=form.email.data or "",
                roles=form.roles.data or [],
                locale=form.locale.data,
                by=staff.seat.account_id,
                at=now(),
            )
    except (Malformed, Conflict) as refusal:
        return _page(form, refusal), status_of(type(refusal))
    flash(_("The invitation is on its way."))
    return _back()


@blueprint.post(f"{PAGE}/invitations/<uuid:invitation_id>/sending")
@for_staff(Permission.STAFF_MANAGE)
def send_invitation_again(invitation_id: UUID) -> Response:
    """Send another letter; the link in the one before is dead."""
    with unit_of_work("staff.send_again") as session:
        send_again(session, current_staff().organisation, invitation_id, at=now())
    flash(_("The invitation is on its way again."))
    return _back()


@blueprint.post(f"{PAGE}/invitations/<uuid:invitation_id>/taking-back")
@for_staff(Permission.STAFF_MANAGE)
def take_invitation_back(invitation_id: UUID) -> Response:
    """Take an invitation back."""
    staff = current_staff()
    with unit_of_work("staff.take_back") as session:
        take_back(
            session,
            staff.organisation,
            invitation_id,
            by=staff.seat.account_id,
            at=now(),
        )
    flash(_("The invitation was taken back."))
    return _back()


@blueprint.post(f"{PAGE}/<uuid:seat_id>/roles")
@for_staff(Permission.STAFF_MANAGE)
def change_roles_of(seat_id: UUID) -> Response:
    """Give somebody other roles."""
    form, staff = RolesForm(_kinds()), current_staff()
    if not form.validate():
        raise RoleNotHere(role="")
    with unit_of_work("staff.change_roles") as session:
        change_roles(
            session,
            staff.organisation,
            seat_id,
            roles=form.roles.data or [],
            by=staff.seat.account_id,
            at=now(),
        )
    flash(_("The roles were changed."))
    return _back()


@blueprint.post(f"{PAGE}/<uuid:seat_id>/end")
@for_staff(Permission.STAFF_MANAGE)
def end_seat_of(seat_id: UUID) -> Response:
    """End somebody's seat; one's own leads away from here."""
    staff = current_staff()
    with unit_of_work("staff.end_seat") as session:
        end_seat(
            session,
            staff.organisation,
            seat_id,
            by=staff.seat.account_id,
            at=now(),
        )
    flash(_("The seat was ended."))
    return redirect("/partner", 303) if seat_id == staff.seat.id else _back()


def _page(form: InviteForm, refusal: Refusal | None = None) -> str:
    organisation = current_staff().organisation
    with reading("staff.page") as session:
        colleagues = _colleagues(session, organisation.id)
        invitations = _invitations(session, organisation.id)
        review = open_review(session, organisation.id)
    if form.email.data is None:
        form.locale.data = "id"
    return render_template(
        "staff/staff.html",
        organisation=organisation,
        own_seat=current_staff().seat,
        form=form,
        refusal=in_words(refusal) if refusal else None,
        colleagues=[(each, role_names(each.seat.roles)) for each in colleagues],
        invitations=[(each, role_names(each.invitation.roles)) for each in invitations],
        review=review,
        at=now(),
    )


def _colleagues(session: Session, organisation_id: UUID) -> list[Colleague]:
    rows = session.execute(
        staff_of(organisation_id).order_by(Seat.appointed_at, Seat.id).limit(SHOWN)
    )
    return [colleague_of(session, seat, account) for seat, account in rows]


def _invitations(session: Session, organisation_id: UUID) -> list[OpenInvitation]:
    rows = session.scalars(
        invitations_of(organisation_id)
        .order_by(Invitation.created_at, Invitation.id)
        .limit(SHOWN)
    )
    return [open_invitation(session, row) for row in rows]


def _kinds() -> list[str]:
    return current_staff().organisation.kinds


def _back() -> Response:
    return redirect(f"/partner/{current_staff().organisation.code}/staff", 303)
