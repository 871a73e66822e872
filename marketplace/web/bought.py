"""What a participant bought: the course as it was then, whatever it says today."""

from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from catalog.authoring.public.queries import as_bought
from catalog.courses.models import Course, Schedule
from core.unit_of_work import reading
from marketplace.orders.models import Order
from marketplace.web.site import PageNotFound, blueprint
from partners.accounts.web import for_people, signed_in_account
from partners.organisations import Organisation


@blueprint.get("/me/courses/<uuid:course_id>/bought")
@for_people
def bought(course_id: UUID) -> str:
    """The revision, the price and the class of her last order of a course."""
    with reading("pages.bought") as session:
        order = _order(session, signed_in_account().id, course_id)
        published = as_bought(session, course_id, order.course_revision)
    return render_template("pages/bought.html", order=order, published=published)


def _order(
    session: Session, participant_id: UUID, course_id: UUID
) -> Row[*tuple[Any, ...]]:
    """Raises PageNotFound for a course that she never bought."""
    found = session.execute(
        select(
            Order.course_revision,
            Order.price,
            Order.placed_at,
            Order.status,
            Schedule.starts_at,
            Schedule.ends_at,
            Organisation.name.label("institution_name"),
        )
        .join(Course, Course.id == Order.course_id)
        .join(Schedule, Schedule.id == Order.schedule_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Order.participant_id == participant_id, Order.course_id == course_id)
        .order_by(Order.placed_at.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise PageNotFound
    return found
