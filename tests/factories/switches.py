"""Closures of switches."""

from typing import Any

from sqlalchemy.orm import Session

from partners.switches import Closure, Switch
from tests.factories.partners import EARLY, _add, make_account


def make_closure(
    session: Session,
    switch: Switch = Switch.PROGRAMME,
    *,
    proposed: bool = False,
    **changes: Any,
) -> Closure:
    """A switch that somebody closed; `proposed`: another wishes to open it."""
    values: dict[str, Any] = {
        "switch": switch,
        "reason_en": "Numbers are being checked.",
        "reason_id": "Data sedang diperiksa.",
        "closed_at": EARLY,
    }
    if "closed_by" not in changes:
        values["closed_by"] = make_account(session).id
    if proposed:
        values |= {
            "opening_proposed_by": make_account(session).id,
            "opening_proposed_at": EARLY,
            "opening_note": "Mended.",
        }
    return _add(session, Closure(**(values | changes)))
