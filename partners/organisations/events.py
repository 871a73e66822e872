"""Facts about the standing of an organisation, for the organisation itself."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationApproved(Event):
    topic = "organisation.approved"
    object_field = "organisation_id"

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationSuspended(Event):
    topic = "organisation.suspended"
    object_field = "organisation_id"

    organisation_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrganisationReinstated(Event):
    topic = "organisation.reinstated"
    object_field = "organisation_id"

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationTerminated(Event):
    topic = "organisation.terminated"
    object_field = "organisation_id"

    organisation_id: UUID
    reason: str
