"""Proposing a sanction; a warning and an emergency stop begin with that."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from partners.conflicts.services.guard import refuse_tied_staff
from partners.oauth.models import Client
from partners.organisations.errors import OrganisationNotFound
from partners.standing import rules
from partners.standing.errors import NOT_ITS_CLIENT, SanctionUnfit
from partners.standing.events import SanctionProposed
from partners.standing.ladder import ladder
from partners.standing.models import Sanction, Severity
from partners.standing.queries import lock_organisation
from partners.standing.rules import Draft
from partners.standing.services.begin import announce_or_begin


def propose_sanction(
    session: Session, draft: Draft, *, by: UUID | None, at: datetime, zone: ZoneInfo
) -> Sanction:
    """Write down what is to be decided about an organisation.

    A warning takes one person and is in force at once. An emergency stop is in force at
    once too, and lapses unless a second person confirms it in time. Everything else
    waits for the second person. `by` is None for a program of the operator, which is
    nobody's eyes. Raises OrganisationNotFound, SanctionUnfit or StaffTied.
    """
    organisation = lock_organisation(session, draft.organisation_id)
    if organisation is None:
        raise OrganisationNotFound
    rules.check_draft(draft, organisation, ladder())
    refuse_tied_staff(session, by, organisation.id)
    client = _find_client(session, draft)
    sanction = _write(session, draft, client, by=by, at=at, zone=zone)
    publish(
        session,
        SanctionProposed(
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            occurred_at=at,
        ),
    )
    if sanction.severity == Severity.WARNING or sanction.is_emergency:
        announce_or_begin(session, sanction, at=at, zone=zone)
    return sanction


def _write(
    session: Session,
    draft: Draft,
    client: UUID | None,
    *,
    by: UUID | None,
    at: datetime,
    zone: ZoneInfo,
) -> Sanction:
    steps = ladder()
    begins = rules.starts_at(draft, steps, at=at, zone=zone)
    reason = steps.reasons[draft.reason_code]
    sanction = Sanction(
        organisation_id=draft.organisation_id,
        severity=draft.severity,
        scope=draft.scope,
        kind=draft.kind,
        client_id=client,
        course_ids=list(draft.course_ids),
        stops=list(steps.stops[draft.scope, draft.severity]),
        ladder_version=steps.version,
        reason_code=draft.reason_code,
        reason=draft.reason,
        legal_ground=draft.legal_ground or reason.ground.id,
        evidence=list(draft.evidence),
        proposed_by=by,
        proposed_at=at,
        starts_at=begins,
        ends_at=rules.ends_at(draft, steps, begins=begins, zone=zone),
        lapses_at=rules.lapses_at(steps, at=at) if draft.emergency else None,
    )
    session.add(sanction)
    session.flush()
    record(
        session,
        action="sanction.proposed",
        object_type="sanction",
        object_id=sanction.id,
        at=at,
        after={
            "organisation_id": str(draft.organisation_id),
            "severity": str(draft.severity),
            "scope": str(draft.scope),
            "emergency": draft.emergency,
        },
        reason=draft.reason_code,
    )
    return sanction


def _find_client(session: Session, draft: Draft) -> UUID | None:
    if draft.client_id is None:
        return None
    found = session.scalar(
        select(Client.id).where(
            Client.client_id == draft.client_id,
            Client.organisation_id == draft.organisation_id,
        )
    )
    if found is None:
        raise SanctionUnfit(why=NOT_ITS_CLIENT)
    return found
