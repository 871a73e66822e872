"""The institution's pages: where its courses are, and what was asked for."""

from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from werkzeug.wrappers import Response

from catalog.authoring.queries import own_course
from catalog.curation.models import Case
from catalog.curation.queries import submitted_case
from catalog.curation.services.appeal import appeal
from catalog.curation.views import case_for_institution, case_line
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading
from openapi.forms import typed
from partners.accounts.acting import carry_out
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.organisations.models import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint(
    "own_course_assessment_pages", __name__, template_folder="../../templates"
)
add_section(
    Section(
        "submitted-courses",
        Text("Courses being judged", "Pelatihan yang dinilai"),
        Permission.CATALOGUE_WRITE,
        kinds=frozenset({Kind.TRAINING_INSTITUTION}),
        group=Group.COURSES,
    )
)
LIST = "/partner/<code>/submitted-courses"
MOST = 100
LONGEST = 4_000


@blueprint.get(LIST)
@for_staff(Permission.CATALOGUE_WRITE)
def submitted() -> str:
    """The newest submission of each course, the newest first."""
    organisation = current_staff().organisation
    newest = (
        select(Case.id)
        .where(Case.provider_id == organisation.id)
        .ext(distinct_on(Case.course_id))
        .order_by(Case.course_id, Case.id.desc())
        .subquery()
    )
    with reading("pages.submitted_courses") as session:
        cases = session.scalars(
            select(Case)
            .join(newest, newest.c.id == Case.id)
            .order_by(Case.id.desc())
            .limit(MOST)
        ).all()
    return render_template(
        "curation/submitted.html",
        cases=[case_line(case) for case in cases],
        code=organisation.code,
    )


@blueprint.get(f"{LIST}/<uuid:course_id>")
@for_staff(Permission.CATALOGUE_WRITE)
def one(course_id: UUID) -> str:
    """Where a course is, who has to act, and what was asked for."""
    return _page(course_id)


@blueprint.post(f"{LIST}/<uuid:course_id>/appeal")
@for_staff(Permission.CATALOGUE_WRITE)
def appeal_against(course_id: UUID) -> Response | tuple[str, int]:
    """Appeal against a rejection."""
    organisation = current_staff().organisation
    reason = typed("reason", most=LONGEST) or "-"
    return carry_out(
        "pages.course_appeal",
        lambda session: appeal(
            session, course_id, provider_id=organisation.id, reason=reason, at=now()
        ),
        done=_("Your appeal is filed. Other assessors judge the course now."),
        then=f"/partner/{organisation.code}/submitted-courses/{course_id}",
        again=lambda refusal: _page(course_id, refusal),
    )


def _page(course_id: UUID, refusal: Refusal | None = None) -> str:
    organisation = current_staff().organisation
    with reading("pages.submitted_course") as session:
        own_course(session, course_id, provider_id=organisation.id)
        case = submitted_case(session, course_id)
        view = case_for_institution(session, case, language=page_locale(), at=now())
        title = case_line(case)["title"]
    return render_template(
        "curation/submitted_one.html",
        view=view,
        title=title,
        code=organisation.code,
        address=f"/partner/{organisation.code}/submitted-courses/{course_id}",
        refusal=in_words(refusal) if refusal else None,
    )
