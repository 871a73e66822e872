"""The yearly declaration that an organisation's ties are complete."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish_many
from partners.conflicts.events import DeclarationDue
from partners.conflicts.models import TieDeclaration
from partners.conflicts.queries import live_ties
from partners.conflicts.rulebook import rulebook

BATCH = 200


def declare_ties(
    session: Session,
    organisation_id: UUID,
    *,
    by: UUID,
    at: datetime,
    zone: ZoneInfo,
) -> TieDeclaration:
    """Write down that somebody has declared the list complete; it is due again in a
    year."""
    session.execute(
        update(TieDeclaration)
        .where(
            TieDeclaration.organisation_id == organisation_id,
            TieDeclaration.replaced_at.is_(None),
        )
        .values(replaced_at=at)
        .execution_options(synchronize_session="fetch")
    )
    due_on = at.astimezone(zone).date() + timedelta(days=rulebook().declaration_days)
    ties = session.scalar(
        select(func.count()).select_from(live_ties(organisation_id).subquery())
    )
    declaration = TieDeclaration(
        organisation_id=organisation_id,
        declared_by=by,
        declared_at=at,
        due_on=due_on,
        ties=ties or 0,
    )
    session.add(declaration)
    session.flush()
    record(
        session,
        action="ties.declared",
        object_type="organisation",
        object_id=organisation_id,
        at=at,
        after={"ties": declaration.ties, "due_on": due_on.isoformat()},
    )
    return declaration


def last_declaration(session: Session, organisation_id: UUID) -> TieDeclaration | None:
    """The declaration in force; None when there never was one."""
    return session.scalar(
        select(TieDeclaration)
        .where(TieDeclaration.organisation_id == organisation_id)
        .order_by(TieDeclaration.declared_at.desc(), TieDeclaration.id.desc())
        .limit(1)
    )


def remind_due(session: Session, *, at: datetime, zone: ZoneInfo) -> int:
    """Tell organisations whose declaration is due within the month, once; how many."""
    until = at.astimezone(zone).date() + timedelta(days=rulebook().remind_days)
    due = session.scalars(
        select(TieDeclaration)
        .where(
            TieDeclaration.due_on <= until,
            TieDeclaration.reminded_at.is_(None),
            TieDeclaration.replaced_at.is_(None),
        )
        .order_by(TieDeclaration.due_on, TieDeclaration.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for declaration in due:
        declaration.reminded_at = at
    publish_many(
        session,
        [
            DeclarationDue(
                organisation_id=each.organisation_id,
                due_on=each.due_on,
                occurred_at=at,
                audience=(each.organisation_id,),
            )
            for each in due
        ],
    )
    session.flush()
    return len(due)
