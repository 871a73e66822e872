"""Taking the ties of an application into the register when it is sent, so that nobody
who is tied to the applicant is asked to judge it."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.logs import get_logger
from core.privacy import vault_of
from partners.conflicts.errors import RegisterTieUnfit
from partners.conflicts.identity import Party
from partners.conflicts.models import OrganisationTie, Source, TieKind
from partners.conflicts.queries import live_ties
from partners.conflicts.rulebook import rulebook
from partners.conflicts.rules import Recognised, TieDraft, recognise
from partners.conflicts.services.record import add_recognised, end_tie
from partners.onboarding.events import PartnerApplicationSubmitted
from partners.onboarding.models import Tie

log = get_logger(__name__)


def take_in_ties(
    session: Session, event: PartnerApplicationSubmitted, *, zone: ZoneInfo
) -> None:
    """Write the entries of an application down that are new, and end those that were
    taken back. An entry by which nothing is recognised is left to the reviewers."""
    at = event.occurred_at
    entries = session.scalars(
        select(Tie).where(Tie.application_id == event.partner_application_id)
    ).all()
    known = _taken_in(session, [entry.id for entry in entries])
    new = [each for each in entries if each.removed_at is None and each.id not in known]
    drafts = []
    for entry in new:
        draft = _draft(session, entry, event.organisation_id)
        found = _recognised(draft, today_of=event, zone=zone)
        if found is not None:
            drafts.append((draft, found))
    if drafts:
        add_recognised(session, event.organisation_id, drafts, by=None, at=at)
    for entry in entries:
        if entry.removed_at is not None and entry.id in known:
            tie = known[entry.id]
            end_tie(session, tie, reason="taken back by the applicant", by=None, at=at)


def _taken_in(session: Session, ids: list[UUID]) -> dict[UUID, OrganisationTie]:
    ties = session.scalars(live_ties().where(OrganisationTie.origin.in_(ids)))
    return {tie.origin: tie for tie in ties if tie.origin is not None}


def _draft(session: Session, entry: Tie, organisation_id: UUID) -> TieDraft:
    vault = vault_of(session)
    name, number = (
        None if sealed is None else vault.open(sealed, row=entry.id, field=field)
        for sealed, field in (
            (entry.name_sealed, "tie_name"),
            (entry.number_sealed, "tie_number"),
        )
    )
    return TieDraft(
        organisation_id=organisation_id,
        kind=TieKind(entry.relation),
        party=Party(entry.is_person, name, number),
        label=entry.detail,
        share_bps=entry.share_bps,
        source=Source.APPLICATION,
        origin=entry.id,
    )


def _recognised(
    draft: TieDraft, *, today_of: PartnerApplicationSubmitted, zone: ZoneInfo
) -> Recognised | None:
    today = today_of.occurred_at.astimezone(zone).date()
    try:
        return recognise(draft, rulebook(), today=today)
    except RegisterTieUnfit:
        log.warning("conflicts.entry_not_recognised", tie_id=str(draft.origin))
        return None
