"""Recommending, deciding by a second person, and appeal by a third (feature 114)."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from core.mail import Letter
from partners.agreements.errors import AgreementNotAccepted
from partners.agreements.queries import unaccepted
from partners.conflicts.services.guard import refuse_tied_staff
from partners.onboarding.errors import (
    AppealNotPossible,
    ApplicationStateWrong,
    NotByTheSamePerson,
    ReviewUnfinished,
)
from partners.onboarding.events import (
    PartnerApplicationApproved,
    PartnerApplicationRefused,
)
from partners.onboarding.letters import (
    AGREEMENT_WANTED,
    APPEAL_DISMISSED,
    APPEAL_GRANTED,
    APPEAL_WAITS,
    APPROVED,
    REFUSED,
)
from partners.onboarding.models import ApplicationState, PartnerApplication
from partners.onboarding.queries import (
    find_application,
    findings_of,
    is_party,
    requirement_for,
)
from partners.onboarding.review_models import Judgement, Outcome, Step, Verdict
from partners.onboarding.services.clock import local_day, start_clock, stop_clock
from partners.onboarding.services.follow import follow_standing, take_in
from partners.onboarding.services.move import move, stated
from partners.onboarding.services.review import in_review
from partners.onboarding.services.write import tell_applicant, tell_reviewers
from partners.organisations.models import Kind


def recommend(
    session: Session,
    application_id: UUID,
    *,
    outcome: Outcome,
    reason: str,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> Judgement:
    """Recommend how to decide, once every criterion was looked at.

    Approval needs all of them met, refusal one that is not. Where an agreement came
    into force meanwhile the applicant is asked to accept it. Raises
    ApplicationNotFound, ApplicationStateWrong, NotByTheSamePerson, ReviewUnfinished
    or ReasonMissing.
    """
    reason = stated(reason)
    application = in_review(session, application_id, account_id, at=at)
    _check_findings(session, application, outcome)
    made = _judge(
        session, application, Step.RECOMMENDATION, outcome, reason, account_id, at=at
    )
    move(session, application, ApplicationState.RECOMMENDED, by=account_id, at=at)
    wanted = unaccepted(session, application.organisation_id, on=local_day(at, zone))
    if outcome is Outcome.APPROVE and wanted:
        tell_applicant(session, application, AGREEMENT_WANTED, at=at, page="agreements")
    return made


def decide(
    session: Session,
    application_id: UUID,
    *,
    confirm: bool,
    reason: str,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Confirm the recommendation, which decides, or return it to the review.

    Of several at once one is first; the others find it decided. Raises
    ApplicationNotFound, ApplicationStateWrong, NotByTheSamePerson, StaffTied or
    ReasonMissing.
    """
    reason = stated(reason)
    application = find_application(session, application_id, lock=True)
    if application.state != ApplicationState.RECOMMENDED:
        raise ApplicationStateWrong(state=application.state)
    recommended = _last_recommendation(session, application)
    if account_id == recommended.judged_by or is_party(
        session, application, account_id
    ):
        raise NotByTheSamePerson
    approves = confirm and recommended.outcome == Outcome.APPROVE
    today = local_day(at, zone)
    if approves and unaccepted(session, application.organisation_id, on=today):
        raise AgreementNotAccepted
    refuse_tied_staff(session, account_id, application.organisation_id)
    step = Step.CONFIRMATION if confirm else Step.RETURN
    outcome = Outcome(recommended.outcome or Outcome.REFUSE) if confirm else None
    _judge(
        session,
        application,
        step,
        outcome,
        reason,
        account_id,
        answers_to=recommended.id,
        at=at,
    )
    if outcome is None:
        move(
            session,
            application,
            ApplicationState.IN_REVIEW,
            by=account_id,
            at=at,
        )
        return application
    _close(
        session,
        application,
        outcome,
        recommended.reason,
        account_id,
        zone=zone,
        at=at,
    )
    return application


def appeal(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID,
    reason: str,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Ask for a refusal to be looked at again, once and in time; a clock of its own
    starts. Raises ApplicationNotFound, ApplicationStateWrong, AppealNotPossible or
    ReasonMissing."""
    reason = stated(reason)
    application = find_application(
        session, application_id, organisation_id=organisation_id, lock=True
    )
    if application.state != ApplicationState.REFUSED:
        raise ApplicationStateWrong(state=application.state)
    clock = requirement_for(application).clock
    decided = application.decided_at or at
    late = at > decided + timedelta(days=clock.appeal_within_days)
    if application.appealed_at is not None or late or _another(session, application):
        raise AppealNotPossible(days=clock.appeal_within_days)
    application.appealed_at = at
    application.decided_at = None
    move(
        session,
        application,
        ApplicationState.APPEALED,
        by=account_id,
        at=at,
        reason=reason,
    )
    start_clock(
        application, today=local_day(at, zone), allowed=clock.appeal_working_days
    )
    follow_standing(session, organisation_id, at=at)
    tell_reviewers(session, application, APPEAL_WAITS, at=at, due_on=application.due_on)
    return application


def decide_appeal(
    session: Session,
    application_id: UUID,
    *,
    outcome: Outcome,
    reason: str,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Decide an appeal, for good, as somebody who had no part in the refusal.

    Raises ApplicationNotFound, ApplicationStateWrong, NotByTheSamePerson, StaffTied or
    ReasonMissing.
    """
    reason = stated(reason)
    application = find_application(session, application_id, lock=True)
    if application.state != ApplicationState.APPEALED:
        raise ApplicationStateWrong(state=application.state)
    if is_party(session, application, account_id) or account_id in _judges(
        session, application
    ):
        raise NotByTheSamePerson
    if outcome is Outcome.APPROVE and unaccepted(
        session, application.organisation_id, on=local_day(at, zone)
    ):
        raise AgreementNotAccepted
    refuse_tied_staff(session, account_id, application.organisation_id)
    _judge(
        session,
        application,
        Step.APPEAL_DECISION,
        outcome,
        reason,
        account_id,
        at=at,
    )
    _close(session, application, outcome, reason, account_id, zone=zone, at=at)
    return application


def _check_findings(
    session: Session, application: PartnerApplication, outcome: Outcome
) -> None:
    found = {each.criterion: each.verdict for each in findings_of(session, application)}
    codes = [each.code for each in requirement_for(application).criteria]
    left = [code for code in codes if code not in found]
    if outcome is Outcome.APPROVE:
        left += [code for code in codes if found.get(code, Verdict.MET) != Verdict.MET]
    elif Verdict.NOT_MET not in found.values():
        left = left or codes
    if left:
        raise ReviewUnfinished(criteria=", ".join(left))


def _judge(
    session: Session,
    application: PartnerApplication,
    step: Step,
    outcome: Outcome | None,
    reason: str,
    by: UUID,
    *,
    at: datetime,
    answers_to: UUID | None = None,
) -> Judgement:
    made = Judgement(
        application_id=application.id,
        submission=application.submissions,
        step=step,
        outcome=outcome,
        reason=reason,
        answers_to=answers_to,
        judged_at=at,
        judged_by=by,
    )
    session.add(made)
    session.flush()
    return made


def _close(
    session: Session,
    application: PartnerApplication,
    outcome: Outcome,
    reason: str,
    by: UUID,
    *,
    zone: ZoneInfo,
    at: datetime,
) -> None:
    approved = outcome is Outcome.APPROVE
    state = ApplicationState.APPROVED if approved else ApplicationState.REFUSED
    move(session, application, state, by=by, at=at, reason=reason)
    stop_clock(application, today=local_day(at, zone))
    application.decided_at = at
    if approved:
        take_in(session, application.organisation_id, kind=application.kind, at=at)
    else:
        follow_standing(session, application.organisation_id, at=at)
    fact = PartnerApplicationApproved if approved else PartnerApplicationRefused
    publish(
        session,
        fact(
            partner_application_id=application.id,
            organisation_id=application.organisation_id,
            kind=Kind(application.kind),
            occurred_at=at,
            audience=(application.organisation_id,),
        ),
    )
    letter = _letter_about(application, outcome)
    days = requirement_for(application).clock.appeal_within_days
    tell_applicant(session, application, letter, at=at, days=days)


def _letter_about(application: PartnerApplication, outcome: Outcome) -> Letter:
    approved = outcome is Outcome.APPROVE
    if application.appealed_at is not None:
        return APPEAL_GRANTED if approved else APPEAL_DISMISSED
    return APPROVED if approved else REFUSED


def _last_recommendation(
    session: Session, application: PartnerApplication
) -> Judgement:
    return session.scalars(
        select(Judgement)
        .where(
            Judgement.application_id == application.id,
            Judgement.step == Step.RECOMMENDATION,
        )
        .order_by(Judgement.judged_at.desc(), Judgement.id.desc())
        .limit(1)
    ).one()


def _judges(session: Session, application: PartnerApplication) -> set[UUID]:
    return set(
        session.scalars(
            select(Judgement.judged_by).where(
                Judgement.application_id == application.id
            )
        )
    )


def _another(session: Session, application: PartnerApplication) -> bool:
    """Whether the organisation has applied for the same kind anew meanwhile."""
    newer = select(PartnerApplication.id).where(
        PartnerApplication.organisation_id == application.organisation_id,
        PartnerApplication.kind == application.kind,
        PartnerApplication.id > application.id,
    )
    return session.scalar(newer.limit(1)) is not None
