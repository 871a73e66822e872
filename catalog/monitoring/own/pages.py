"""The institution's pages: what monitors found, its answer, and its appeal."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.monitoring.models import Finding
from catalog.monitoring.queries import (
    files_of_finding,
    find_file,
    find_finding,
    findings_for,
)
from catalog.monitoring.services.answer import (
    answer_finding,
    appeal_finding,
    attach_to_finding,
    check_room,
)
from catalog.monitoring.views import finding_in_full, finding_lines
from core.clock import now
from core.errors import Refusal
from core.files.keeping import content_of, put
from core.files.receiving import receive
from core.text import Text
from core.unit_of_work import reading
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

blueprint = PageBlueprint(
    "own_finding_pages", __name__, template_folder="../../templates"
)
add_section(
    Section(
        "findings",
        Text("Findings in classes", "Temuan di kelas"),
        Permission.DELIVERY_WRITE,
        kinds=frozenset({Kind.TRAINING_INSTITUTION}),
        group=Group.COURSES,
    )
)
LIST = "/partner/<code>/findings"
ONE = f"{LIST}/<uuid:finding_id>"
LONGEST = 4_000
MOST = 100


@blueprint.get(LIST)
@for_staff(Permission.DELIVERY_WRITE)
def findings() -> str:
    """What was found in our classes, the newest first."""
    organisation = current_staff().organisation
    with reading("pages.own_findings") as session:
        rows = session.scalars(
            findings_for(organisation.id).order_by(Finding.id.desc()).limit(MOST)
        ).all()
        lines = finding_lines(session, rows, language=page_locale())
    return render_template(
        "monitoring/findings.html", lines=lines, code=organisation.code, at=now()
    )


@blueprint.get(ONE)
@for_staff(Permission.DELIVERY_WRITE)
def one(finding_id: UUID) -> str:
    """One finding, and a form while it can be answered or appealed against."""
    return _page(finding_id)


@blueprint.post(f"{ONE}/answer")
@for_staff(Permission.DELIVERY_WRITE)
def answer(finding_id: UUID) -> Response | tuple[str, int]:
    """Say what happened."""
    staff = current_staff()
    return _act(
        finding_id,
        lambda session: answer_finding(
            session,
            finding_id,
            provider_id=staff.organisation.id,
            words=typed("words", most=LONGEST) or "-",
            is_mended=request.form.get("is_mended") == "yes",
            by=staff.seat.account_id,
            at=now(),
        ),
    )


@blueprint.post(f"{ONE}/appeal")
@for_staff(Permission.DELIVERY_WRITE)
def appeal(finding_id: UUID) -> Response | tuple[str, int]:
    """Appeal against the decision."""
    organisation = current_staff().organisation
    return _act(
        finding_id,
        lambda session: appeal_finding(
            session,
            finding_id,
            provider_id=organisation.id,
            reason=typed("reason", most=LONGEST) or "-",
            at=now(),
        ),
    )


@blueprint.post(f"{ONE}/files")
@takes_file
@for_staff(Permission.DELIVERY_WRITE)
def upload(finding_id: UUID) -> Response | tuple[str, int]:
    """Attach a file to the answer."""
    staff, sent = current_staff(), request.files.get("file")
    try:
        with reading("pages.check_room") as session:
            check_room(session, _find(session, finding_id), at=now())
        file = put(receive(sent.read() if sent else b""))
    except Refusal as refusal:
        return _page(finding_id, refusal), status_of(type(refusal))
    return _act(
        finding_id,
        lambda session: attach_to_finding(
            session,
            finding_id,
            file,
            provider_id=staff.organisation.id,
            name=(sent.filename if sent else None) or "file",
            by=staff.seat.account_id,
            at=now(),
        ),
    )


@blueprint.get(f"{ONE}/files/<uuid:finding_file_id>")
@for_staff(Permission.DELIVERY_WRITE)
def download(finding_id: UUID, finding_file_id: UUID) -> Response:
    """A file, saved and never shown."""
    with reading("pages.finding_file") as session:
        shown, answered = files_of_finding(session, _find(session, finding_id))
        file = find_file(session, finding_file_id, [*shown, *answered])
        return as_attachment(content_of(session, file))


def _find(session: Session, finding_id: UUID) -> Finding:
    organisation_id = current_staff().organisation.id
    return find_finding(session, finding_id, provider_id=organisation_id)


def _act(finding_id: UUID, act: Callable[[Session], Any]) -> Response | tuple[str, int]:
    return carry_out(
        "pages.change_finding",
        act,
        done=_("Done."),
        then=_address(finding_id),
        again=lambda refusal: _page(finding_id, refusal),
    )


def _address(finding_id: UUID) -> str:
    return f"/partner/{current_staff().organisation.code}/findings/{finding_id}"


def _page(finding_id: UUID, refusal: Refusal | None = None) -> str:
    with reading("pages.own_finding") as session:
        finding = _find(session, finding_id)
        view = finding_in_full(session, finding, language=page_locale(), at=now())
    return render_template(
        "monitoring/finding.html",
        view=view,
        address=_address(finding_id),
        form=request.form,
        at=now(),
        refusal=in_words(refusal) if refusal else None,
    )
