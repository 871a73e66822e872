"""Writing ties down, and ending them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record, record_many
from core.bulk import insert_columns
from core.events import publish, publish_many
from core.ids import new_id
from core.privacy import vault_of
from partners.conflicts.errors import (
    COMPANY_UNKNOWN,
    RegisterTieUnfit,
    TooManyRegisterTies,
)
from partners.conflicts.events import TieAdded, TieEnded
from partners.conflicts.models import (
    OrganisationTie,
    Source,
    TieKey,
    TieKind,
    TieState,
)
from partners.conflicts.queries import live_ties
from partners.conflicts.rulebook import rulebook
from partners.conflicts.rules import MOST_TIES, Recognised, TieDraft, recognise
from partners.conflicts.services.regroup import regroup
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation

KEY_FIELD = "tie"


def add_tie(
    session: Session,
    draft: TieDraft,
    *,
    by: UUID | None,
    at: datetime,
    zone: ZoneInfo,
) -> OrganisationTie:
    """Write a tie down; names and numbers are sealed, and it acts from now on.

    Raises OrganisationNotFound, RegisterTieUnfit or TooManyRegisterTies.
    """
    today = at.astimezone(zone).date()
    known = recognise(draft, rulebook(), today=today)
    return add_recognised(
        session, draft.organisation_id, [(draft, known)], by=by, at=at
    )[0]


def add_recognised(
    session: Session,
    organisation_id: UUID,
    drafts: Sequence[tuple[TieDraft, Recognised]],
    *,
    by: UUID | None,
    at: datetime,
) -> list[OrganisationTie]:
    """Write many ties of one organisation down, with as many statements as for one."""
    _check_room(session, organisation_id, room_for=len(drafts))
    others = _others(session, [draft for draft, _ in drafts])
    ties = [
        _sealed(session, draft, known, other=others.get(draft.other or ""))
        for draft, known in drafts
    ]
    for tie in ties:
        tie.added_by, tie.added_at = by, at
    session.add_all(ties)
    session.flush()
    _write_keys(session, ties, [known for _, known in drafts])
    _tell(session, ties, at=at)
    if any(tie.binds for tie in ties):
        regroup(session, [organisation_id], at=at)
    return ties


def _write_keys(
    session: Session, ties: Sequence[OrganisationTie], known: Sequence[Recognised]
) -> None:
    vault = vault_of(session)
    rows = [
        (tie, vault.index(key, field=KEY_FIELD))
        for tie, each in zip(ties, known, strict=True)
        for key in dict.fromkeys(each.keys)
    ]
    if rows:
        insert_columns(
            session,
            TieKey,
            {
                "tie_id": [tie.id for tie, _ in rows],
                "key": [key for _, key in rows],
                "organisation_id": [tie.organisation_id for tie, _ in rows],
                "binds": [tie.binds for tie, _ in rows],
            },
        )


def end_tie(
    session: Session,
    tie: OrganisationTie,
    *,
    reason: str,
    by: UUID | None,
    at: datetime,
) -> None:
    """End a tie that the caller holds: it acts no more, and stays on record."""
    tie.state = TieState.ENDED
    tie.ended_by, tie.ended_at, tie.end_reason = by, at, reason
    session.execute(delete(TieKey).where(TieKey.tie_id == tie.id))
    session.flush()
    record(
        session,
        action="tie.ended",
        object_type="organisation_tie",
        object_id=tie.id,
        at=at,
        before={"state": TieState.LIVE},
        after={"state": TieState.ENDED},
        reason=reason,
    )
    publish(
        session,
        TieEnded(
            tie_id=tie.id,
            organisation_id=tie.organisation_id,
            kind=TieKind(tie.kind),
            occurred_at=at,
            audience=(tie.organisation_id,),
        ),
    )
    if tie.binds:
        others = [tie.other_organisation_id] if tie.other_organisation_id else []
        regroup(session, [tie.organisation_id, *others], at=at)


def _check_room(session: Session, organisation_id: UUID, *, room_for: int) -> None:
    """Take the organisation's turn, so that two cannot pass the limit together."""
    organisation = session.scalar(
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
    )
    if organisation is None:
        raise OrganisationNotFound
    count = session.scalar(
        select(func.count()).select_from(live_ties(organisation_id).subquery())
    )
    if (count or 0) + room_for > MOST_TIES:
        raise TooManyRegisterTies(limit=MOST_TIES)


def _others(session: Session, drafts: Sequence[TieDraft]) -> dict[str, UUID]:
    """The organisations of the programme that ties name, by their codes."""
    named = {draft.other for draft in drafts if draft.other}
    if not named:
        return {}
    rows = session.execute(
        select(Organisation.code, Organisation.id).where(Organisation.code.in_(named))
    )
    found = {row.code: row.id for row in rows}
    itself = {draft.organisation_id for draft in drafts} & set(found.values())
    if named - set(found) or itself:
        raise RegisterTieUnfit(why=COMPANY_UNKNOWN)
    return found


def _sealed(
    session: Session, draft: TieDraft, known: Recognised, *, other: UUID | None
) -> OrganisationTie:
    vault, identity = vault_of(session), new_id()
    birth_date = draft.party.birth_date
    values = {
        "name_sealed": (draft.party.name, "tie_name"),
        "number_sealed": (draft.party.number, "tie_number"),
        "birth_date_sealed": (
            birth_date.isoformat() if birth_date else None,
            "tie_birth_date",
        ),
    }
    sealed = {
        column: vault.seal(value, row=identity, field=name)
        for column, (value, name) in values.items()
        if value
    }
    return OrganisationTie(
        id=identity,
        organisation_id=draft.organisation_id,
        kind=draft.kind,
        is_person=known.is_person,
        label=known.label,
        other_organisation_id=other,
        share_bps=draft.share_bps,
        binds=known.binds,
        source=draft.source,
        note=draft.note,
        origin=draft.origin,
        **sealed,
    )


def _tell(session: Session, ties: Sequence[OrganisationTie], *, at: datetime) -> None:
    record_many(
        session,
        action="tie.added",
        object_type="organisation_tie",
        object_ids=[tie.id for tie in ties],
        at=at,
        after={
            "organisation_id": str(ties[0].organisation_id),
            "source": ties[0].source,
        },
        reason=ties[0].note if ties[0].source == Source.OPERATOR else None,
    )
    publish_many(
        session,
        [
            TieAdded(
                tie_id=tie.id,
                organisation_id=tie.organisation_id,
                kind=TieKind(tie.kind),
                occurred_at=at,
                audience=(tie.organisation_id,),
            )
            for tie in ties
        ],
    )
