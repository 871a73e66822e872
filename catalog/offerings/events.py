"""Facts about what institutions and platforms agree on."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import code, count, rupiah

BOTH = "the institution whose course it is, and the platform"
Price = Annotated[int, rupiah("What a buyer pays.")]
Commission = Annotated[
    int, count("The platform's share of the price in basis points.", example=1_000)
]
Side = Annotated[str, code("Whose wish it is.", "platform")]


@dataclass(frozen=True, kw_only=True)
class OfferingProposed(Event):
    """An institution asks a platform to list a course, or to change its price."""

    topic = "offering.proposed"
    object_field = "proposal_id"
    told_to = BOTH

    proposal_id: UUID
    course_id: UUID
    platform_id: UUID
    price: Price
    commission_bps: Commission


@dataclass(frozen=True, kw_only=True)
class ProposalClosed(Event):
    """A proposal came to its end without being accepted."""

    topic = "offering.proposal_closed"
    object_field = "proposal_id"
    told_to = BOTH

    proposal_id: UUID
    course_id: UUID
    platform_id: UUID
    state: Annotated[str, code("Declined or withdrawn.", "declined")]


@dataclass(frozen=True, kw_only=True)
class OfferingAgreed(Event):
    """A platform lists a course at this price from now on, or as soon as the course is
    published."""

    topic = "offering.agreed"
    object_field = "offering_id"
    told_to = BOTH

    offering_id: UUID
    proposal_id: UUID
    course_id: UUID
    platform_id: UUID
    price: Price
    commission_bps: Commission


@dataclass(frozen=True, kw_only=True)
class OfferingLeaving(Event):
    """One side has given notice: the course leaves the platform."""

    topic = "offering.leaving"
    object_field = "offering_id"
    told_to = BOTH

    offering_id: UUID
    course_id: UUID
    platform_id: UUID
    by: Side


@dataclass(frozen=True, kw_only=True)
class OfferingWithdrawn(Event):
    """A platform does not list a course any more; what was bought stays."""

    topic = "offering.withdrawn"
    object_field = "offering_id"
    told_to = BOTH

    offering_id: UUID
    course_id: UUID
    platform_id: UUID
