"""What the API and the pages show of an application, put together for the wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.privacy import mask_account_number, mask_digits, vault_of
from partners.onboarding.evidence_models import EvidenceFile
from partners.onboarding.models import (
    OPEN_TO_APPLICANT,
    WITH_OPERATOR,
    Move,
    PartnerApplication,
    Tie,
)
from partners.onboarding.queries import (
    files_of,
    findings_of,
    judgements_of,
    missing_in,
    moves_of,
    opened,
    requirement_for,
    submission_of,
    ties_of,
)
from partners.onboarding.requirement import Criterion, Relation
from partners.onboarding.review_models import Finding, Judgement
from partners.onboarding.rules import Missing, changed_criteria


@dataclass(frozen=True)
class TieView:
    """A tie with its number masked (PD-03)."""

    id: UUID
    relation: str
    is_person: bool
    name: str | None
    number_masked: str | None
    detail: str | None
    share_bps: int | None


@dataclass(frozen=True)
class FileView:
    """A file that shows something, without its content."""

    id: UUID
    item: str
    name: str
    media_type: str
    size: int
    sha256: str
    received_sha256: str
    pages: int | None
    uploaded_at: datetime


@dataclass(frozen=True)
class MissingView:
    """Something that is not there, and the rule that asks for it."""

    lacking: str
    what: str
    label: str
    criterion: str | None
    rule: str | None
    source: str | None


@dataclass(frozen=True)
class ApplicationView:
    """An application as its applicant sees it."""

    id: UUID
    organisation_id: UUID
    kind: str
    requirement_version: int
    state: str
    version: int
    answers: dict[str, Any]
    ties: Sequence[TieView]
    files: Sequence[FileView]
    findings: Sequence[Finding]
    missing: Sequence[MissingView]
    who_acts: str | None
    started_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    due_on: date | None
    decided_at: datetime | None
    history: Sequence[Move]


def show_application(
    session: Session,
    application: PartnerApplication,
    *,
    language: str,
    today: date,
) -> ApplicationView:
    """Everything about one application, in the reader's language."""
    names = (
        *("id", "organisation_id", "kind", "requirement_version", "state", "version"),
        *("answers", "started_at", "changed_at", "submitted_at", "due_on"),
        "decided_at",
    )
    return ApplicationView(
        **{name: getattr(application, name) for name in names},
        ties=[show_tie(session, tie) for tie in ties_of(session, application.id)],
        files=[show_file(session, file) for file in files_of(session, application.id)],
        findings=findings_for_applicant(session, application),
        missing=[
            show_missing(each, language)
            for each in missing_in(session, application, on=today)
        ],
        who_acts=who_acts(application),
        history=moves_of(session, application.id),
    )


def who_acts(application: PartnerApplication) -> str | None:
    """Who has to do the next step: `applicant`, `operator`, or nobody."""
    if application.state in OPEN_TO_APPLICANT:
        return "applicant"
    return "operator" if application.state in WITH_OPERATOR else None


def findings_for_applicant(
    session: Session, application: PartnerApplication
) -> Sequence[Finding]:
    """What was found, once the applicant has to act or it is decided; the operator's
    unfinished work is its own affair."""
    told = application.state not in WITH_OPERATOR
    return findings_of(session, application) if told else []


def show_file(session: Session, file: EvidenceFile) -> FileView:
    """A file with its name in clear."""
    vault = vault_of(session)
    same = ("id", "item", "media_type", "size", "pages", "uploaded_at")
    return FileView(
        **{name: getattr(file, name) for name in same},
        name=vault.open(file.name_sealed, row=file.id, field="file_name"),
        sha256=file.sha256.hex(),
        received_sha256=file.received_sha256.hex(),
    )


def show_tie(session: Session, tie: Tie) -> TieView:
    """A tie with its name in clear and its number masked."""
    clear = opened(session, tie)
    return TieView(
        id=tie.id,
        relation=tie.relation,
        is_person=tie.is_person,
        name=clear.name,
        number_masked=_masked(clear.relation, clear.number),
        detail=clear.detail,
        share_bps=clear.share_bps,
    )


def _masked(relation: Relation, number: str | None) -> str | None:
    if number is None:
        return None
    if relation is Relation.BANK_ACCOUNT:
        return mask_account_number(number)
    return mask_digits(number)


def show_missing(missing: Missing, language: str) -> MissingView:
    """In the reader's language, with the source of the rule."""
    criterion = missing.criterion
    return MissingView(
        lacking=missing.lacking,
        what=missing.what,
        label=missing.text.in_(language),
        criterion=criterion.code if criterion else None,
        rule=criterion.text.in_(language) if criterion else None,
        source=criterion.source if criterion else None,
    )


@dataclass(frozen=True)
class CriterionView:
    """One line of the checklist: the rule, what was found, whether it changed."""

    code: str
    text: str
    source: str
    checked_by: str
    changed: bool
    verdict: str | None
    note: str | None
    carried: bool


@dataclass(frozen=True)
class ReviewView:
    """An application as the operator's staff see it."""

    application: ApplicationView
    organisation_name: str
    overdue: bool
    checklist: Sequence[CriterionView]
    judgements: Sequence[Judgement]


def show_review(
    session: Session,
    application: PartnerApplication,
    organisation_name: str,
    *,
    language: str,
    today: date,
) -> ReviewView:
    """Everything that a decision needs. Names of people are in it: whoever shows it
    writes that down."""
    changed = _changed(session, application)
    found = {each.criterion: each for each in findings_of(session, application)}
    return ReviewView(
        application=show_application(
            session, application, language=language, today=today
        ),
        organisation_name=organisation_name,
        overdue=application.due_on is not None and application.due_on < today,
        checklist=[
            _line(criterion, found.get(criterion.code), changed, language)
            for criterion in requirement_for(application).criteria
        ],
        judgements=judgements_of(session, application.id),
    )


def _line(
    criterion: Criterion, found: Finding | None, changed: set[str], language: str
) -> CriterionView:
    return CriterionView(
        code=criterion.code,
        text=criterion.text.in_(language),
        source=criterion.source,
        checked_by=criterion.checked_by,
        changed=criterion.code in changed,
        verdict=found.verdict if found else None,
        note=found.note if found else None,
        carried=found.carried if found else False,
    )


def _changed(session: Session, application: PartnerApplication) -> set[str]:
    """The criteria of which something changed since the submission before."""
    number = application.submissions
    before = submission_of(session, application.id, number - 1)
    after = submission_of(session, application.id, number)
    if before is None or after is None:
        return set()
    requirement = requirement_for(application)
    return changed_criteria(requirement, before.content, after.content)
