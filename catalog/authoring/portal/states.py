"""A course at a glance: what is missing, what was asked for, and its next step."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.api import zone
from catalog.authoring.checking import Lack
from catalog.authoring.errors import CourseDraftChanged
from catalog.authoring.models import DraftState
from catalog.authoring.portal.fields import SECTION_OF, SECTIONS
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
)
from catalog.authoring.services.publish import publish_approved
from catalog.authoring.services.submit import (
    SUBMITTABLE,
    submit_draft,
    take_back,
)
from catalog.curation.queries import latest_case
from catalog.curation.views import case_for_institution
from catalog.offerings.queries import platforms_selling
from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import page_locale
from partners.staff.web import current_staff, for_staff

MOST_PLATFORMS = 100


@blueprint.get(ONE)
@for_staff(WRITES, kind=INSTITUTION)
def overview(course_id: UUID) -> str:
    """Where a course is, and what can be done next."""
    return _page(course_id)


@blueprint.post(f"{ONE}/submission")
@for_staff(WRITES, kind=INSTITUTION)
def submit(course_id: UUID) -> Response | tuple[str, int]:
    """Submit the draft as it was read."""
    return _act(
        course_id,
        lambda session: submit_draft(
            session,
            course_id,
            provider_id=institution(),
            version=request.form.get("version", 0, type=int),
            zone=zone(),
            at=now(),
            platform_id=request.form.get("platform", type=UUID),
        ),
        _("The course is submitted. You are told here who has to act."),
    )


@blueprint.post(f"{ONE}/taking-back")
@for_staff(WRITES, kind=INSTITUTION)
def fetch_back(course_id: UUID) -> Response | tuple[str, int]:
    """Take a submitted draft back."""
    return _act(
        course_id,
        lambda session: take_back(
            session, course_id, provider_id=institution(), at=now()
        ),
        _("The draft is yours again."),
    )


@blueprint.post(f"{ONE}/publication")
@for_staff(WRITES, kind=INSTITUTION)
def publish(course_id: UUID) -> Response | tuple[str, int]:
    """Put an approved draft on sale."""
    return _act(
        course_id,
        lambda session: publish_approved(
            session, course_id, provider_id=institution(), at=now()
        ),
        _("The course is published."),
    )


def by_section(missing: Sequence[Lack]) -> dict[str, list[Lack]]:
    """What is missing, by the section in which it can be mended."""
    found: dict[str, list[Lack]] = defaultdict(list)
    for lack in missing:
        found[SECTION_OF.get(lack.place.split("/")[1], SECTIONS[0].code)].append(lack)
    return dict(found)


def asked_for(session: Session, course_id: UUID) -> list[dict[str, str]]:
    """The changes that those who judge asked for, each with its section."""
    case = latest_case(session, course_id)
    if case is None:
        return []
    view = case_for_institution(session, case, language=page_locale(), at=now())
    changes = view["changes"]
    return [
        {
            **each,
            "section": SECTION_OF.get(each["place"].split("/")[1], SECTIONS[0].code),
        }
        for each in changes
    ]


def _act(
    course_id: UUID, act: Callable[[Session], Any], done: str
) -> Response | tuple[str, int]:
    try:
        with unit_of_work("pages.change_course") as session:
            act(session)
    except CourseDraftChanged:
        flash(_("Somebody else changed the draft meanwhile. Look again, then submit."))
    except Refusal as refusal:
        return _page(course_id, refusal), status_of(type(refusal))
    else:
        flash(done)
    return redirect(address_of(course_id), 303)


def _page(course_id: UUID, refusal: Refusal | None = None) -> str:
    with reading("pages.own_course") as session:
        view = overview_of(session, course_id)
        draft = view["draft"]
        wanted = draft.state == DraftState.CHANGES_REQUESTED
        changes = asked_for(session, course_id) if wanted else []
        judged = latest_case(session, course_id) is not None
        platforms = (
            session.scalars(platforms_selling().limit(MOST_PLATFORMS)).all()
            if view["open"]
            else []
        )
    renewable = (
        draft.state == DraftState.PUBLISHED
        and draft.renewable_from is not None
        and now() >= draft.renewable_from
    )
    return render_template(
        "authoring/course.html",
        **view,
        code=current_staff().organisation.code,
        sections=SECTIONS,
        lacking=by_section(view["missing"]),
        changes=changes,
        judged=judged,
        may_change=may_write(),
        platforms=platforms,
        submittable=view["open"] and (draft.state in SUBMITTABLE or renewable),
        refusal=said(refusal) if refusal else None,
    )
