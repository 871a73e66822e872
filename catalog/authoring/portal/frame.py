"""What the pages of courses share: their blueprint, and who acts for whom."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.authoring.api import zone
from catalog.authoring.errors import DraftIncomplete, DraftStateWrong
from catalog.authoring.models import OPEN, Draft
from catalog.authoring.queries import draft_of, own_course, published_content
from catalog.authoring.services.submit import check_draft
from catalog.authoring.wording import DRAFTS
from catalog.courses.models import Course, CourseStatus
from core.clock import now
from core.errors import Refusal
from core.text import Text
from partners.accounts.web import (
    PageBlueprint,
    in_words,
    page_locale,
    signed_in_account,
)
from partners.organisations.models import STOPPED, Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff

blueprint = PageBlueprint("course_pages", __name__, template_folder="../../templates")
WRITES = Permission.CATALOGUE_WRITE
INSTITUTION = Kind.TRAINING_INSTITUTION
LIST = "/partner/<code>/courses"
ONE = f"{LIST}/<uuid:course_id>"

add_section(
    Section(
        "courses",
        Text("Courses", "Pelatihan"),
        WRITES,
        kinds=frozenset({INSTITUTION}),
        group=Group.COURSES,
        first=True,
    )
)


def institution() -> UUID:
    """The institution whose courses these are."""
    return current_staff().organisation.id


def who() -> str:
    """The person who writes, as her edits name her."""
    return f"account:{signed_in_account().id}"


def may_write() -> bool:
    """Whether the institution may change anything at present."""
    return current_staff().organisation.standing not in STOPPED


def address_of(course_id: UUID) -> str:
    """Where a course's pages lie."""
    return f"/partner/{current_staff().organisation.code}/courses/{course_id}"


def said(refusal: Refusal) -> dict[str, str]:
    """A refusal in the reader's language, states by their names."""
    if isinstance(refusal, DraftStateWrong):
        state = refusal.members["state"]
        refusal = DraftStateWrong(state=DRAFTS.get(state, state))
    found = in_words(refusal)
    if isinstance(refusal, DraftIncomplete):
        found["remedy"] = str(_("Each stands below with its rule."))
    return found


def overview_of(session: Session, course_id: UUID) -> dict[str, Any]:
    """What stands at the head of each page of a course: its name, its states, and what
    its draft lacks, by place. `untouched`: the draft says what is on sale."""
    course = own_course(session, course_id, provider_id=institution())
    draft = draft_of(session, course)
    check = check_draft(
        session, draft, provider_id=course.provider_id, zone=zone(), at=now()
    )
    on_sale = course.status != CourseStatus.DRAFT
    is_live = course.status != CourseStatus.RETIRED
    untouched = on_sale and draft.content == published_content(session, course)
    return {
        "course": course,
        "draft": draft,
        "missing": check.missing,
        "warnings": check.warnings,
        "title": title_in(course, draft, page_locale()),
        "address": address_of(course_id),
        "untouched": untouched,
        "open": draft.state in OPEN and is_live and may_write(),
    }


def title_in(course: Course, draft: Draft, language: str) -> str:
    """What the draft is called, in the reader's language where it has one."""
    title = draft.content.get("title") or {}
    return title.get(language) or title.get("id") or title.get("en") or course.title


def done() -> str:
    """What a page says when something was saved."""
    return str(_("Saved."))
