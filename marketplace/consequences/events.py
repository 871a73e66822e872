"""Facts for those whom a sanction of somebody else concerns.

They learn what they cannot sell, and not why.
"""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event

LISTING = "the platforms that list its courses"


@dataclass(frozen=True, kw_only=True)
class InstitutionSalesStopped(Event):
    """No course of an institution can be bought at present."""

    topic = "institution.sales_stopped"
    object_field = "institution_id"
    told_to = LISTING

    institution_id: UUID


@dataclass(frozen=True, kw_only=True)
class InstitutionSalesResumed(Event):
    """Courses of an institution can be bought again."""

    topic = "institution.sales_resumed"
    object_field = "institution_id"
    told_to = LISTING

    institution_id: UUID


@dataclass(frozen=True, kw_only=True)
class CourseSalesStopped(Event):
    """One course cannot be bought at present."""

    topic = "course.sales_stopped"
    object_field = "course_id"
    told_to = "the platforms that list it"

    course_id: UUID


@dataclass(frozen=True, kw_only=True)
class CourseSalesResumed(Event):
    """One course can be bought again."""

    topic = "course.sales_resumed"
    object_field = "course_id"
    told_to = "the platforms that list it"

    course_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlatformSalesStopped(Event):
    """Nothing can be bought on a platform at present."""

    topic = "platform.sales_stopped"
    object_field = "platform_id"
    told_to = "the institutions whose courses it lists"

    platform_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlatformSalesResumed(Event):
    """Courses can be bought on a platform again."""

    topic = "platform.sales_resumed"
    object_field = "platform_id"
    told_to = "the institutions whose courses it lists"

    platform_id: UUID


@dataclass(frozen=True, kw_only=True)
class SettlementHeld(Event):
    """What your organisation is owed is held while a sanction is in force; nothing of
    it is lost."""

    topic = "settlement.held"
    object_field = "organisation_id"
    told_to = "the organisation that is owed"

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class SettlementReleased(Event):
    """What was held is owed to your organisation again."""

    topic = "settlement.released"
    object_field = "organisation_id"
    told_to = "the organisation that is owed"

    organisation_id: UUID
