"""Facts about consents, for the organisation that was given them."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, code

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
    private = frozenset({"account_id"})

    grant_id: UUID
    subject: Subject
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConsentWidened(Event):
    """A participant allows one of your programs more than before."""

    topic = "account.widened"
    object_field = "grant_id"
    told_to = "the organisation that is linked"
    private = frozenset({"account_id"})

    grant_id: UUID
    subject: Subject
    scope: Annotated[
        str,
        Described(
            "All that the program may do now: scopes, parted by blanks.",
            "orders:write profile:read",
            pattern="[a-z:]+( [a-z:]+)*",
        ),
    ]
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class ActAllowed(Event):
    """A participant allowed one act, once (RFC 9396)."""

    topic = "account.act_allowed"
    object_field = "grant_id"
    told_to = "the organisation that asked for it"
    private = frozenset({"account_id"})

    grant_id: UUID
    subject: Subject
    type: Annotated[
        str, code("The type of the authorization details.", "course_purchase")
    ]
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccountUnlinked(Event):
    """The link has ended; its tokens work no more."""

    topic = "account.unlinked"
    version = 2
    object_field = "grant_id"
    told_to = "the organisation that was linked"

    grant_id: UUID
    subject: Subject
    side: Annotated[
        str, code("Who ended it: `participant` or `platform`.", "participant")
    ]
