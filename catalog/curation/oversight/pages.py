"""The operator's pages: the queue with what is late, one case, caps of prices."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from catalog.authoring.portal.showing import said_in
from catalog.courses.models import Category
from catalog.curation.models import Case, CaseState
from catalog.curation.queries import find_case, layer_of, queue, rules_of
from catalog.curation.services.cap import cap_category
from catalog.curation.views import case_for_operator, case_line
from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.fields import MAX_AMOUNT
from partners.accounts.web import PageBlueprint, page_locale
from partners.organisations.models import Organisation
from partners.organisations.queries import names_of
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator

blueprint = PageBlueprint("curation_pages", __name__, template_folder="../../templates")
add_section(
    Section(
        "curation",
        Text("Curation", "Kurasi"),
        Permission.COURSES_ASSESS,
        operator=True,
        group=Group.COURSES,
    )
)
MOST = 100
LATE = "late"


@blueprint.get("/operator/curation")
@for_operator(Permission.COURSES_ASSESS)
def cases() -> str:
    """What was submitted: those that are due first come first."""
    asked = request.args.get("state", CaseState.OPEN)
    state = asked if asked in list(CaseState) else None
    late = asked == LATE
    with reading("pages.curation_queue") as session:
        rows = session.execute(
            queue(state, late_at=now() if late else None)
            .join(Organisation, Organisation.id == Case.provider_id)
            .add_columns(Organisation.name)
            .order_by(Case.due_at.asc().nulls_first(), Case.id.desc())
            .limit(MOST)
        ).all()
    return render_template(
        "curation/queue.html",
        rows=[
            (case_line(case), name, layer_of(case).title, layer_of(case).by)
            for case, name in rows
        ],
        state=LATE if late else state,
        states=list(CaseState),
        at=now(),
    )


@blueprint.get("/operator/curation/<uuid:case_id>")
@for_operator(Permission.COURSES_ASSESS)
def one(case_id: UUID) -> str:
    """One submission: who was asked, what they said, how they were drawn."""
    with reading("pages.curation_case") as session:
        case = find_case(session, case_id)
        view = case_for_operator(session, case)
        ids = [
            UUID(each)
            for kept in view["draws"]
            for each in (
                *kept["candidates"],
                *(left["organisation_id"] for left in kept["excluded"]),
            )
        ]
        names = {str(key): name for key, name in names_of(session, ids).items()}
        course = said_in(session, view["content"], language=page_locale())
    return render_template(
        "curation/case.html",
        view=view,
        course=course,
        layers={each.code: each.title for each in rules_of(case).layers},
        indicators={each.code: each for each in rules_of(case).indicators},
        names=names,
        at=now(),
    )


@blueprint.get("/operator/curation/prices")
@for_operator(Permission.COURSES_ASSESS)
def prices() -> str:
    """The most that courses may cost, category by category."""
    with reading("pages.price_caps") as session:
        categories = session.scalars(
            select(Category).order_by(Category.title_id, Category.code).limit(500)
        ).all()
    may_cap = Permission.PROGRAMME_MANAGE in current_staff().permissions
    return render_template(
        "curation/prices.html", categories=categories, may_cap=may_cap
    )


@blueprint.post("/operator/curation/prices/<category>")
@for_operator(Permission.PROGRAMME_MANAGE)
def cap(category: str) -> Response:
    """Set a cap, or take it away by leaving it empty."""
    typed = request.form.get("price_cap", "").strip()
    usable = typed.isascii() and typed.isdigit() and len(typed) <= 16
    if typed and not (usable and int(typed) <= MAX_AMOUNT):
        flash(_("Write the cap in whole rupiah, in digits alone."))
        return redirect("/operator/curation/prices", 303)
    with unit_of_work("pages.price_cap") as session:
        cap_category(
            session, category, price_cap=int(typed) if typed else None, at=now()
        )
    flash(_("Done."))
    return redirect("/operator/curation/prices", 303)
