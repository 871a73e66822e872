"""The pages of those who visit: made for a phone in a class room."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.portal.showing import said_in
from catalog.monitoring.filling import fields_of, report_of
from catalog.monitoring.models import OPEN_VISITS, Severity, Visit
from catalog.monitoring.plans import Check, monitoring_in_force
from catalog.monitoring.queries import (
    draft_of,
    files_of_visit,
    find_file,
    find_visit,
    visits_for,
)
from catalog.monitoring.rules import Answer
from catalog.monitoring.services.draft import checks_of, keep_draft
from catalog.monitoring.services.visit import (
    Visitor,
    accept_visit,
    attach_to_visit,
    check_room,
    decline_visit,
    report_visit,
)
from catalog.monitoring.views import visit_for_monitor, visit_lines
from core.clock import now
from core.errors import Refusal
from core.files.keeping import content_of, put
from core.files.receiving import receive
from core.signing import issuer_of
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.files import as_attachment
from openapi.forms import typed
from openapi.problems import status_of
from openapi.requests import takes_file
from partners.accounts.acting import carry_out
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.organisations.models import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint("visit_pages", __name__, template_folder="../templates")
add_section(
    Section(
        "visits",
        Text("Visits", "Kunjungan"),
        Permission.COURSES_MONITOR,
        kinds=frozenset({Kind.MONITOR}),
        group=Group.COURSES,
    )
)
LIST = "/partner/<code>/visits"
ONE = f"{LIST}/<uuid:visit_id>"
MOST = 100
LONGEST = 2_000


@blueprint.get(LIST)
@for_staff(Permission.COURSES_MONITOR)
def visits() -> str:
    """What is to be visited, the next one first, and what was."""
    organisation = current_staff().organisation
    wanted = visits_for(organisation.id)
    with reading("pages.visits") as session:
        coming = session.scalars(
            wanted.where(Visit.state.in_(OPEN_VISITS))
            .order_by(Visit.starts_at, Visit.id)
            .limit(MOST)
        ).all()
        over = session.scalars(
            wanted.where(Visit.state.not_in(OPEN_VISITS))
            .order_by(Visit.id.desc())
            .limit(MOST)
        ).all()
        shown = visit_lines(session, coming), visit_lines(session, over)
        today = now().astimezone(issuer_of(session).zone).date()
    return render_template(
        "monitoring/visits.html",
        coming=shown[0],
        over=shown[1],
        code=organisation.code,
        rules=monitoring_in_force(on=today),
        at=now(),
    )


@blueprint.get(ONE)
@for_staff(Permission.COURSES_MONITOR)
def one(visit_id: UUID) -> str:
    """A visit with its checks."""
    return _page(visit_id)


@blueprint.post(f"{ONE}/acceptance")
@for_staff(Permission.COURSES_MONITOR)
def accept(visit_id: UUID) -> Response | tuple[str, int]:
    """Take the visit on."""
    return _act(
        visit_id,
        lambda session: accept_visit(session, visit_id, by=_visitor(), at=now()),
    )


@blueprint.post(f"{ONE}/decline")
@for_staff(Permission.COURSES_MONITOR)
def decline(visit_id: UUID) -> Response | tuple[str, int]:
    """Leave the visit to another monitor."""
    cause = typed("reason", most=LONGEST) or "-"
    return _act(
        visit_id,
        lambda session: decline_visit(
            session, visit_id, by=_visitor(), cause=cause, at=now()
        ),
        then="",
    )


@blueprint.post(f"{ONE}/files")
@takes_file
@for_staff(Permission.COURSES_MONITOR)
def upload(visit_id: UUID) -> Response | tuple[str, int]:
    """Keep a photo or a PDF for a check."""
    sent, check = request.files.get("file"), request.form.get("check", "")
    try:
        with reading("pages.check_room") as session:
            check_room(session, _find(session, visit_id), check)
        file = put(receive(sent.read() if sent else b""))
    except Refusal as refusal:
        return _page(visit_id, refusal), status_of(type(refusal))
    return _act(
        visit_id,
        lambda session: attach_to_visit(
            session,
            visit_id,
            file,
            by=_visitor(),
            check=check,
            name=(sent.filename if sent else None) or "file",
            at=now(),
        ),
    )


@blueprint.get(f"{ONE}/files/<uuid:visit_file_id>")
@for_staff(Permission.COURSES_MONITOR)
def download(visit_id: UUID, visit_file_id: UUID) -> Response:
    """A file, saved and never shown."""
    with reading("pages.visit_file") as session:
        files = files_of_visit(session, _find(session, visit_id).id)
        return as_attachment(
            content_of(session, find_file(session, visit_file_id, files))
        )


@blueprint.post(f"{ONE}/draft")
@for_staff(Permission.COURSES_MONITOR)
def save(visit_id: UUID) -> Response | str | tuple[str, int]:
    """Keep what is filled in so far: by itself while she types, or by the button."""
    visitor = _visitor()
    try:
        with unit_of_work("pages.keep_draft") as session:
            visit = _find(session, visit_id)
            keep_draft(
                session,
                visit_id,
                _filled_in(checks_of(session, visit)),
                monitor_id=visitor.monitor_id,
                account_id=visitor.account_id,
                at=now(),
            )
    except Refusal as refusal:
        return _page(visit_id, refusal), status_of(type(refusal))
    if request.headers.get("HX-Request"):
        return _page(visit_id)
    flash(_("Saved. Go on whenever you like; it is sent by the last button alone."))
    code = current_staff().organisation.code
    return redirect(f"/partner/{code}/visits/{visit_id}", 303)


@blueprint.post(f"{ONE}/report")
@for_staff(Permission.COURSES_MONITOR)
def report(visit_id: UUID) -> Response | tuple[str, int]:
    """Report what was seen."""

    def act(session: Session) -> None:
        checks = checks_of(session, _find(session, visit_id))
        filled = report_of(_filled_in(checks), checks)
        report_visit(session, visit_id, filled, by=_visitor(), at=now())

    return _act(visit_id, act)


def _filled_in(checks: list[Check]) -> dict[str, str]:
    return {name: typed(name, most=LONGEST) for name in fields_of(checks)}


def _visitor() -> Visitor:
    staff = current_staff()
    return Visitor(staff.organisation.id, staff.seat.account_id)


def _find(session: Session, visit_id: UUID) -> Visit:
    return find_visit(session, visit_id, monitor_id=current_staff().organisation.id)


def _act(
    visit_id: UUID, act: Callable[[Session], Any], *, then: str | None = None
) -> Response | tuple[str, int]:
    place = f"/{visit_id}" if then is None else then
    return carry_out(
        "pages.change_visit",
        act,
        done=_("Done."),
        then=f"/partner/{current_staff().organisation.code}/visits{place}",
        again=lambda refusal: _page(visit_id, refusal),
    )


def _page(visit_id: UUID, refusal: Refusal | None = None) -> str:
    organisation = current_staff().organisation
    with reading("pages.visit") as session:
        visit = _find(session, visit_id)
        view = visit_for_monitor(session, visit, language=page_locale())
        draft = draft_of(session, visit.id, current_staff().seat.account_id)
        promised = said_in(session, view["promised"] or {}, language=page_locale())
    # What was just sent is newer than what was kept.
    sent = request.form if request.endpoint == f"{blueprint.name}.report" else None
    return render_template(
        "monitoring/visit.html",
        view=view,
        promised=promised,
        severities=list(Severity),
        answers=list(Answer),
        address=f"/partner/{organisation.code}/visits/{visit_id}",
        form=sent or (draft.fields if draft else {}),
        saved_at=draft.saved_at if draft else None,
        at=now(),
        refusal=in_words(refusal) if refusal else None,
    )
