"""The pages on which people see their linked platforms, and unlink them."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Key, paginate
from partners.accounts.web import (
    PageBlueprint,
    for_people,
    page_locale,
    signed_in_account,
)
from partners.links.models import ChangeKind, LinkChange, Side
from partners.links.queries import history_of_person, platforms_to_link
from partners.oauth.consent import lines_of
from partners.oauth.queries import links_of
from partners.oauth.services.withdraw_consent import withdraw_consent
from partners.organisations.models import ACTING

blueprint = PageBlueprint("links", __name__, template_folder="../templates")

SHOWN = 20

CHANGES: dict[str, Text] = {
    ChangeKind.LINKED: Text("Linked", "Ditautkan"),
    ChangeKind.WIDENED: Text("Allowed more", "Izin ditambah"),
    ChangeKind.ALLOWED_ONCE: Text("Allowed one act", "Satu tindakan diizinkan"),
    ChangeKind.ACCOUNT_NAMED: Text(
        "The platform named your account there",
        "Platform menyebut akun Anda di sana",
    ),
    ChangeKind.PROGRAM_UNLINKED: Text("One program unlinked", "Satu program diputus"),
    ChangeKind.UNLINKED: Text("Unlinked", "Tautan diputus"),
}
SIDES: dict[str, Text] = {
    Side.PARTICIPANT: Text("by you", "oleh Anda"),
    Side.PLATFORM: Text("by the platform", "oleh platform"),
}


@blueprint.get("/links")
@for_people
def links() -> str:
    """The platforms that she has linked, what each may do, and which she could link."""
    account_id = signed_in_account().id
    with reading("links.page") as session:
        rows = links_of(session, account_id)
        others = platforms_to_link(session, account_id)
    language = page_locale()
    shown = [
        {
            "id": grant.id,
            "platform": organisation.name,
            "program": client.name,
            "granted_at": grant.granted_at,
            "lines": lines_of(grant.scopes, language),
            "stopped": organisation.standing not in ACTING,
        }
        for grant, client, organisation in rows
    ]
    return render_template("links/links.html", links=shown, others=others)


@blueprint.post("/links/<uuid:grant_id>/unlink")
@for_people
def unlink(grant_id: UUID) -> Response:
    """Take the link back; the platform's tokens are dead at once."""
    with unit_of_work("links.unlink") as session:
        withdraw_consent(
            session, grant_id=grant_id, account_id=signed_in_account().id, at=now()
        )
    flash(_("The platform is no longer linked."))
    return redirect("/links", 303)


@blueprint.get("/links/history")
@for_people
def history() -> str:
    """All that happened to her links, the newest first."""
    with reading("links.history") as session:
        page = paginate(
            session,
            history_of_person(signed_in_account().id),
            [Key(LinkChange.id, "id", descending=True)],
            limit=SHOWN,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    language = page_locale()
    changes = [
        {
            "what": CHANGES[row.kind].in_(language),
            "by": SIDES[row.side].in_(language),
            "platform": row.organisation,
            "program": row.program,
            "lines": lines_of(row.scopes, language),
            "changed_at": row.changed_at,
        }
        for row in page.items
    ]
    return render_template(
        "links/history.html", changes=changes, next_cursor=page.next_cursor
    )
