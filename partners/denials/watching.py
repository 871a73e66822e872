"""Writing refusals down after they were answered, in a transaction of their own.

What refuses leaves a note with the request (`openapi.problems.remember`, or `denied`
here for what answers as an RFC says); nothing is written while it is decided.
"""

from uuid import UUID

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from core.clock import now
from core.errors import Refusal
from core.logs import get_logger
from core.unit_of_work import unit_of_work
from partners.denials.rules import DenialKind, kind_of
from partners.denials.services.note import Refused, note_denial

log = get_logger(__name__)


def denied(
    kind: DenialKind,
    reason: str,
    *,
    client_id: str | None = None,
    organisation_id: UUID | None = None,
) -> None:
    """Remember a refusal that is answered as an RFC says."""
    g.denied = (kind, reason, client_id, organisation_id)


def typed_email(email: str) -> None:
    """Remember which e-mail was typed, should the request be refused."""
    g.typed_email = email


def watch_denials(app: Flask) -> None:
    """Note the watched refusals of every request; called by marketplace/app.py."""

    @app.after_request
    def note(response: Response) -> Response:
        refused = _refused()
        if refused is not None:
            # A refusal that cannot be written down is still the right answer.
            try:
                with unit_of_work("denials.note") as session:
                    note_denial(session, refused, at=now())
            except SQLAlchemyError:
                log.exception("denials.not_noted", reason=refused.reason)
        return response


def _refused() -> Refused | None:
    kind, reason, client_id, owner_id = g.pop("denied", (None, "", None, None))
    refusal: Refusal | None = g.pop("refusal", None)
    if kind is None and refusal is not None:
        kind, reason = kind_of(refusal.slug), refusal.slug
    if kind is None:
        return None
    caller, person = g.get("caller"), g.get("visitor")
    return Refused(
        kind=kind,
        reason=reason,
        route=request.url_rule.rule if request.url_rule else "unmatched",
        address=request.remote_addr or "",
        client_id=client_id or (caller.client_id if caller else None),
        organisation_id=caller.organisation_id if caller else owner_id,
        account_id=caller.subject_id if caller else getattr(person, "id", None),
        email=g.pop("typed_email", None),
    )
