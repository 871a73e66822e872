"""A purchase is shown to the participant among what was done with her account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from marketplace.orders.events import OrderPlaced
from marketplace.orders.models import Order
from partners.activity.models import UseKind
from partners.activity.services.note_use import acting_client, note_use


def show_purchase(session: Session, event: OrderPlaced) -> None:
    """Write the use down in the order's transaction."""
    participant_id, platform_id, title = session.execute(
        select(Order.participant_id, Order.platform_id, Course.title)
        .join(Course, Course.id == Order.course_id)
        .where(Order.id == event.order_id)
    ).one()
    note_use(
        session,
        UseKind.PURCHASE,
        account_id=participant_id,
        organisation_id=platform_id,
        acting_client=acting_client(),
        object_id=event.order_id,
        matter=title,
        amount=event.price,
        at=event.occurred_at,
    )
