"""Sending an application, and taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from partners.onboarding.errors import ApplicationIncomplete
from partners.onboarding.events import PartnerApplicationSubmitted
from partners.onboarding.letters import REVIEW_WAITS
from partners.onboarding.models import ApplicationState, PartnerApplication
from partners.onboarding.queries import (
    files_of,
    find_application,
    missing_in,
    requirement_for,
    submission_of,
    ties_of,
)
from partners.onboarding.review_models import Finding, Submission, Verdict
from partners.onboarding.rules import changed_criteria
from partners.onboarding.services.clock import local_day, start_clock, stop_clock
from partners.onboarding.services.follow import follow_standing
from partners.onboarding.services.move import move
from partners.onboarding.services.save import open_draft
from partners.onboarding.services.write import tell_reviewers
from partners.organisations.models import Kind


def submit(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Send a complete draft to the operator; the clock starts, or goes on.

    What was found met, and has not changed since, stays met. Raises
    ApplicationNotFound, ApplicationStateWrong, ApplicationIncomplete.
    """
    application = open_draft(session, application_id, organisation_id)
    found = missing_in(session, application, on=local_day(at, zone))
    missing = [each.what for each in found]
    if missing:
        raise ApplicationIncomplete(missing=", ".join(dict.fromkeys(missing)))
    first = application.submissions == 0
    application.submissions += 1
    application.submitted_at = at
    made = _keep(session, application, account_id, at=at)
    move(session, application, ApplicationState.SUBMITTED, by=account_id, at=at)
    clock = requirement_for(application).clock
    start_clock(
        application,
        today=local_day(at, zone),
        allowed=clock.review_working_days if first else None,
    )
    _carry_over(session, application, made)
    follow_standing(session, organisation_id, at=at)
    publish(
        session,
        PartnerApplicationSubmitted(
            partner_application_id=application.id,
            organisation_id=organisation_id,
            kind=Kind(application.kind),
            submission=application.submissions,
            occurred_at=at,
            audience=(organisation_id,),
        ),
    )
    tell_reviewers(session, application, REVIEW_WAITS, at=at, due_on=application.due_on)
    return application


def withdraw(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Take an undecided application back. Raises ApplicationNotFound,
    ApplicationStateWrong."""
    application = find_application(
        session, application_id, organisation_id=organisation_id, lock=True
    )
    move(session, application, ApplicationState.WITHDRAWN, by=account_id, at=at)
    stop_clock(application, today=local_day(at, zone))
    application.decided_at = at
    follow_standing(session, organisation_id, at=at)
    return application


def _keep(
    session: Session, application: PartnerApplication, by: UUID, *, at: datetime
) -> Submission:
    content: dict[str, Any] = {
        "answers": application.answers,
        "files": {
            str(file.id): {"item": file.item, "sha256": file.sha256.hex()}
            for file in files_of(session, application.id)
        },
        "ties": {str(tie.id): tie.relation for tie in ties_of(session, application.id)},
    }
    made = Submission(
        application_id=application.id,
        number=application.submissions,
        content=content,
        submitted_at=at,
        submitted_by=by,
    )
    session.add(made)
    return made


def _carry_over(
    session: Session, application: PartnerApplication, made: Submission
) -> None:
    before = submission_of(session, application.id, made.number - 1)
    if before is None:
        return
    requirement = requirement_for(application)
    changed = changed_criteria(requirement, before.content, made.content)
    unchanged = {each.code for each in requirement.criteria} - changed
    met = session.scalars(
        select(Finding).where(
            Finding.application_id == application.id,
            Finding.submission == before.number,
            Finding.verdict == Verdict.MET,
            Finding.criterion.in_(unchanged),
        )
    )
    session.add_all(
        Finding(
            application_id=application.id,
            submission=made.number,
            criterion=finding.criterion,
            verdict=Verdict.MET,
            note=finding.note,
            carried=True,
            found_at=finding.found_at,
            found_by=finding.found_by,
        )
        for finding in met.all()
    )
