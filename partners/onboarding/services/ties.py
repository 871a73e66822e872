"""Adding and removing owners, officers, bank accounts and domains."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_id
from core.privacy import vault_of
from partners.onboarding.errors import TieNotFound, TooManyTies
from partners.onboarding.models import PartnerApplication, Tie
from partners.onboarding.queries import ties_of
from partners.onboarding.rules import MOST_TIES, DeclaredTie, check_tie
from partners.onboarding.services.save import open_draft, touch


def add_tie(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID,
    tie: DeclaredTie,
    account_id: UUID,
    at: datetime,
) -> Tie:
    """Declare an owner, officer, account or domain; names and numbers are sealed.

    Raises ApplicationNotFound, ApplicationStateWrong, TieUnusable, TooManyTies.
    """
    application = open_draft(session, application_id, organisation_id)
    tie = check_tie(tie)
    if len(ties_of(session, application.id)) >= MOST_TIES:
        raise TooManyTies(limit=MOST_TIES)
    made = _sealed(session, application, tie)
    made.added_at, made.added_by = at, account_id
    session.add(made)
    touch(session, application, "tie_added", at=at, relation=str(tie.relation))
    session.flush()
    return made


def remove_tie(
    session: Session,
    application_id: UUID,
    tie_id: UUID,
    *,
    organisation_id: UUID,
    at: datetime,
) -> None:
    """Take an entry back. Raises ApplicationNotFound, ApplicationStateWrong,
    TieNotFound."""
    application = open_draft(session, application_id, organisation_id)
    tie = session.scalar(
        select(Tie).where(
            Tie.id == tie_id,
            Tie.application_id == application.id,
            Tie.removed_at.is_(None),
        )
    )
    if tie is None:
        raise TieNotFound
    tie.removed_at = at
    touch(session, application, "tie_removed", at=at, relation=tie.relation)


def _sealed(session: Session, application: PartnerApplication, tie: DeclaredTie) -> Tie:
    vault, identity = vault_of(session), new_id()
    seal = {
        "name_sealed": (tie.name, "tie_name"),
        "number_sealed": (tie.number, "tie_number"),
    }
    sealed = {
        column: vault.seal(value, row=identity, field=field)
        for column, (value, field) in seal.items()
        if value is not None
    }
    return Tie(
        id=identity,
        application_id=application.id,
        relation=tie.relation,
        is_person=tie.is_person,
        detail=tie.detail,
        share_bps=tie.share_bps,
        **sealed,
    )
