"""Facts about account links, for the organisation that was linked."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described

Subject = Annotated[
    str,
    Described(
        "The participant as your organisation knows her: the `sub` of userinfo. No"
        " other organisation is told the same.",
        "mfrggzdfmztwq2lknnwg23tpob",
        pattern="[a-z2-7]{26}",
    ),
]


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Event):
    """A participant allowed your organisation to act for her."""

    topic = "account.linked"
    object_field = "grant_id"
    told_to = "the organisation that was linked"

    grant_id: UUID
    subject: Subject


@dataclass(frozen=True, kw_only=True)
class AccountUnlinked(Event):
    """The link has ended; its tokens work no more."""

    topic = "account.unlinked"
    object_field = "grant_id"
    told_to = "the organisation that was linked"

    grant_id: UUID
    subject: Subject
