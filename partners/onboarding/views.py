"""What the API and the pages show of an application, put together for the wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.privacy import mask_account_number, mask_digits
from partners.onboarding.models import (
    OPEN_TO_APPLICANT,
    WITH_OPERATOR,
    Move,
    PartnerApplication,
    Tie,
)
from partners.onboarding.queries import missing_in, moves_of, opened, ties_of
from partners.onboarding.requirement import Relation
from partners.onboarding.rules import Missing


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
    missing: Sequence[MissingView]
    who_acts: str | None
    started_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    due_on: date | None
    decided_at: datetime | None
    history: Sequence[Move]


def show_application(
    session: Session, application: PartnerApplication, *, language: str
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
        missing=[
            show_missing(each, language) for each in missing_in(session, application)
        ],
        who_acts=who_acts(application),
        history=moves_of(session, application.id),
    )


def who_acts(application: PartnerApplication) -> str | None:
    """Who has to do the next step: `applicant`, `operator`, or nobody."""
    if application.state in OPEN_TO_APPLICANT:
        return "applicant"
    return "operator" if application.state in WITH_OPERATOR else None


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
