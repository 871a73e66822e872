"""The first page."""

from flask import current_app, render_template
from sqlalchemy import func
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.courses.queries import courses_on_sale
from core.unit_of_work import reading
from marketplace.web.queries.people import open_batches, what_is_closed
from marketplace.web.site import blueprint
from openapi.security import public
from partners.switches import Switch

# What a stranger would otherwise learn only when she has filled in a form.
FOR_EVERYBODY = (Switch.PARTICIPANT_SIGN_UP, Switch.PROGRAMME)


@blueprint.get("/")
@public("The first page tells anyone what the programme is.")
def landing() -> str:
    """What the programme is, the open batch, and a search box."""
    with reading("pages.landing") as session:
        batches = open_batches(session)
        courses, institutions = _size_of_catalogue(session)
        notices = what_is_closed(session, FOR_EVERYBODY)
    return render_template(
        "pages/landing.html",
        programme=current_app.extensions["settings"].programme_name,
        batches=batches,
        notices=notices,
        courses=courses,
        institutions=institutions,
    )


def _size_of_catalogue(session: Session) -> tuple[int, int]:
    """How many courses are on sale, and of how many institutions."""
    courses, institutions = session.execute(
        courses_on_sale().with_only_columns(
            func.count(), func.count(func.distinct(Course.provider_id))
        )
    ).one()
    return courses, institutions
