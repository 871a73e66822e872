"""Facts about applications, for the organisation that applies.

What a person wrote (reasons, notes) is read on the pages and operations, and told in no
event.
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, count
from partners.organisations.models import Kind

APPLICANT = "the organisation that applies"
WantedKind = Annotated[Kind, Described("What it wants to be.")]
Number = Annotated[int, count("How often it was sent, this time counted.", minimum=1)]


@dataclass(frozen=True, kw_only=True)
class PartnerApplicationSubmitted(Event):
    """Your application was sent; the published clock runs."""

    topic = "partner_application.submitted"
    object_field = "partner_application_id"
    told_to = APPLICANT

    partner_application_id: UUID
    organisation_id: UUID
    kind: WantedKind
    submission: Number


@dataclass(frozen=True, kw_only=True)
class PartnerApplicationReturned(Event):
    """Changes are wanted: you have to act, and the clock stands still."""

    topic = "partner_application.changes_requested"
    object_field = "partner_application_id"
    told_to = APPLICANT

    partner_application_id: UUID
    organisation_id: UUID
    kind: WantedKind


@dataclass(frozen=True, kw_only=True)
class PartnerApplicationApproved(Event):
    """Your organisation may take part as what it applied for."""

    topic = "partner_application.approved"
    object_field = "partner_application_id"
    told_to = APPLICANT

    partner_application_id: UUID
    organisation_id: UUID
    kind: WantedKind


@dataclass(frozen=True, kw_only=True)
class PartnerApplicationRefused(Event):
    """Your application was refused; the reasons stand with each criterion."""

    topic = "partner_application.refused"
    object_field = "partner_application_id"
    told_to = APPLICANT

    partner_application_id: UUID
    organisation_id: UUID
    kind: WantedKind


@dataclass(frozen=True, kw_only=True)
class PartnerApplicationOverdue(Event):
    """The published working days are over, and nobody has decided yet."""

    topic = "partner_application.overdue"
    object_field = "partner_application_id"
    told_to = "the organisation that applies, and the operator"

    partner_application_id: UUID
    organisation_id: UUID
    kind: WantedKind
