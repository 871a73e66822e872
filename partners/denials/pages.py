"""The operator's page about denials and alerts, for those who help people."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import REFUSALS, Refusal
from core.text import Text
from core.unit_of_work import unit_of_work
from openapi.pagination import paginate
from partners.accounts.web import PageBlueprint, signed_in_account
from partners.denials.api import NEWEST_ALERTS, search
from partners.denials.queries import alerts, partners_of
from partners.denials.rules import DenialKind
from partners.denials.services.alerts import acknowledge_alert
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import for_operator

PAGE = 20
FIELDS = ("email", "client_id", "request_id", "reason")

blueprint = PageBlueprint("denials_pages", __name__, template_folder="../templates")

add_section(
    Section(
        "denials",
        Text("Denied attempts", "Percobaan yang ditolak"),
        Permission.DENIALS_READ,
        operator=True,
        group=Group.SECURITY,
    )
)


@blueprint.get("/operator/denials")
@for_operator(Permission.DENIALS_READ)
def denials() -> str:
    """Open alerts, and what was denied, by what the caller tells."""
    kind = request.args.get("kind")
    wanted = {name: request.args.get(name, "").strip()[:254] for name in FIELDS}
    query = wanted | {
        "kind": kind if kind in list(DenialKind) else None,
        "limit": PAGE,
        "cursor": request.args.get("cursor"),
    }
    problem = None
    with unit_of_work("pages.denials") as session:
        waiting = paginate(
            session, alerts(only_open=True), NEWEST_ALERTS, limit=PAGE, cursor=None
        )
        partners = partners_of(session, waiting.items)
        try:
            page = search(session, query)
        except Refusal as refusal:
            problem, page = refusal, None
    return render_template(
        "denials/denials.html",
        alerts=waiting.items,
        partners=partners,
        page=page,
        problem=problem,
        wanted=query,
        kinds=list(DenialKind),
        explained=REFUSALS,
    )


@blueprint.post("/operator/alerts/<uuid:alert_id>/acknowledge")
@for_operator(Permission.DENIALS_READ)
def acknowledge(alert_id: UUID) -> Response:
    """Say that somebody has looked, and what came of it."""
    note = request.form.get("note", "").strip()[:500]
    if not note:
        flash(_("Say in a few words what came of it."))
        return redirect("/operator/denials", 303)
    with unit_of_work("pages.acknowledge_alert") as session:
        acknowledge_alert(
            session, alert_id, account_id=signed_in_account().id, note=note, at=now()
        )
    flash(_("The alert is closed."))
    return redirect("/operator/denials", 303)
