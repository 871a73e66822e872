"""The pages on which an application begins, and the list of an organisation's own."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.web import (
    PageBlueprint,
    for_people,
    in_words,
    signed_in_account,
)
from partners.onboarding.api import zone
from partners.onboarding.models import PartnerApplication
from partners.onboarding.queries import (
    applications_of,
)
from partners.onboarding.services.clock import local_day
from partners.onboarding.services.start import (
    start_application,
    start_with_new_organisation,
)
from partners.onboarding.shipped import kinds_on_offer, requirement_in_force
from partners.organisations.models import Organisation
from partners.staff.portal import Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint(
    "onboarding_beginning", __name__, template_folder="../../templates"
)
add_section(
    Section(
        "applications",
        Text("Our applications", "Permohonan kami"),
        Permission.ORGANISATION_READ,
    )
)

LIST = "/partner/<code>/applications"
MOST = 50


@blueprint.get("/join")
@public("Whoever thinks of taking part may read what is asked for.")
def join() -> str:
    """What each kind asks for, and the form to begin with a new organisation; for a
    stranger, the ways to an account."""
    return _join()


@blueprint.post("/join")
@for_people
def begin_with_new_organisation() -> Response | tuple[str, int]:
    """Write the organisation down and open its draft."""
    given = {name: request.form.get(name, "") for name in ("name", "code", "kind")}
    try:
        with unit_of_work("pages.join") as session:
            made = start_with_new_organisation(
                session,
                **given,
                account_id=signed_in_account().id,
                zone=zone(),
                at=now(),
            )
    except Refusal as refusal:
        return _join(given, refusal), status_of(type(refusal))
    flash(_("The draft is open. Save it as often as you like."))
    return redirect(f"/partner/{given['code']}/applications/{made.id}", 303)


@blueprint.get(LIST)
@for_staff(Permission.ORGANISATION_READ)
def own_applications() -> str:
    """The applications of an organisation, the newest first."""
    return _list()


@blueprint.post(LIST)
@for_staff(Permission.ORGANISATION_APPLY)
def begin() -> Response | tuple[str, int]:
    """Begin an application for another kind."""
    organisation = current_staff().organisation
    try:
        with unit_of_work("pages.begin_application") as session:
            made = start_application(
                session,
                session.get_one(Organisation, organisation.id),
                kind=request.form.get("kind", ""),
                account_id=signed_in_account().id,
                zone=zone(),
                at=now(),
            )
    except Refusal as refusal:
        return _list(refusal), status_of(type(refusal))
    return redirect(f"/partner/{organisation.code}/applications/{made.id}", 303)


def _join(given: dict[str, str] | None = None, refusal: Refusal | None = None) -> str:
    today = local_day(now(), zone())
    kinds = kinds_on_offer(on=today)
    return render_template(
        "onboarding/join.html",
        requirements=[requirement_in_force(kind, on=today) for kind in kinds],
        given=given or {},
        refusal=in_words(refusal) if refusal else None,
    )


def _list(refusal: Refusal | None = None) -> str:
    staff = current_staff()
    with reading("pages.applications") as session:
        rows = session.scalars(
            select(PartnerApplication)
            .where(
                PartnerApplication.id.in_(
                    applications_of(staff.organisation.id).with_only_columns(
                        PartnerApplication.id
                    )
                )
            )
            .order_by(PartnerApplication.id.desc())
            .limit(MOST)
        ).all()
    held = staff.organisation.kinds
    today = local_day(now(), zone())
    return render_template(
        "onboarding/applications.html",
        code=staff.organisation.code,
        applications=rows,
        kinds=[kind for kind in kinds_on_offer(on=today) if kind not in held],
        may_apply=Permission.ORGANISATION_APPLY in staff.permissions,
        refusal=in_words(refusal) if refusal else None,
    )
