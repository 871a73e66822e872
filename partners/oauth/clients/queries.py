"""Reads of an organisation's clients, and of what they asked for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from partners.oauth.clients.errors import ClientNotFound, ScopeRequestNotFound
from partners.oauth.clients.models import ScopeRequest, ScopeState
from partners.oauth.models import Client, ClientSecret
from partners.organisations.models import Organisation


def clients_of(organisation_id: UUID) -> Select[Client]:
    """All clients of an organisation, the disabled too."""
    return select(Client).where(Client.organisation_id == organisation_id)


def names_of_clients(
    session: Session, organisation_id: UUID, client_ids: Collection[str]
) -> dict[str, str]:
    """What an organisation calls those of its clients, by their public ids."""
    rows = session.execute(
        select(Client.client_id, Client.name).where(
            Client.organisation_id == organisation_id, Client.client_id.in_(client_ids)
        )
    )
    return {row.client_id: row.name for row in rows}


def own_client(
    session: Session, client_id: str, *, organisation_id: UUID, lock: bool = False
) -> Client:
    """An organisation's own client by its public id; raises ClientNotFound.

    `lock` makes changes take turns; tokens can be given to it meanwhile.
    """
    query = clients_of(organisation_id).where(Client.client_id == client_id)
    return _only(session, query, lock=lock)


def any_client(session: Session, client_id: str, *, lock: bool = False) -> Client:
    """Anybody's client, for the operator; raises ClientNotFound."""
    return _only(session, select(Client).where(Client.client_id == client_id), lock)


def lock_organisation(session: Session, organisation_id: UUID) -> None:
    """Let what is counted per organisation be made one after the other."""
    session.execute(
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
    )


def living_secrets(
    session: Session, clients: Sequence[Client]
) -> dict[UUID, list[ClientSecret]]:
    """The secrets that work now, by client, the oldest first."""
    found: dict[UUID, list[ClientSecret]] = defaultdict(list)
    for secret in session.scalars(
        select(ClientSecret)
        .where(
            ClientSecret.client_id.in_([client.id for client in clients]),
            ClientSecret.revoked_at.is_(None),
        )
        .order_by(ClientSecret.created_at, ClientSecret.id)
    ):
        found[secret.client_id].append(secret)
    return found


def latest_requests(
    session: Session, clients: Sequence[Client]
) -> dict[UUID, list[ScopeRequest]]:
    """By client and scope the last request for it, in the order of the scopes."""
    found: dict[UUID, list[ScopeRequest]] = defaultdict(list)
    for request in session.scalars(
        select(ScopeRequest)
        .where(ScopeRequest.client_id.in_([client.id for client in clients]))
        .ext(distinct_on(ScopeRequest.client_id, ScopeRequest.scope))
        .order_by(
            ScopeRequest.client_id,
            ScopeRequest.scope,
            ScopeRequest.asked_at.desc(),
            ScopeRequest.id.desc(),
        )
    ):
        found[request.client_id].append(request)
    return found


def open_requests(session: Session, client: Client) -> Sequence[ScopeRequest]:
    """What a client waits for, locked."""
    return session.scalars(
        select(ScopeRequest)
        .where(
            ScopeRequest.client_id == client.id,
            ScopeRequest.state == ScopeState.REQUESTED,
        )
        .with_for_update()
    ).all()


def asked_scopes(
    state: ScopeState | None,
) -> Select[ScopeRequest, Client, Organisation]:
    """All requests with who asks, for the operator."""
    query = (
        select(ScopeRequest, Client, Organisation)
        .join(Client, Client.id == ScopeRequest.client_id)
        .join(Organisation, Organisation.id == Client.organisation_id)
    )
    return query if state is None else query.where(ScopeRequest.state == state)


def find_request(
    session: Session, request_id: UUID
) -> tuple[ScopeRequest, Client, Organisation]:
    """A request with who asks; raises ScopeRequestNotFound."""
    row = session.execute(
        asked_scopes(None).where(ScopeRequest.id == request_id)
    ).one_or_none()
    if row is None:
        raise ScopeRequestNotFound
    return row[0], row[1], row[2]


def _only(session: Session, query: Select[Client], lock: bool) -> Client:
    if lock:
        # What this session read before the lock may be old by now.
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    client = session.scalar(query)
    if client is None:
        raise ClientNotFound
    return client
