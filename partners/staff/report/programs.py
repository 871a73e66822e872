"""Programs of organisations: what they may do, and how old their secrets are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from openapi.pagination import Key
from partners.oauth.clients.queries import living_secrets
from partners.oauth.models import Client
from partners.organisations.models import Organisation

BY_CLIENT = [Key(Organisation.code, "code"), Key(Client.id, "identity")]


@dataclass(frozen=True)
class ProgramsAccess:
    """A client as an access review reads it: counts and ages, nothing secret."""

    client: Client
    organisation: Organisation
    secrets: int
    oldest_secret_at: datetime | None
    secret_age_days: int | None

    @property
    def public_keys(self) -> int:
        return len(self.client.public_keys or [])


def clients_where(organisation_id: UUID | None) -> Select[*tuple[Any, ...]]:
    """The clients of one organisation or of all, the disabled too, for BY_CLIENT."""
    query = select(
        Client,
        Organisation,
        Organisation.code.label("code"),
        Client.id.label("identity"),
    ).join(Organisation, Organisation.id == Client.organisation_id)
    if organisation_id is not None:
        query = query.where(Client.organisation_id == organisation_id)
    return query


def show_programs(
    session: Session, rows: Sequence[Row[*tuple[Any, ...]]], *, at: datetime
) -> list[ProgramsAccess]:
    """Rows of `clients_where` with their secrets' ages, in one more query."""
    secrets = living_secrets(session, [row.Client for row in rows])
    shown = []
    for row in rows:
        living = secrets[row.Client.id]
        oldest = min((each.created_at for each in living), default=None)
        shown.append(
            ProgramsAccess(
                client=row.Client,
                organisation=row.Organisation,
                secrets=len(living),
                oldest_secret_at=oldest,
                secret_age_days=None if oldest is None else (at - oldest).days,
            )
        )
    return shown
