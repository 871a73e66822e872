"""The pages of one application: fill it in, attach, send, and see how it stands."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.files.keeping import put
from core.files.receiving import receive
from core.unit_of_work import reading, unit_of_work
from openapi.files import as_attachment
from openapi.problems import status_of
from openapi.requests import takes_file
from partners.accounts.web import (
    PageBlueprint,
    in_words,
    page_locale,
    signed_in_account,
)
from partners.onboarding.api import zone
from partners.onboarding.errors import AnswersUnusable
from partners.onboarding.models import OPEN_TO_APPLICANT
from partners.onboarding.queries import (
    find_application,
    requirement_for,
)
from partners.onboarding.requirement import Form, Relation, Requirement
from partners.onboarding.rules import FAULT_WORDS, AnswerFault, DeclaredTie
from partners.onboarding.services.clock import local_day
from partners.onboarding.services.decide import appeal
from partners.onboarding.services.evidence import (
    attach,
    check_room,
    read_file,
    remove,
)
from partners.onboarding.services.save import save_answers
from partners.onboarding.services.submit import submit, withdraw
from partners.onboarding.services.ties import add_tie, remove_tie
from partners.onboarding.views import show_application
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint(
    "onboarding_pages", __name__, template_folder="../../templates"
)
LIST = "/partner/<code>/applications"
ONE = f"{LIST}/<uuid:application_id>"


@blueprint.get(ONE)
@for_staff(Permission.ORGANISATION_READ)
def own_application(application_id: UUID) -> str:
    """One application: its state, what is missing, and the draft if it is open."""
    return _page(application_id)


@blueprint.post(ONE)
@for_staff(Permission.ORGANISATION_APPLY)
def save(application_id: UUID) -> Response | tuple[str, int] | str:
    """Save what is filled in; the page asks for it by itself too."""
    organisation_id = current_staff().organisation.id
    with reading("pages.application") as session:
        application = find_application(
            session, application_id, organisation_id=organisation_id
        )
    given = _answers(requirement_for(application))
    try:
        with unit_of_work("pages.save_application") as session:
            save_answers(
                session,
                application_id,
                organisation_id=organisation_id,
                answers=given,
                version=request.form.get("version", type=int),
                at=now(),
            )
    except Refusal as refusal:
        return _page(application_id, refusal, given), status_of(type(refusal))
    if request.headers.get("HX-Request"):
        return _page(application_id)
    flash(_("Saved."))
    return redirect(_address(application_id), 303)


@blueprint.post(f"{ONE}/ties")
@for_staff(Permission.ORGANISATION_APPLY)
def name_tie(application_id: UUID) -> Response | tuple[str, int]:
    """Add an owner, officer, account or domain."""
    form = request.form
    relation = form.get("relation", "")
    tie = DeclaredTie(
        relation=Relation(relation if relation in list(Relation) else Relation.DOMAIN),
        is_person=form.get("is_person") == "yes",
        name=form.get("name"),
        number=form.get("number"),
        detail=form.get("detail"),
        share_bps=_basis_points(form.get("share", "")),
    )
    return _act(
        application_id,
        lambda session: add_tie(
            session,
            application_id,
            organisation_id=current_staff().organisation.id,
            tie=tie,
            account_id=signed_in_account().id,
            at=now(),
        ),
    )


@blueprint.post(f"{ONE}/ties/<uuid:tie_id>/removal")
@for_staff(Permission.ORGANISATION_APPLY)
def unname_tie(application_id: UUID, tie_id: UUID) -> Response | tuple[str, int]:
    """Take an entry back."""
    return _act(
        application_id,
        lambda session: remove_tie(
            session,
            application_id,
            tie_id,
            organisation_id=current_staff().organisation.id,
            at=now(),
        ),
    )


@blueprint.post(f"{ONE}/files")
@takes_file
@for_staff(Permission.ORGANISATION_APPLY)
def upload(application_id: UUID) -> Response | tuple[str, int]:
    """Attach a file to an item of evidence."""
    sent = request.files.get("file")
    item = request.form.get("item", "")
    organisation_id = current_staff().organisation.id
    try:
        with reading("pages.check_room") as session:
            draft = find_application(
                session, application_id, organisation_id=organisation_id
            )
            check_room(session, draft, item)
        file = put(receive(sent.read() if sent else b""))
    except Refusal as refusal:
        return _page(application_id, refusal), status_of(type(refusal))
    return _act(
        application_id,
        lambda session: attach(
            session,
            application_id,
            organisation_id=organisation_id,
            item=item,
            name=(sent.filename if sent else None) or "file",
            file=file,
            account_id=signed_in_account().id,
            at=now(),
        ),
    )


@blueprint.get(f"{ONE}/files/<uuid:file_id>")
@for_staff(Permission.ORGANISATION_READ)
def download(application_id: UUID, file_id: UUID) -> Response:
    """A file, saved and never shown; each download is on the record."""
    with unit_of_work("pages.download") as session:
        application = find_application(
            session, application_id, organisation_id=current_staff().organisation.id
        )
        return as_attachment(read_file(session, application, file_id, at=now()))


@blueprint.post(f"{ONE}/files/<uuid:file_id>/removal")
@for_staff(Permission.ORGANISATION_APPLY)
def take_file_back(application_id: UUID, file_id: UUID) -> Response | tuple[str, int]:
    """Take a file back."""
    return _act(
        application_id,
        lambda session: remove(
            session,
            application_id,
            file_id,
            organisation_id=current_staff().organisation.id,
            at=now(),
        ),
    )


@blueprint.post(f"{ONE}/submission")
@for_staff(Permission.ORGANISATION_APPLY)
def send(application_id: UUID) -> Response | tuple[str, int]:
    """Send a complete application."""
    return _act(application_id, _step(submit, application_id))


@blueprint.post(f"{ONE}/withdrawal")
@for_staff(Permission.ORGANISATION_APPLY)
def take_back(application_id: UUID) -> Response | tuple[str, int]:
    """Withdraw an undecided application."""
    return _act(application_id, _step(withdraw, application_id))


@blueprint.post(f"{ONE}/appeal")
@for_staff(Permission.ORGANISATION_APPLY)
def ask_again(application_id: UUID) -> Response | tuple[str, int]:
    """Appeal a refusal."""
    reason = request.form.get("reason", "")[:2000]
    return _act(application_id, _step(appeal, application_id, reason=reason))


def _basis_points(percent: str) -> int | None:
    """`51`, `51.5` or `51,25` percent; None for what is none."""
    found = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?", percent.strip())
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _step(
    service: Callable[..., Any], application_id: UUID, **more: Any
) -> Callable[[Session], Any]:
    def act(session: Session) -> Any:
        return service(
            session,
            application_id,
            organisation_id=current_staff().organisation.id,
            account_id=signed_in_account().id,
            zone=zone(),
            at=now(),
            **more,
        )

    return act


def _act(
    application_id: UUID, act: Callable[[Session], Any]
) -> Response | tuple[str, int]:
    try:
        with unit_of_work("pages.change_application") as session:
            act(session)
    except Refusal as refusal:
        return _page(application_id, refusal), status_of(type(refusal))
    flash(_("Done."))
    return redirect(_address(application_id), 303)


def _address(application_id: UUID) -> str:
    return f"/partner/{current_staff().organisation.code}/applications/{application_id}"


def _answers(requirement: Requirement) -> dict[str, Any]:
    """The form's values in the forms of the fields; what is empty is cleared."""
    given: dict[str, Any] = {}
    for field in requirement.fields:
        if field.form is Form.CHOICES:
            given[field.code] = request.form.getlist(field.code) or None
            continue
        text = request.form.get(field.code, "").strip()
        whole = field.form is Form.NUMBER and text.isascii() and text.isdigit()
        given[field.code] = int(text[:12]) if whole else text or None
    return given


def _page(
    application_id: UUID,
    refusal: Refusal | None = None,
    given: dict[str, Any] | None = None,
) -> str:
    staff = current_staff()
    with reading("pages.application") as session:
        application = find_application(
            session, application_id, organisation_id=staff.organisation.id
        )
        view = show_application(
            session,
            application,
            language=page_locale(),
            today=local_day(now(), zone()),
        )
    may_apply = Permission.ORGANISATION_APPLY in staff.permissions
    faults = (
        {
            field: FAULT_WORDS[AnswerFault(fault)].in_(page_locale())
            for field, fault in refusal.members["errors"].items()
        }
        if isinstance(refusal, AnswersUnusable)
        else {}
    )
    return render_template(
        "onboarding/application.html",
        view=view,
        requirement=requirement_for(application),
        answers={**view.answers, **(given or {})},
        faults=faults,
        open=may_apply and application.state in OPEN_TO_APPLICANT,
        may_apply=may_apply,
        address=_address(application_id),
        agreements_address=f"/partner/{staff.organisation.code}/agreements",
        overdue=view.due_on is not None and view.due_on < local_day(now(), zone()),
        refusal=in_words(refusal) if refusal else None,
    )
