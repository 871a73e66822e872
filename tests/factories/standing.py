"""Sanctions."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.clock import now
from partners.organisations import Organisation
from partners.standing import Sanction, Scope, Severity, State
from partners.standing.ladder import ladder
from tests.factories.partners import _add, make_account


def make_sanction(
    session: Session,
    organisation: Organisation,
    severity: Severity = Severity.SUSPENDED,
    **changes: Any,
) -> Sanction:
    """A sanction in force that two people decided; its standing is not moved."""
    scope = changes.get("scope", Scope.ORGANISATION)
    values: dict[str, Any] = {
        "organisation_id": organisation.id,
        "severity": severity,
        "scope": scope,
        "course_ids": [],
        "stops": list(ladder().stops[scope, severity]),
        "ladder_version": ladder().version,
        "reason_code": "price_above_list",
        "reason": "Prices.",
        "legal_ground": "Perjanjian kerja sama.",
        "evidence": ["Case 1"],
        "state": State.IN_FORCE,
        "proposed_at": now(),
        "confirmed_at": now(),
        "starts_at": now(),
        "started_at": now(),
        "ends_at": now() + timedelta(days=30),
        "reply_due_at": now() + timedelta(days=14),
    }
    for person in ("proposed_by", "confirmed_by"):
        if person not in changes:
            values[person] = make_account(session).id
    return _add(session, Sanction(**(values | changes)))
