"""Searching what was denied."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.accounts.rules import normalise_email
from partners.denials.models import Denial, SecurityAlert
from partners.organisations.models import Organisation

_EXACT = {
    "kind": Denial.kind,
    "reason": Denial.reason,
    "client_id": Denial.client_id,
    "organisation_id": Denial.organisation_id,
    "account_id": Denial.account_id,
}


def denials_where(session: Session, wanted: Mapping[str, Any]) -> Select[Denial]:
    """Denials that match all that is given; `email` is matched by its blind index.

    Raises EmailUnusable for what is no e-mail.
    """
    query = select(Denial)
    for name, column in _EXACT.items():
        if wanted.get(name):
            query = query.where(column == wanted[name])
    if wanted.get("request_id"):
        query = query.where(
            or_(
                Denial.request_id == wanted["request_id"],
                Denial.request_ids.contains([wanted["request_id"]]),
            )
        )
    if wanted.get("email"):
        index = vault_of(session).index(normalise_email(wanted["email"]), field="email")
        query = query.where(Denial.email_index == index)
    if wanted.get("since"):
        query = query.where(Denial.last_at >= wanted["since"])
    if wanted.get("until"):
        query = query.where(Denial.last_at < wanted["until"])
    return query


def alerts(*, only_open: bool) -> Select[SecurityAlert]:
    """All alerts, or those at which nobody has looked."""
    query = select(SecurityAlert)
    return query.where(SecurityAlert.acknowledged_at.is_(None)) if only_open else query


def partners_of(session: Session, told: Iterable[SecurityAlert]) -> dict[UUID, str]:
    """The names of the organisations that alerts are about."""
    ids = {alert.organisation_id for alert in told if alert.organisation_id}
    if not ids:
        return {}
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return dict(session.execute(named).all())
