"""The checklist: what the operator's staff find, and asking for changes."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id
from partners.conflicts.services.guard import refuse_tied_staff
from partners.onboarding.errors import (
    ApplicationStateWrong,
    CriterionUnknown,
    NotByTheSamePerson,
    NoteMissing,
    ReviewUnfinished,
)
from partners.onboarding.events import PartnerApplicationReturned
from partners.onboarding.letters import CHANGES_WANTED
from partners.onboarding.models import ApplicationState, PartnerApplication
from partners.onboarding.queries import (
    find_application,
    findings_of,
    is_party,
    requirement_for,
)
from partners.onboarding.review_models import Finding, Verdict
from partners.onboarding.services.clock import local_day, stop_clock
from partners.onboarding.services.follow import follow_standing
from partners.onboarding.services.move import move, stated
from partners.onboarding.services.write import tell_applicant
from partners.organisations.models import Kind


def record_finding(
    session: Session,
    application_id: UUID,
    *,
    criterion: str,
    verdict: Verdict,
    note: str | None,
    account_id: UUID,
    at: datetime,
) -> Finding:
    """Write down what was found about a criterion; the first finding begins the review.

    Raises ApplicationNotFound, ApplicationStateWrong, CriterionUnknown, NoteMissing, or
    NotByTheSamePerson for somebody of the applicant's.
    """
    application = in_review(session, application_id, account_id, at=at)
    if requirement_for(application).criterion(criterion) is None:
        raise CriterionUnknown
    note = (note or "").strip() or None
    if verdict is not Verdict.MET and note is None:
        raise NoteMissing
    values = {
        "verdict": verdict,
        "note": note,
        "carried": False,
        "found_at": at,
        "found_by": account_id,
    }
    found: Finding = session.scalars(
        insert(Finding)
        .values(
            id=new_id(),
            application_id=application.id,
            submission=application.submissions,
            criterion=criterion,
            **values,
        )
        .on_conflict_do_update(
            index_elements=["application_id", "submission", "criterion"], set_=values
        )
        .returning(Finding),
        execution_options={"populate_existing": True},
    ).one()
    record(
        session,
        action="partner_application.finding",
        object_type="partner_application",
        object_id=application.id,
        at=at,
        after={"criterion": criterion, "verdict": verdict},
    )
    return found


def in_review(
    session: Session, application_id: UUID, account_id: UUID, *, at: datetime
) -> PartnerApplication:
    """The locked application, taken into review if it was only sent.

    Raises ApplicationNotFound, NotByTheSamePerson, StaffTied, ApplicationStateWrong.
    """
    application = find_application(session, application_id, lock=True)
    if is_party(session, application, account_id):
        raise NotByTheSamePerson
    refuse_tied_staff(session, account_id, application.organisation_id)
    if application.state == ApplicationState.SUBMITTED:
        move(session, application, ApplicationState.IN_REVIEW, by=account_id, at=at)
    if application.state != ApplicationState.IN_REVIEW:
        raise ApplicationStateWrong(state=application.state)
    return application


def request_changes(
    session: Session,
    application_id: UUID,
    *,
    reason: str,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Give an application back, for what was found not met or in question.

    The clock stands still until it is sent again. Raises ApplicationNotFound,
    ApplicationStateWrong, NotByTheSamePerson, ReasonMissing, or ReviewUnfinished when
    nothing was found that could be changed.
    """
    reason = stated(reason)
    application = in_review(session, application_id, account_id, at=at)
    found = {each.criterion: each for each in findings_of(session, application)}
    if all(each.verdict == Verdict.MET for each in found.values()):
        codes = [each.code for each in requirement_for(application).criteria]
        left = [code for code in codes if code not in found] or codes
        raise ReviewUnfinished(criteria=", ".join(left))
    move(
        session,
        application,
        ApplicationState.CHANGES_REQUESTED,
        by=account_id,
        at=at,
        reason=reason,
    )
    stop_clock(application, today=local_day(at, zone))
    follow_standing(session, application.organisation_id, at=at)
    publish(
        session,
        PartnerApplicationReturned(
            partner_application_id=application.id,
            organisation_id=application.organisation_id,
            kind=Kind(application.kind),
            occurred_at=at,
            audience=(application.organisation_id,),
        ),
    )
    tell_applicant(session, application, CHANGES_WANTED, at=at)
    return application
