"""What a person keeps in view: her list, and putting courses on it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.comparing.queries import ids_of_codes
from catalog.courses import Course
from catalog.courses.errors import CourseNotFound
from catalog.courses.publishing import course_of_code
from catalog.courses.queries import courses_on_sale
from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from marketplace.shortlist.queries import shortlist_of
from marketplace.shortlist.services.keep import drop_course, keep_course
from marketplace.web.search_form import compare_address
from marketplace.web.site import PageNotFound, blueprint
from openapi.forms import asked
from partners.accounts.web import for_people, in_words, signed_in_account

LONGEST_CODE = 200


@blueprint.get("/me/shortlist")
@for_people
def shortlist() -> str:
    """Her list; with `add` it asks whether that course is to be put on it."""
    code = asked("add", most=LONGEST_CODE)
    with reading("pages.shortlist") as session:
        found = shortlist_of(session, signed_in_account().id, at=now())
        wish = _wish(session, code, {each.course_id for each in found.items})
    first = [each.course.code for each in found.items if each.course][:4]
    return render_template(
        "pages/shortlist.html",
        found=found,
        wish=wish,
        compare=compare_address(first) if len(first) > 1 else None,
    )


@dataclass(frozen=True)
class Wish:
    """What somebody wants on her list: `new`, `kept` before, not sold any more
    (`ended`), or `unknown`, which has no titles."""

    state: str
    code: str
    title: str | None = None
    title_en: str | None = None


def _wish(session: Session, code: str, kept: Collection[UUID]) -> Wish | None:
    if not code:
        return None
    ids = ids_of_codes(session, [code])
    if not ids:
        return Wish("unknown", code)
    course = session.get_one(Course, ids[0])
    is_sold = session.execute(courses_on_sale().where(Course.id == course.id)).first()
    state = "kept" if course.id in kept else "new" if is_sold else "ended"
    return Wish(state, code, course.title, course.title_en)


@blueprint.post("/me/shortlist/<code>")
@for_people
def keep(code: str) -> Response:
    """Put a course on the list."""
    try:
        with unit_of_work("pages.keep_course") as session:
            keep_course(
                session,
                participant_id=signed_in_account().id,
                course_id=course_of_code(session, code),
                at=now(),
            )
    except CourseNotFound as refusal:
        raise PageNotFound from refusal
    except Refusal as refusal:
        spoken = in_words(refusal)
        flash(f"{spoken['title']}. {spoken['detail']} {spoken['remedy']}")
        return redirect("/me/shortlist", 303)
    flash(_("The course is on your shortlist."))
    return redirect("/me/shortlist", 303)


@blueprint.post("/me/shortlist/<uuid:course_id>/removal")
@for_people
def drop(course_id: UUID) -> Response:
    """Take a course off the list."""
    with unit_of_work("pages.drop_course") as session:
        drop_course(session, participant_id=signed_in_account().id, course_id=course_id)
    flash(_("The course is off your shortlist."))
    return redirect("/me/shortlist", 303)
