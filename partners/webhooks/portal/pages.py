"""/partner/<code>/webhooks: endpoints, their state, and what can be done to them."""

from uuid import UUID

from flask import current_app, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Key, Page, paginate
from partners.accounts.web import PageBlueprint
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff
from partners.webhooks.models import Delivery, DeliveryStatus, Endpoint
from partners.webhooks.portal.forms import EndpointForm, ReplayForm, words_of
from partners.webhooks.queries import (
    deliveries_to,
    endpoints_of,
    find_delivery,
    find_endpoint,
)
from partners.webhooks.replays.models import Replay
from partners.webhooks.replays.queries import replays_to
from partners.webhooks.replays.services.request import cancel_replay, request_replay
from partners.webhooks.services.endpoints import (
    Disclosed,
    change_endpoint,
    create_endpoint,
    rotate_secret,
)
from partners.webhooks.services.request import replay_delivery, send_test
from partners.webhooks.views import DeliveryView, show_deliveries

PAGE = 20
NEWEST_REPLAYS = 5
MANAGE = Permission.WEBHOOKS_MANAGE

blueprint = PageBlueprint("webhook_pages", __name__, template_folder="../../templates")

add_section(
    Section("webhooks", Text("Webhooks", "Webhook"), MANAGE, group=Group.PROGRAMS)
)


def _own() -> UUID:
    return current_staff().organisation.id


def _base() -> str:
    return f"/partner/{current_staff().organisation.code}/webhooks"


def _back(endpoint_id: UUID) -> Response:
    return redirect(f"{_base()}/{endpoint_id}", 303)


@blueprint.get("/partner/<code>/webhooks")
@for_staff(MANAGE)
def endpoints() -> str:
    """All endpoints, the disabled too, and a form for a new one."""
    return _list(EndpointForm())


@blueprint.post("/partner/<code>/webhooks")
@for_staff(MANAGE)
def create() -> Response | tuple[str, int]:
    """Create an endpoint and show its secret this once."""
    form = EndpointForm()
    if not form.validate():
        return _list(form), 422
    with unit_of_work("webhooks.create_endpoint") as session:
        disclosed = create_endpoint(
            session,
            organisation_id=_own(),
            url=form.url.data or "",
            topics=words_of(form.topics.data),
            allow_private=_allow_private(),
            at=now(),
        )
    return _secret_page(disclosed)


@blueprint.get("/partner/<code>/webhooks/<uuid:endpoint_id>")
@for_staff(MANAGE)
def one(endpoint_id: UUID) -> str:
    """One endpoint: its state, what can be done, its replays and deliveries."""
    return _page(endpoint_id, ReplayForm())


@blueprint.post(
    "/partner/<code>/webhooks/<uuid:endpoint_id>/<any(pause,resume,enable,disable):act>"
)
@for_staff(MANAGE)
def switch(endpoint_id: UUID, act: str) -> Response:
    """Pause, resume, enable or disable."""
    paused = {"pause": True, "resume": False}.get(act)
    enabled = {"enable": True, "disable": False}.get(act)
    with unit_of_work(f"webhooks.{act}") as session:
        change_endpoint(
            session,
            endpoint_id,
            organisation_id=_own(),
            allow_private=_allow_private(),
            at=now(),
            paused=paused,
            enabled=enabled,
        )
    return _back(endpoint_id)


@blueprint.post("/partner/<code>/webhooks/<uuid:endpoint_id>/test")
@for_staff(MANAGE)
def test(endpoint_id: UUID) -> Response:
    """Send a test event, and lead to its delivery."""
    with unit_of_work("webhooks.test") as session:
        sent = send_test(session, endpoint_id, organisation_id=_own(), at=now())
    flash(_("The test event is on its way. Load this page again to see the answer."))
    return redirect(f"{_base()}/{endpoint_id}/deliveries/{sent.id}", 303)


@blueprint.post("/partner/<code>/webhooks/<uuid:endpoint_id>/rotate-secret")
@for_staff(MANAGE)
def rotate(endpoint_id: UUID) -> Response:
    """Give the endpoint a new secret and show it this once."""
    with unit_of_work("webhooks.rotate_secret") as session:
        disclosed = rotate_secret(
            session, endpoint_id, organisation_id=_own(), at=now()
        )
    return _secret_page(disclosed)


@blueprint.post("/partner/<code>/webhooks/<uuid:endpoint_id>/replays")
@for_staff(MANAGE)
def replay(endpoint_id: UUID) -> Response | tuple[str, int]:
    """Have a part of the log sent again."""
    form = ReplayForm()
    if not form.validate():
        return _page(endpoint_id, form), 422
    with unit_of_work("webhooks.request_replay") as session:
        made = request_replay(
            session, endpoint_id, form.wanted(), organisation_id=_own(), at=now()
        )
    flash(_("%(count)s events are sent again.", count=made.events))
    return _back(endpoint_id)


@blueprint.post(
    "/partner/<code>/webhooks/<uuid:endpoint_id>/replays/<uuid:replay_id>/cancel"
)
@for_staff(MANAGE)
def cancel(endpoint_id: UUID, replay_id: UUID) -> Response:
    """Go no further with a replay."""
    with unit_of_work("webhooks.cancel_replay") as session:
        cancel_replay(
            session,
            replay_id,
            endpoint_id=endpoint_id,
            organisation_id=_own(),
            at=now(),
        )
    return _back(endpoint_id)


@blueprint.get(
    "/partner/<code>/webhooks/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>"
)
@for_staff(MANAGE)
def delivery(endpoint_id: UUID, delivery_id: UUID) -> str:
    """The log of one delivery: what was sent and what was answered, each time."""
    with reading("webhooks.delivery") as session:
        endpoint = find_endpoint(session, endpoint_id, organisation_id=_own())
        found = find_delivery(session, delivery_id, endpoint=endpoint)
        [shown] = show_deliveries(session, [found])
    return render_template(
        "webhooks/delivery.html", base=_base(), endpoint=endpoint, delivery=shown
    )


@blueprint.post(
    "/partner/<code>/webhooks/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>/replay"
)
@for_staff(MANAGE)
def replay_one(endpoint_id: UUID, delivery_id: UUID) -> Response:
    """Send one delivery again."""
    with unit_of_work("webhooks.replay") as session:
        replay_delivery(
            session,
            delivery_id,
            endpoint_id=endpoint_id,
            organisation_id=_own(),
            at=now(),
        )
    flash(_("It is sent again."))
    return redirect(f"{_base()}/{endpoint_id}/deliveries/{delivery_id}", 303)


def _list(form: EndpointForm) -> str:
    with reading("webhooks.endpoints") as session:
        found = session.scalars(
            endpoints_of(_own())
            .order_by(Endpoint.disabled_at.desc().nulls_first(), Endpoint.id)
            .limit(100)
        ).all()
    return render_template(
        "webhooks/endpoints.html", base=_base(), endpoints=found, form=form
    )


def _page(endpoint_id: UUID, form: ReplayForm) -> str:
    asked = request.args.get("status")
    status = asked if asked in list(DeliveryStatus) else None
    with reading("webhooks.endpoint") as session:
        endpoint = find_endpoint(session, endpoint_id, organisation_id=_own())
        page = _deliveries(session, endpoint, status)
        replays = session.scalars(
            replays_to(endpoint)
            .order_by(Replay.requested_at.desc(), Replay.id.desc())
            .limit(NEWEST_REPLAYS)
        ).all()
        given_up = session.scalar(
            select(Delivery.id)
            .where(
                Delivery.endpoint_id == endpoint.id,
                Delivery.status == DeliveryStatus.FAILED,
            )
            .limit(1)
        )
    return render_template(
        "webhooks/endpoint.html",
        base=_base(),
        endpoint=endpoint,
        page=page,
        status=status,
        statuses=list(DeliveryStatus),
        replays=replays,
        has_dead_letters=given_up is not None,
        form=form,
    )


def _deliveries(
    session: Session, endpoint: Endpoint, status: str | None
) -> Page[DeliveryView]:
    page = paginate(
        session,
        deliveries_to(endpoint, status=status),
        [
            Key(Delivery.created_at, "created_at", descending=True),
            Key(Delivery.id, "id", descending=True),
        ],
        limit=PAGE,
        cursor=request.args.get("cursor"),
    )
    return Page(show_deliveries(session, page.items), page.next_cursor)


def _secret_page(disclosed: Disclosed) -> Response:
    response = make_response(
        render_template("webhooks/secret.html", base=_base(), disclosed=disclosed)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _allow_private() -> bool:
    return bool(current_app.extensions["settings"].allow_private_webhooks)
