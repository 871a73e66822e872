"""The feed's page for a platform, and the operator's page of held removals."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.feed.errors import HoldIsOver
from catalog.feed.forms import DecisionForm
from catalog.feed.models import HoldState
from catalog.feed.oversight.api import MANAGE, NEWEST_FIRST, guard_in_force
from catalog.feed.queries import (
    all_holds,
    find_hold,
    head_of,
    held_courses,
    readers_of,
)
from catalog.feed.services.decide import reject_hold, release_hold
from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import paginate
from openapi.problems import remember, status_of
from partners.accounts.web import PageBlueprint, in_words, signed_in_account
from partners.organisations import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator, for_staff

HOLDS = "/operator/catalog-holds"
SHOWN = 20

blueprint = PageBlueprint(
    "catalog_feed_pages", __name__, template_folder="../templates"
)

add_section(
    Section(
        "catalog-feed",
        Text("Catalogue feed", "Umpan katalog"),
        Permission.ORGANISATION_READ,
        kinds=frozenset({Kind.DIGITAL_PLATFORM}),
        group=Group.PROGRAMS,
    )
)
add_section(
    Section(
        "catalog-holds",
        Text("Held removals", "Penghapusan ditahan"),
        MANAGE,
        operator=True,
        group=Group.PROGRAMS,
    )
)


@blueprint.get("/partner/<code>/catalog-feed")
@for_staff(Permission.ORGANISATION_READ)
def feed() -> str:
    """Where the platform's feed is, who read it when, and how to begin."""
    organisation = current_staff().organisation
    with reading("pages.catalog_feed") as session:
        head = head_of(session, organisation.id)
        readers = readers_of(session, organisation.id)
    return render_template(
        "catalog_feed/feed.html",
        organisation=organisation,
        head=head,
        readers=readers,
        address=current_app.extensions["settings"].public_url.rstrip("/"),
    )


@blueprint.get(HOLDS)
@for_operator(MANAGE)
def holds() -> str:
    """What waits for a person, and what was decided lately."""
    with reading("pages.catalog_holds") as session:
        waiting = session.execute(
            all_holds(state=HoldState.OPEN).order_by(NEWEST_FIRST[0].column.desc())
        ).all()
        page = paginate(
            session,
            all_holds(),
            NEWEST_FIRST,
            limit=SHOWN,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template("catalog_feed/holds.html", waiting=waiting, page=page)


@blueprint.get(f"{HOLDS}/<uuid:hold_id>")
@for_operator(MANAGE)
def hold(hold_id: UUID) -> str:
    """One hold: which courses, and the decision."""
    return _page(hold_id)


@blueprint.post(f"{HOLDS}/<uuid:hold_id>")
@for_operator(MANAGE)
def decide(hold_id: UUID) -> Response | tuple[str, int]:
    """Release the removals, or keep the courses."""
    form = DecisionForm()
    if not form.validate():
        return _page(hold_id, form=form), 422
    note, by = form.note.data or "", signed_in_account().id
    releases = request.form.get("decision") == "release"
    try:
        with unit_of_work("pages.catalog_hold") as session:
            if releases:
                release_hold(
                    session, hold_id, note=note, by=by, guard=guard_in_force(), at=now()
                )
            else:
                reject_hold(session, hold_id, note=note, by=by, at=now())
    except HoldIsOver as refusal:
        remember(refusal)
        shown = _page(hold_id, form=form, refusal=in_words(refusal))
        return shown, status_of(HoldIsOver)
    flash(_("The removals are published.") if releases else _("The courses are kept."))
    return redirect(HOLDS, 303)


def _page(
    hold_id: UUID,
    *,
    form: DecisionForm | None = None,
    refusal: dict[str, str] | None = None,
) -> str:
    with reading("pages.catalog_hold") as session:
        found = find_hold(session, hold_id)
        courses = held_courses(session, hold_id)
    return render_template(
        "catalog_feed/hold.html",
        hold=found,
        courses=courses,
        form=form or DecisionForm(formdata=None),
        refusal=refusal,
    )
