"""Reads of applications, each within one organisation or for the operator."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.agreements.queries import unaccepted
from partners.onboarding.errors import ApplicationNotFound
from partners.onboarding.evidence_models import EvidenceFile
from partners.onboarding.models import Move, PartnerApplication, Tie
from partners.onboarding.requirement import Relation, Requirement
from partners.onboarding.review_models import Finding, Judgement, Submission
from partners.onboarding.rules import DeclaredTie, Lacking, Missing, find_missing
from partners.onboarding.shipped import requirement_of
from partners.staff.models import Seat


def applications_of(organisation_id: UUID) -> Select[PartnerApplication]:
    """All applications of an organisation."""
    return select(PartnerApplication).where(
        PartnerApplication.organisation_id == organisation_id
    )


def find_application(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID | None = None,
    lock: bool = False,
) -> PartnerApplication:
    """An application, of this organisation if one is named; else ApplicationNotFound.

    With `lock` its changes and decisions take turns.
    """
    query = select(PartnerApplication).where(PartnerApplication.id == application_id)
    if organisation_id is not None:
        query = query.where(PartnerApplication.organisation_id == organisation_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    application = session.scalar(query)
    if application is None:
        raise ApplicationNotFound
    return application


def requirement_for(application: PartnerApplication) -> Requirement:
    """The version of the requirements to which an application is pinned."""
    return requirement_of(application.kind, application.requirement_version)


def ties_of(session: Session, application_id: UUID) -> Sequence[Tie]:
    """What is declared now, in the order in which it was."""
    return session.scalars(
        select(Tie)
        .where(Tie.application_id == application_id, Tie.removed_at.is_(None))
        .order_by(Tie.id)
    ).all()


def moves_of(session: Session, application_id: UUID) -> Sequence[Move]:
    """How it moved, the first step first."""
    return session.scalars(
        select(Move)
        .where(Move.application_id == application_id)
        .order_by(Move.moved_at, Move.id)
        .limit(500)
    ).all()


def opened(session: Session, tie: Tie) -> DeclaredTie:
    """A tie in clear. Whoever shows it to somebody writes that down."""
    vault = vault_of(session)
    name, number = tie.name_sealed, tie.number_sealed
    return DeclaredTie(
        relation=Relation(tie.relation),
        is_person=tie.is_person,
        name=vault.open(name, row=tie.id, field="tie_name") if name else None,
        number=vault.open(number, row=tie.id, field="tie_number") if number else None,
        detail=tie.detail,
        share_bps=tie.share_bps,
    )


def missing_in(
    session: Session, application: PartnerApplication, *, on: date
) -> list[Missing]:
    """What keeps an application from being sent on a day."""
    ties = ties_of(session, application.id)
    agreements = [
        Missing(Lacking.AGREEMENT, agreement.code, agreement.title)
        for agreement in unaccepted(session, application.organisation_id, on=on)
    ]
    missing = find_missing(
        requirement_for(application),
        application.answers,
        ties=[(tie.relation, tie.share_bps) for tie in ties],
        evidence={file.item for file in files_of(session, application.id)},
    )
    return missing + agreements


def files_of(session: Session, application_id: UUID) -> Sequence[EvidenceFile]:
    """The files that show it now, by item."""
    return session.scalars(
        select(EvidenceFile)
        .where(
            EvidenceFile.application_id == application_id,
            EvidenceFile.removed_at.is_(None),
        )
        .order_by(EvidenceFile.item, EvidenceFile.id)
    ).all()


def submission_of(
    session: Session, application_id: UUID, number: int
) -> Submission | None:
    """The application as it was sent the `number`-th time."""
    return session.scalar(
        select(Submission).where(
            Submission.application_id == application_id, Submission.number == number
        )
    )


def findings_of(session: Session, application: PartnerApplication) -> Sequence[Finding]:
    """What was found about the last submission."""
    return session.scalars(
        select(Finding).where(
            Finding.application_id == application.id,
            Finding.submission == application.submissions,
        )
    ).all()


def judgements_of(session: Session, application_id: UUID) -> Sequence[Judgement]:
    """Recommendations and decisions, the first one first."""
    return session.scalars(
        select(Judgement)
        .where(Judgement.application_id == application_id)
        .order_by(Judgement.judged_at, Judgement.id)
        .limit(200)
    ).all()


def is_party(
    session: Session, application: PartnerApplication, account_id: UUID
) -> bool:
    """Whether a person began or sent an application, or works for the applicant."""
    began = application.started_by == account_id
    sent = exists().where(
        Submission.application_id == application.id,
        Submission.submitted_by == account_id,
    )
    seated = exists().where(
        Seat.organisation_id == application.organisation_id,
        Seat.account_id == account_id,
        Seat.ended_at.is_(None),
    )
    return began or bool(session.scalar(select(sent | seated)))


def queue(state: str | None = None) -> Select[PartnerApplication]:
    """What the operator sees: everything that was ever sent, or one state."""
    query = select(PartnerApplication).where(PartnerApplication.submissions > 0)
    return query if state is None else query.where(PartnerApplication.state == state)
