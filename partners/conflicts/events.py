"""Facts about ties, waivers and assignments, for the organisations that they concern.

They tell what kind of tie it is, and nothing of the person, company or account.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from core.events import NOBODY, Event
from core.events.fields import Described
from partners.conflicts.models import (
    DisputeOutcome,
    Purpose,
    ReviewRole,
    ReviewTask,
    TieKind,
)

ITSELF = "the organisation that has it"
BOTH = "the two organisations"
Kind = Annotated[TieKind, Described("To what it is tied.")]
About = Annotated[Purpose, Described("What the exception is for.")]


@dataclass(frozen=True, kw_only=True)
class TieAdded(Event):
    """A tie of your organisation was written down in the register of conflicts."""

    topic = "tie.added"
    object_field = "tie_id"
    told_to = ITSELF

    tie_id: UUID
    organisation_id: UUID
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class TieEnded(Event):
    """A tie of your organisation is over."""

    topic = "tie.ended"
    object_field = "tie_id"
    told_to = ITSELF

    tie_id: UUID
    organisation_id: UUID
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class TieDisputeAnswered(Event):
    """The operator answered your dispute of a tie."""

    topic = "tie.dispute_answered"
    object_field = "tie_id"
    told_to = ITSELF

    tie_id: UUID
    organisation_id: UUID
    outcome: Annotated[DisputeOutcome, Described("Whether the tie is over.")]


@dataclass(frozen=True, kw_only=True)
class DeclarationDue(Event):
    """The yearly declaration of your organisation's ties is due."""

    topic = "organisation.declaration_due"
    object_field = "organisation_id"
    told_to = "the organisation itself"

    organisation_id: UUID
    due_on: Annotated[date, Described("The last day, in the programme's zone.")]


@dataclass(frozen=True, kw_only=True)
class ConflictGroupChanged(Event):
    """Who is of one group with an organisation is another set now."""

    topic = "conflict_group.changed"
    object_field = "organisation_id"
    told_to = NOBODY

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class WaiverGranted(Event):
    """Two people made an exception for your organisation and another one."""

    topic = "conflict_waiver.granted"
    object_field = "waiver_id"
    told_to = BOTH

    waiver_id: UUID
    purpose: About
    organisation_id: UUID
    other_organisation_id: Annotated[UUID | None, Described("The other one.")]


@dataclass(frozen=True, kw_only=True)
class WaiverEnded(Event):
    """The exception for your organisation and another one is over."""

    topic = "conflict_waiver.ended"
    object_field = "waiver_id"
    told_to = BOTH

    waiver_id: UUID
    purpose: About
    organisation_id: UUID
    other_organisation_id: Annotated[UUID | None, Described("The other one.")]


@dataclass(frozen=True, kw_only=True)
class ReviewAssigned(Event):
    """Your organisation is asked to look at a partner."""

    topic = "review_assignment.made"
    object_field = "review_assignment_id"
    told_to = "the organisation that is to look"

    review_assignment_id: UUID
    subject_id: Annotated[UUID, Described("Id of the partner to look at.")]
    role: Annotated[ReviewRole, Described("In which role.")]
    task: Annotated[ReviewTask, Described("What is to be done.")]


@dataclass(frozen=True, kw_only=True)
class ReviewEnded(Event):
    """Your organisation need not look at a partner any more."""

    topic = "review_assignment.ended"
    object_field = "review_assignment_id"
    told_to = "the organisation that was to look"

    review_assignment_id: UUID
    subject_id: Annotated[UUID, Described("Id of the partner.")]
