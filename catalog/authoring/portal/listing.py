"""The list of an institution's courses, and the beginning of another."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.api import zone
from catalog.authoring.models import Draft, DraftState
from catalog.authoring.portal.frame import (
    INSTITUTION,
    LIST,
    WRITES,
    address_of,
    blueprint,
    institution,
    may_write,
    said,
    who,
)
from catalog.authoring.queries import drafts_of, own_courses
from catalog.authoring.services.count import count_missing
from catalog.authoring.services.start import start_course
from catalog.authoring.wording import COURSES, DRAFTS
from catalog.courses.models import Course, CourseStatus
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import asked, typed_line
from openapi.pagination import Key, Page, paginate
from openapi.problems import status_of
from partners.staff.web import current_staff, for_staff

PAGE = 20
LONGEST_TITLE = 300
LONGEST_SEARCH = 100
WRITING = (
    DraftState.EDITING,
    DraftState.CHANGES_REQUESTED,
    DraftState.SUBMITTED,
    DraftState.IN_ASSESSMENT,
    DraftState.APPROVED,
    DraftState.REJECTED,
)
SELLING = (CourseStatus.PUBLISHED, CourseStatus.SUSPENDED, CourseStatus.RETIRED)
# What the list can be narrowed to, as arguments of `own_courses`, with their words.
FILTERS: dict[str, tuple[dict[str, str], Text]] = {
    **{state: ({"state": state}, DRAFTS[state]) for state in WRITING},
    **{f"sale-{status}": ({"status": status}, COURSES[status]) for status in SELLING},
}


@blueprint.get(LIST)
@for_staff(WRITES, kind=INSTITUTION)
def courses() -> str:
    """All courses, by title, narrowed to a state or to words."""
    return _page()


@blueprint.post(LIST)
@for_staff(WRITES, kind=INSTITUTION)
def start() -> Response | tuple[str, int]:
    """Begin a course with its title."""
    title = typed_line("title", most=LONGEST_TITLE)
    if not title:
        return _page(fault=_("Write how the course is called.")), 422
    try:
        with unit_of_work("pages.start_course") as session:
            course, _draft = start_course(
                session,
                provider_id=institution(),
                content={"title": {"id": title}},
                by=who(),
                at=now(),
            )
    except Refusal as refusal:
        return _page(refusal=refusal), status_of(type(refusal))
    flash(_("The course is begun. Nobody else sees it before it is published."))
    return redirect(f"{address_of(course.id)}/draft/texts", 303)


def _page(fault: str = "", refusal: Refusal | None = None) -> str:
    chosen = request.args.get("show", "")
    narrowed = FILTERS[chosen][0] if chosen in FILTERS else {}
    words = asked("q", most=LONGEST_SEARCH)
    with reading("pages.own_courses") as session:
        page: Page[Any] = paginate(
            session,
            own_courses(institution(), words=words, **narrowed),
            [Key(Course.title, "title"), Key(Course.id, "id")],
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
        counts = _counts(session)
        missing = _missing(session, page.items)
    return render_template(
        "authoring/courses.html",
        code=current_staff().organisation.code,
        page=page,
        missing=missing,
        counts=counts,
        filters={name: label for name, (_, label) in FILTERS.items()},
        chosen=chosen if chosen in FILTERS else "",
        words=words,
        may_write=may_write(),
        typed=request.form.get("title", ""),
        fault=fault,
        refusal=said(refusal) if refusal else None,
    )


def _counts(session: Session) -> dict[str, int]:
    """How many courses each filter leaves, and under "" all that are not retired."""
    rows = session.execute(
        select(Draft.state, Course.status, func.count())
        .select_from(Course)
        .outerjoin(Draft, Draft.course_id == Course.id)
        .where(Course.provider_id == institution())
        .group_by(Draft.state, Course.status)
    ).all()
    counts = dict.fromkeys(("", *FILTERS), 0)
    for state, status, number in rows:
        is_retired = status == CourseStatus.RETIRED
        among = () if is_retired else ("", state)
        for name in (*among, f"sale-{status}"):
            if name in counts:
                counts[name] += number
    return counts


def _missing(session: Session, rows: Sequence[Any]) -> dict[UUID, int]:
    """How many things the drafts on this page lack that are still being written."""
    writing = {DraftState.EDITING, DraftState.CHANGES_REQUESTED}
    drafts = drafts_of(session, [row.id for row in rows if row.state in writing])
    return count_missing(
        session,
        {course_id: draft.content for course_id, draft in drafts.items()},
        provider_id=institution(),
        zone=zone(),
        at=now(),
    )
