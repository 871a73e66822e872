"""/v1/organisations/{organisation_id}/clients: what a developer does with her clients,
for the programme's console and the tools that are built on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.versions import ETAG_HEADER, IF_MATCH, IfMatchMissing, etag, read_version
from partners.oauth.clients import schemas
from partners.oauth.clients.errors import (
    AllowListNeedsSecret,
    AllowListUnusable,
    ClientChanged,
    ClientDisabled,
    ClientNotFound,
    DisabledByOperator,
    ScopeNotHeld,
    SecretNotFound,
    SecretsExhausted,
    TooManyClients,
)
from partners.oauth.clients.queries import clients_of, own_client
from partners.oauth.clients.services.change import Changes, change_client
from partners.oauth.clients.services.create import NewClient, create_client
from partners.oauth.clients.services.keys import set_keys
from partners.oauth.clients.services.scopes import ask_for_scopes, give_up_scope
from partners.oauth.clients.services.secrets import new_secret, revoke_secret
from partners.oauth.clients.services.switch import (
    ORGANISATION,
    disable_client,
    enable_client,
)
from partners.oauth.clients.views import ClientView, show_client, show_clients
from partners.oauth.errors import (
    AddressUnusable,
    ClientUnusable,
    KeySetUnusable,
    ProfileNeeded,
    ScopeNotForOrganisation,
)
from partners.oauth.models import Client
from partners.oauth.server import settings
from partners.staff.access import require_staff
from partners.staff.rules import Permission
from partners.staff.web import current_staff

blueprint = Blueprint(
    "clients",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/clients",
    description="The programs of an organisation, for its developers.",
)

MANAGE = Permission.CLIENTS_MANAGE
Answer = tuple[ClientView, dict[str, str]]


@contextmanager
def own(
    name: str, client_id: str, organisation_id: UUID
) -> Iterator[tuple[Session, Client]]:
    """A unit of work with one of the organisation's clients, locked."""
    with unit_of_work(f"clients.{name}") as session:
        yield (
            session,
            own_client(session, client_id, organisation_id=organisation_id, lock=True),
        )


def answer(session: Session, client: Client, *, secret: str | None = None) -> Answer:
    """A client as it is now, with its ETag."""
    return show_client(session, client, secret=secret), etag(client.version)


@blueprint.route("")
class Clients(MethodView):
    @require_staff(MANAGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, schemas.ClientPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any], organisation_id: UUID) -> Page[ClientView]:
        """List the clients of an organisation, with their last use."""
        with reading("clients.list") as session:
            page = paginate(
                session, clients_of(organisation_id), [Key(Client.id, "id")], **query
            )
            return Page(show_clients(session, page.items), page.next_cursor)

    @require_staff(MANAGE)
    @blueprint.arguments(schemas.NewClientSchema)
    @blueprint.response(201, schemas.ClientWithSecretSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        AddressUnusable,
        AllowListNeedsSecret,
        AllowListUnusable,
        ClientUnusable,
        KeySetUnusable,
        ScopeNotForOrganisation,
        TooManyClients,
    )
    def post(self, body: dict[str, Any], organisation_id: UUID) -> Answer:
        """Create a client.

        The answer holds its secret, this once. Sensitive scopes wait for the operator's
        decision; the others are its own at once.
        """
        staff = current_staff()
        with unit_of_work("clients.create") as session:
            client, secret = create_client(
                session,
                staff.organisation,
                NewClient(**body),
                asked_by=staff.seat.account_id,
                at=now(),
            )
            return answer(session, client, secret=secret)


@blueprint.route("/<string:client_id>")
class OneClient(MethodView):
    @require_staff(MANAGE)
    @blueprint.response(200, schemas.ClientSchema, headers=ETAG_HEADER)
    @blueprint.refusals(ClientNotFound)
    def get(self, organisation_id: UUID, client_id: str) -> Answer:
        """Show a client."""
        with reading("clients.read") as session:
            return answer(
                session,
                own_client(session, client_id, organisation_id=organisation_id),
            )

    @require_staff(MANAGE)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.arguments(schemas.ClientChangeSchema)
    @blueprint.response(200, schemas.ClientSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        AddressUnusable,
        AllowListNeedsSecret,
        AllowListUnusable,
        ClientChanged,
        ClientDisabled,
        ClientNotFound,
        ClientUnusable,
        IfMatchMissing,
        ProfileNeeded,
    )
    def patch(
        self,
        body: dict[str, Any],
        organisation_id: UUID,
        client_id: str,
    ) -> Answer:
        """Change a client: name, redirect URIs, grants, allow list.

        Fields that are left out stay as they are. What is taken off a list is refused
        from the next request on.
        """
        expected = read_version()
        with own("change", client_id, organisation_id) as (session, client):
            change_client(
                session,
                client,
                Changes(**body),
                expected=expected,
                profile_required=settings().is_production,
                at=now(),
            )
            return answer(session, client)


@blueprint.route("/<string:client_id>/secrets")
class ClientSecrets(MethodView):
    @require_staff(MANAGE)
    @blueprint.arguments(schemas.NewClientSecretSchema)
    @blueprint.response(201, schemas.ClientWithSecretSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        ClientDisabled, ClientNotFound, ClientUnusable, SecretNotFound, SecretsExhausted
    )
    def post(
        self, body: dict[str, Any], organisation_id: UUID, client_id: str
    ) -> Answer:
        """Give a client a new secret, shown this once.

        Two secrets live at a time, so that you can roll the new one out and then revoke
        the other. With `replaces` the other ends at once.
        """
        with own("new_secret", client_id, organisation_id) as (session, client):
            _, secret = new_secret(session, client, at=now(), **body)
            return answer(session, client, secret=secret)


@blueprint.route("/<string:client_id>/secrets/<uuid:secret_id>")
class OneClientSecret(MethodView):
    @require_staff(MANAGE)
    @blueprint.response(204)
    @blueprint.refusals(ClientNotFound, SecretNotFound)
    def delete(self, organisation_id: UUID, client_id: str, secret_id: UUID) -> None:
        """Revoke a secret.

        It gets no token from the next request on. Tokens that it got live on to their
        own end, ten minutes at most; disable the client to end those too.
        """
        with own("revoke_secret", client_id, organisation_id) as (session, client):
            revoke_secret(session, client, secret_id, at=now())


@blueprint.route("/<string:client_id>/keys")
class ClientKeys(MethodView):
    @require_staff(MANAGE)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.arguments(schemas.ClientKeySetSchema)
    @blueprint.response(200, schemas.ClientSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        ClientChanged,
        ClientDisabled,
        ClientNotFound,
        ClientUnusable,
        IfMatchMissing,
        KeySetUnusable,
    )
    def put(
        self,
        body: dict[str, Any],
        organisation_id: UUID,
        client_id: str,
    ) -> Answer:
        """Replace the public keys with which a client signs.

        A client with a secret signs from now on, and its secrets end. To roll a key
        without a gap, send the old and the new one first, and the new one alone later.
        """
        expected = read_version()
        with own("set_keys", client_id, organisation_id) as (session, client):
            set_keys(session, client, body["jwks"], expected=expected, at=now())
            return answer(session, client)


@blueprint.route("/<string:client_id>/scope-requests")
class ClientScopes(MethodView):
    @require_staff(MANAGE)
    @blueprint.arguments(schemas.ScopesAskedSchema)
    @blueprint.response(201, schemas.ClientSchema, headers=ETAG_HEADER)
    @blueprint.refusals(ClientNotFound, ScopeNotForOrganisation)
    def post(
        self, body: dict[str, Any], organisation_id: UUID, client_id: str
    ) -> Answer:
        """Ask for more scopes.

        Those that are not sensitive are given at once, the operator decides on the
        others. Asking again for what it has or waits for changes nothing.
        """
        staff = current_staff()
        with own("ask_scopes", client_id, organisation_id) as (session, client):
            ask_for_scopes(
                session,
                client,
                body["scopes"],
                kinds=staff.organisation.kinds,
                purpose=body["purpose"],
                asked_by=staff.seat.account_id,
                at=now(),
            )
            return answer(session, client)


@blueprint.route("/<string:client_id>/scopes/<string:scope>")
class OneClientScope(MethodView):
    @require_staff(MANAGE)
    @blueprint.response(204)
    @blueprint.refusals(ClientNotFound, ScopeNotHeld)
    def delete(self, organisation_id: UUID, client_id: str, scope: str) -> None:
        """Give up a scope, or withdraw the request for it.

        The client's tokens have lost it with their next request.
        """
        with own("give_up_scope", client_id, organisation_id) as (session, client):
            give_up_scope(session, client, scope, at=now())


@blueprint.route("/<string:client_id>/disabling")
class ClientDisabling(MethodView):
    @require_staff(MANAGE)
    @blueprint.arguments(schemas.ClientSwitchSchema)
    @blueprint.response(200, schemas.ClientSchema, headers=ETAG_HEADER)
    @blueprint.refusals(ClientNotFound)
    def post(
        self, body: dict[str, str], organisation_id: UUID, client_id: str
    ) -> Answer:
        """Disable a client.

        Every token that it has is dead with its next request, and stays so when the
        client is enabled again. What people consented to stands.
        """
        return _switch(disable_client, client_id, organisation_id, body["reason"])


@blueprint.route("/<string:client_id>/enabling")
class ClientEnabling(MethodView):
    @require_staff(MANAGE)
    @blueprint.arguments(schemas.ClientSwitchSchema)
    @blueprint.response(200, schemas.ClientSchema, headers=ETAG_HEADER)
    @blueprint.refusals(ClientNotFound, DisabledByOperator, TooManyClients)
    def post(
        self, body: dict[str, str], organisation_id: UUID, client_id: str
    ) -> Answer:
        """Enable a client that your organisation disabled; it gets new tokens."""
        return _switch(enable_client, client_id, organisation_id, body["reason"])


def _switch(
    turn: Callable[..., None], client_id: str, organisation_id: UUID, reason: str
) -> Answer:
    with own("switch", client_id, organisation_id) as (session, client):
        turn(session, client, by=ORGANISATION, reason=reason, at=now())
        return answer(session, client)
