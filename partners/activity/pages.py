"""The page on which a participant sees what was done with her account."""

from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Key, paginate
from partners.accounts.web import (
    PageBlueprint,
    current_session,
    for_people,
    page_locale,
    signed_in_account,
)
from partners.activity.models import DisputeState, Use
from partners.activity.queries import dispute_of, uses_of
from partners.activity.services.dispute_use import dispute_use
from partners.activity.words import KINDS, OUTCOMES

blueprint = PageBlueprint("activity", __name__, template_folder="../templates")

SHOWN = 20


@blueprint.get("/activity")
@for_people
def activity() -> str:
    """All uses of her account, the newest first, each with its button."""
    with reading("activity.page") as session:
        page = paginate(
            session,
            uses_of(signed_in_account().id),
            [Key(Use.id, "id", descending=True)],
            limit=SHOWN,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template(
        "activity/activity.html",
        uses=page.items,
        next_cursor=page.next_cursor,
        first_page="cursor" not in request.args,
        **_words(),
    )


@blueprint.post("/activity/<uuid:use_id>/not-me")
@for_people
def not_me(use_id: UUID) -> Response:
    """Unlink whoever did it, end her other sessions, open a case; then say so."""
    with unit_of_work("activity.dispute") as session:
        dispute = dispute_use(
            session,
            use_id=use_id,
            account_id=signed_in_account().id,
            session_id=current_session().id,
            subject_key=current_app.extensions["settings"].subject_key,
            at=now(),
        )
    return redirect(f"/activity/disputes/{dispute.id}", 303)


@blueprint.get("/activity/disputes/<uuid:dispute_id>")
@for_people
def dispute(dispute_id: UUID) -> str:
    """What was done when she said that it was not her, and what happens next."""
    with reading("activity.read_dispute") as session:
        found = dispute_of(
            session, dispute_id=dispute_id, account_id=signed_in_account().id
        )
    return render_template("activity/dispute.html", dispute=found, **_words())


def _words() -> dict[str, Any]:
    language = page_locale()
    return {
        "kinds": {kind: words.in_(language) for kind, words in KINDS.items()},
        "outcomes": {name: words.in_(language) for name, words in OUTCOMES.items()},
        "is_open": lambda state: state == DisputeState.OPEN,
    }
