"""Retiring a course, or discarding a draft, after its institution was asked."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.authoring.errors import (
    CourseBeingJudged,
    CourseHasClasses,
    CourseStillListed,
)
from catalog.authoring.models import Retirement
from catalog.authoring.portal.frame import (
    INSTITUTION,
    ONE,
    WRITES,
    address_of,
    blueprint,
    institution,
    may_write,
    overview_of,
    said,
    who,
)
from catalog.authoring.services.retire import check_retirable, retire_course
from catalog.courses.models import CourseStatus
from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed
from openapi.problems import status_of
from partners.staff.web import for_staff

LONGEST_CAUSE = 500


@blueprint.get(f"{ONE}/retirement")
@for_staff(WRITES, kind=INSTITUTION)
def ask_to_retire(course_id: UUID) -> str:
    """What it means, and what keeps it from being done now."""
    return _page(course_id)


@blueprint.post(f"{ONE}/retirement")
@for_staff(WRITES, kind=INSTITUTION)
def retire(course_id: UUID) -> Response | tuple[str, int]:
    """Retire it."""
    try:
        with unit_of_work("pages.retire_course") as session:
            retirement = retire_course(
                session,
                course_id,
                provider_id=institution(),
                cause=typed("cause", most=LONGEST_CAUSE),
                by=who(),
                at=now(),
            )
    except Refusal as refusal:
        return _page(course_id, refusal), status_of(type(refusal))
    if retirement.of_status == CourseStatus.DRAFT:
        flash(_("The draft is discarded."))
    else:
        flash(_("The course is retired."))
    return redirect(address_of(course_id), 303)


def _page(course_id: UUID, refusal: Refusal | None = None) -> str:
    with reading("pages.retire_course") as session:
        view = overview_of(session, course_id)
        course = view["course"]
        done = session.get(Retirement, course.id)
        if done is None and refusal is None:
            try:
                check_retirable(session, course, at=now())
            except Refusal as found:
                refusal = found
    return render_template(
        "authoring/retire.html",
        **view,
        is_draft=course.status == CourseStatus.DRAFT,
        done=done,
        refusal=_said(refusal) if refusal else None,
        place=_place(refusal),
        typed=request.form.get("cause", ""),
        may_change=may_write(),
    )


def _said(refusal: Refusal) -> dict[str, str]:
    """A refusal with what to do on these pages."""
    remedies: dict[type[Refusal], str] = {
        CourseBeingJudged: _(
            "Take the draft back first; once somebody judges it, wait for the result."
        ),
        CourseStillListed: _(
            "Give notice to each platform first, and come back when the notices are"
            " over."
        ),
    }
    found = said(refusal)
    return found | {"remedy": str(remedies.get(type(refusal), found["remedy"]))}


def _place(refusal: Refusal | None) -> str:
    """The page of the course where that is done, "-" where there is none."""
    places: dict[type[Refusal], str] = {
        CourseBeingJudged: "",
        CourseStillListed: "/offerings",
        CourseHasClasses: "/schedules",
    }
    return places.get(type(refusal), "-") if refusal else "-"
