"""Scopes: asked for, given up, and decided on by the operator."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id
from partners.oauth.clients.errors import (
    DecidedByItsAsker,
    ScopeNotHeld,
    ScopeRequestClosed,
)
from partners.oauth.clients.events import ScopeDecided
from partners.oauth.clients.models import ScopeRequest, ScopeState
from partners.oauth.clients.queries import any_client, find_request, open_requests
from partners.oauth.clients.rules import sort_scopes
from partners.oauth.models import Client
from partners.oauth.profile import check_profile


def ask_for_scopes(
    session: Session,
    client: Client,
    scopes: Collection[str],
    *,
    kinds: Collection[str],
    purpose: str,
    asked_by: UUID,
    at: datetime,
) -> None:
    """Give a client, locked by the caller, the scopes that are free to have, and ask
    the operator for the others.

    Asking for what it has or waits for changes nothing. Raises
    ScopeNotForOrganisation.
    """
    missing = set(scopes) - set(client.scopes)
    at_once, to_decide = sort_scopes(missing, kinds)
    if at_once:
        _give(session, client, at_once, at=at)
    ask(session, client, to_decide, purpose=purpose, asked_by=asked_by, at=at)


def ask(
    session: Session,
    client: Client,
    scopes: Collection[str],
    *,
    purpose: str,
    asked_by: UUID,
    at: datetime,
) -> None:
    """Put sensitive scopes before the operator; one open request per scope."""
    for scope in scopes:
        made = session.scalar(
            insert(ScopeRequest)
            .values(
                id=new_id(),
                client_id=client.id,
                scope=scope,
                purpose=purpose,
                state=ScopeState.REQUESTED,
                asked_by=asked_by,
                asked_at=at,
            )
            .on_conflict_do_nothing(
                index_elements=[ScopeRequest.client_id, ScopeRequest.scope],
                index_where=ScopeRequest.state == ScopeState.REQUESTED,
            )
            .returning(ScopeRequest.id)
        )
        if made is not None:
            record(
                session,
                action="client.scope_asked",
                object_type="client",
                object_id=client.id,
                after={"scope": scope},
                reason=purpose,
                at=at,
            )


def give_up_scope(
    session: Session, client: Client, scope: str, *, at: datetime
) -> None:
    """Take a scope from a client, locked by the caller, or withdraw its request.

    Its tokens have lost the scope with their next request. Raises ScopeNotHeld.
    """
    waiting = [one for one in open_requests(session, client) if one.scope == scope]
    for request in waiting:
        request.state = ScopeState.WITHDRAWN
    if scope not in client.scopes and not waiting:
        raise ScopeNotHeld
    before = client.scopes
    client.scopes = [one for one in before if one != scope]
    client.version += 1
    record(
        session,
        action="client.scope_given_up",
        object_type="client",
        object_id=client.id,
        before={"scopes": before},
        after={"scopes": client.scopes, "scope": scope},
        at=at,
    )


def decide(
    session: Session,
    request_id: UUID,
    *,
    grant: bool,
    reason: str,
    decided_by: UUID,
    profile_required: bool,
    at: datetime,
    profile_waiver: str | None = None,
) -> ScopeRequest:
    """Give a client the scope that it asked for, or refuse it; both with a reason.

    A scope of high value is for clients with the high-security profile, where
    `profile_required`, or for one to which it is waived in so many words. Raises
    ScopeRequestNotFound, ScopeRequestClosed when it was decided or withdrawn (perhaps
    at this very moment), DecidedByItsAsker, or ProfileNeeded.
    """
    _, client, organisation = find_request(session, request_id)
    # The client first: whoever gives a scope up locks in the same order.
    client = any_client(session, client.client_id, lock=True)
    request = session.scalars(
        select(ScopeRequest)
        .where(ScopeRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if request.state != ScopeState.REQUESTED:
        raise ScopeRequestClosed(state=request.state)
    if request.asked_by == decided_by:
        raise DecidedByItsAsker
    if grant:
        # Its kinds may have changed since it asked.
        sort_scopes([request.scope], organisation.kinds)
        client.profile_waiver = profile_waiver or client.profile_waiver
        check_profile(client, [request.scope], required=profile_required)
        _give(session, client, [request.scope], at=at)
    request.state = ScopeState.GRANTED if grant else ScopeState.REFUSED
    request.decided_by, request.decided_at, request.reason = decided_by, at, reason
    record(
        session,
        action=f"client.scope_{request.state}",
        object_type="client",
        object_id=client.id,
        after={"scope": request.scope, "profile_waiver": profile_waiver},
        reason=reason,
        at=at,
    )
    publish(
        session,
        ScopeDecided(
            scope_request_id=request.id,
            program_id=client.id,
            scope=request.scope,
            granted=grant,
            occurred_at=at,
            audience=(client.organisation_id,),
        ),
    )
    return request


def _give(
    session: Session, client: Client, scopes: Collection[str], *, at: datetime
) -> None:
    before = client.scopes
    client.scopes = sorted({*before, *scopes})
    client.version += 1
    record(
        session,
        action="client.scopes_given",
        object_type="client",
        object_id=client.id,
        before={"scopes": before},
        after={"scopes": client.scopes},
        at=at,
    )
