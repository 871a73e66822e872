"""Facts about the standing of an organisation, for the organisation itself.

The reason is not told here: a person typed it, and it may speak of a person. Staff read
it where they read the standing.
"""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationApproved(Event):
    """Your organisation may take part in the programme."""

    topic = "organisation.approved"
    object_field = "organisation_id"
    told_to = "the organisation itself"

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationRestricted(Event):
    """Your organisation finishes what runs, and may begin nothing new."""

    topic = "organisation.restricted"
    object_field = "organisation_id"
    told_to = "the organisation itself"

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationSuspended(Event):
    """Your organisation may do nothing more for now."""

    topic = "organisation.suspended"
    object_field = "organisation_id"
    told_to = "the organisation itself"

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationReinstated(Event):
    """The suspension or restriction has ended."""

    topic = "organisation.reinstated"
    object_field = "organisation_id"
    told_to = "the organisation itself"

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationTerminated(Event):
    """Your organisation no longer takes part in the programme."""

    topic = "organisation.terminated"
    object_field = "organisation_id"
    told_to = "the organisation itself"

    organisation_id: UUID
