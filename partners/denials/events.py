"""The fact that somebody went over a limit."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import code, count
from core.events.publishing import NOBODY


@dataclass(frozen=True, kw_only=True)
class SecurityAlertRaised(Event):
    """Somebody failed so often that the operator has to know."""

    topic = "security.alert_raised"
    object_field = "alert_id"
    told_to = NOBODY

    alert_id: UUID
    rule: Annotated[str, code("The limit that was reached.", "sign_in_by_address")]
    failures: Annotated[int, count("How many failures it took.", example=30)]
