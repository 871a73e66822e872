"""The register acts: services of every floor call these before something is done."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, literal, select
from sqlalchemy.orm import Session

from core.text import Text
from partners.conflicts.errors import OwnGroupCourse, ReviewerTied, StaffTied
from partners.conflicts.explaining import explain, shared_person
from partners.conflicts.models import (
    OrganisationTie,
    Purpose,
    StaffInterest,
    StaffKey,
    TieKey,
    Waiver,
    WaiverState,
)
from partners.conflicts.queries import group_of, is_waived
from partners.organisations.models import Organisation
from partners.staff.models import Seat

REFUSALS = {Purpose.SALE: OwnGroupCourse, Purpose.ASSESSMENT: ReviewerTied}


@dataclass(frozen=True)
class Finding:
    """Whether something stands in the way, and what, in words; `waived`: two people
    have made an exception."""

    tie: Text | None
    waived: bool

    @property
    def refused(self) -> bool:
        return self.tie is not None and not self.waived


def check_conflict(
    session: Session, one: UUID, other: UUID, *, purpose: Purpose
) -> Finding:
    """How two organisations are tied, as far as it matters for a purpose.

    A sale looks at what makes one group. An assessment looks at everything: somebody
    who teaches here and assesses there is enough.
    """
    members = group_of(session, one)
    tie: Text | None = None
    if other in members:
        tie = explain(session, one, other)
    elif purpose == Purpose.ASSESSMENT:
        tie = shared_person(session, members, group_of(session, other))
    waived = session.scalar(select(is_waived(purpose, literal(one), literal(other))))
    return Finding(tie, bool(waived))


def refuse_conflict(
    session: Session, one: UUID, other: UUID, *, purpose: Purpose
) -> None:
    """Refuse what two tied organisations may not do with each other.

    A platform does not sell an institution's course (OwnGroupCourse), an assessor or
    monitor does not look at a partner (ReviewerTied). Each says which tie.
    """
    finding = check_conflict(session, one, other, purpose=purpose)
    if finding.refused and finding.tie is not None:
        raise REFUSALS[purpose](tie=finding.tie)


def refuse_tied_staff(
    session: Session, account_id: UUID | None, organisation_id: UUID
) -> None:
    """Refuse a member of the operator's staff to decide about a partner to whose group
    she is tied: by a seat there, by an interest that she has declared, or because the
    register knows her as an owner, officer or trainer. Raises StaffTied.

    A program (None) is tied to nobody.
    """
    if account_id is None:
        return
    tie = staff_tie(session, account_id, organisation_id)
    if tie is None:
        return
    waived = session.scalar(
        select(
            exists().where(
                Waiver.purpose == Purpose.DECISION,
                Waiver.state == WaiverState.IN_FORCE,
                Waiver.account_id == account_id,
                Waiver.organisation_id == organisation_id,
            )
        )
    )
    if not waived:
        raise StaffTied(tie=tie)


def staff_tie(session: Session, account_id: UUID, organisation_id: UUID) -> Text | None:
    """How somebody is tied to a partner's group, in words; None when she is not."""
    members = group_of(session, organisation_id)
    works = _first(
        session,
        select(Organisation.name)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(
            Seat.account_id == account_id,
            Seat.ended_at.is_(None),
            Organisation.id.in_(members),
        ),
    )
    if works is not None:
        return Text(f"You work for {works}.", f"Anda bekerja untuk {works}.")
    interest = _first(
        session,
        select(Organisation.name)
        .join(StaffInterest, StaffInterest.organisation_id == Organisation.id)
        .where(
            StaffInterest.account_id == account_id,
            StaffInterest.ended_at.is_(None),
            Organisation.id.in_(members),
        ),
    )
    if interest is not None:
        return Text(
            f"You have declared an interest in {interest}.",
            f"Anda menyatakan kepentingan pada {interest}.",
        )
    known = _first(
        session,
        select(Organisation.name)
        .join(OrganisationTie, OrganisationTie.organisation_id == Organisation.id)
        .join(TieKey, TieKey.tie_id == OrganisationTie.id)
        .join(StaffKey, StaffKey.key == TieKey.key)
        .where(StaffKey.account_id == account_id, Organisation.id.in_(members)),
    )
    if known is not None:
        return Text(
            f"The register knows you as somebody of {known}.",
            f"Daftar mengenal Anda sebagai bagian dari {known}.",
        )
    return None


def _first(session: Session, query: Select[str]) -> str | None:
    return session.scalar(query.order_by(Organisation.name).limit(1))
