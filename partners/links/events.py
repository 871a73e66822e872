"""Facts about account links, for the organisation that is linked."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described
from partners.oauth.events import Subject


@dataclass(frozen=True, kw_only=True)
class PartnerAccountNamed(Event):
    """You named your own account of a participant."""

    topic = "account.named"
    object_field = "link_id"
    told_to = "the organisation that is linked"

    link_id: UUID
    subject: Subject
    swapped: Annotated[
        bool,
        Described(
            "Whether she had another account there before, or the account another"
            " participant.",
            False,
        ),
    ]
