"""Saving a draft, half finished as it may be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.onboarding.errors import ApplicationStateWrong, DraftChangedMeanwhile
from partners.onboarding.models import OPEN_TO_APPLICANT, PartnerApplication
from partners.onboarding.queries import find_application, requirement_for
from partners.onboarding.rules import clean_answers


def save_answers(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID,
    answers: Mapping[str, Any],
    version: int | None = None,
    at: datetime,
) -> PartnerApplication:
    """Keep the answers that are given; those that are left out stay as they are, and
    None clears one.

    With `version` nothing is kept if somebody changed the draft since it was read.
    Raises ApplicationNotFound, ApplicationStateWrong, DraftChangedMeanwhile or
    AnswersUnusable. Saving what is there already changes nothing.
    """
    application = open_draft(session, application_id, organisation_id, version=version)
    cleaned = clean_answers(requirement_for(application), answers)
    kept = {
        code: value
        for code, value in {**application.answers, **cleaned}.items()
        if value is not None
    }
    changed = sorted(
        code for code in cleaned if kept.get(code) != application.answers.get(code)
    )
    if changed:
        application.answers = kept
        touch(session, application, "answered", at=at, fields=changed)
    return application


def open_draft(
    session: Session,
    application_id: UUID,
    organisation_id: UUID,
    *,
    version: int | None = None,
) -> PartnerApplication:
    """An organisation's own application, locked, that the applicant may write.

    Raises ApplicationNotFound, ApplicationStateWrong, DraftChangedMeanwhile.
    """
    application = find_application(
        session, application_id, organisation_id=organisation_id, lock=True
    )
    if version is not None and version != application.version:
        raise DraftChangedMeanwhile(current=application.version)
    if application.state not in OPEN_TO_APPLICANT:
        raise ApplicationStateWrong(state=application.state)
    return application


def touch(
    session: Session,
    application: PartnerApplication,
    act: str,
    *,
    at: datetime,
    **what: Any,
) -> None:
    """Count a change of the draft and write it down, by the names of what changed."""
    application.version += 1
    application.changed_at = at
    record(
        session,
        action=f"partner_application.{act}",
        object_type="partner_application",
        object_id=application.id,
        at=at,
        after=what,
    )
