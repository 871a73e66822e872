"""Facts about clients, for the organisation whose they are."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, code

Program = Annotated[UUID, Described("The client, by its `id`.")]


@dataclass(frozen=True, kw_only=True)
class ScopeDecided(Event):
    """The operator gave a client the sensitive scope that it had asked for, or not."""

    topic = "client.scope_decided"
    object_field = "scope_request_id"
    told_to = "the organisation of the client"

    scope_request_id: UUID
    program_id: Program
    scope: Annotated[
        str,
        Described("The scope.", "orders:write", pattern="openid|[a-z]+:[a-z]+"),
    ]
    granted: Annotated[bool, Described("Whether the client has it now.", True)]


@dataclass(frozen=True, kw_only=True)
class ClientSwitched(Event):
    """A client was disabled, which ends all its tokens, or was enabled again."""

    topic = "client.switched"
    object_field = "program_id"
    told_to = "the organisation of the client"

    program_id: Program
    enabled: Annotated[bool, Described("Whether it may act now.", False)]
    by: Annotated[str, code("`organisation` or `operator`: who did it.", "operator")]
