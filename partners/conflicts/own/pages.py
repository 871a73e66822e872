"""An organisation's page about its own ties: declare, renew, dispute."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import PageBlueprint, in_words
from partners.conflicts.api import draft_of
from partners.conflicts.forms import DisputeForm, TieForm
from partners.conflicts.models import OrganisationTie, Source
from partners.conflicts.queries import live_ties
from partners.conflicts.rules import MOST_TIES
from partners.conflicts.services.declare import declare_ties, last_declaration
from partners.conflicts.services.dispute import dispute_tie
from partners.conflicts.services.record import add_tie
from partners.conflicts.views import tie_views
from partners.staff.portal import Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint("own_ties", __name__, template_folder="../../templates")

add_section(
    Section(
        "ties",
        Text("Conflicts of interest", "Benturan kepentingan"),
        Permission.TIES_DECLARE,
    )
)


@blueprint.get("/partner/<code>/ties")
@for_staff(Permission.TIES_DECLARE)
def ties() -> str:
    """The organisation's ties, and when the declaration is due again."""
    return _page()


@blueprint.post("/partner/<code>/ties")
@for_staff(Permission.TIES_DECLARE)
def declare_tie() -> Response | tuple[str, int]:
    """Declare a tie."""
    form = TieForm(prefix="tie")
    if not form.validate():
        return _page(form=form), 422
    staff = current_staff()
    try:
        with unit_of_work("pages.declare_tie") as session:
            add_tie(
                session,
                draft_of(
                    tie_body(form),
                    organisation_id=staff.organisation.id,
                    source=Source.DECLARED,
                ),
                by=staff.seat.account_id,
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
    except Refusal as refusal:
        return _page(form=form, refusal=in_words(refusal)), status_of(type(refusal))
    flash(_("The tie is in the register."))
    return _back()


@blueprint.post("/partner/<code>/ties/<uuid:tie_id>/dispute")
@for_staff(Permission.TIES_DECLARE)
def dispute(tie_id: UUID) -> Response | tuple[str, int]:
    """Dispute a tie; the operator answers."""
    form = DisputeForm(prefix="dispute")
    if not form.validate():
        return _page(disputed=tie_id, dispute=form), 422
    staff = current_staff()
    with unit_of_work("pages.dispute_tie") as session:
        dispute_tie(
            session,
            tie_id=tie_id,
            organisation_id=staff.organisation.id,
            text=form.text.data or "",
            by=staff.seat.account_id,
            at=now(),
        )
    flash(_("The dispute is filed. The tie acts until the operator has answered."))
    return _back()


@blueprint.post("/partner/<code>/ties/declaration")
@for_staff(Permission.TIES_DECLARE)
def declare() -> Response:
    """Declare the list complete."""
    staff = current_staff()
    with unit_of_work("pages.declare_ties") as session:
        declare_ties(
            session,
            staff.organisation.id,
            by=staff.seat.account_id,
            at=now(),
            zone=current_app.extensions["settings"].zone,
        )
    flash(_("Thank you: the declaration is on record."))
    return _back()


def tie_body(form: TieForm) -> dict[str, Any]:
    """What a form about a tie says, as a draft is made of."""
    return {
        "kind": form.kind.data,
        "is_person": bool(form.is_person.data),
        "name": form.name.data or None,
        "number": form.number.data or None,
        "birth_date": form.birth_date.data,
        "label": form.label.data or None,
        "organisation": form.organisation.data or None,
        "share_bps": share_bps(form.share.data or ""),
    }


def share_bps(text: str) -> int | None:
    """A share that was typed in percent (`30`, `12,5`), in basis points."""
    whole, _, rest = text.strip().replace(",", ".").rstrip("% ").partition(".")
    if not whole.isascii() or not whole.isdigit() or (rest and not rest.isdigit()):
        return None
    bps = int(whole) * 100 + int(rest.ljust(2, "0")[:2] or 0)
    return bps if bps <= 10_000 else None


def _back() -> Response:
    return redirect(f"/partner/{current_staff().organisation.code}/ties", 303)


def _page(**shown: Any) -> str:
    organisation = current_staff().organisation
    with reading("pages.ties") as session:
        rows = session.scalars(
            live_ties(organisation.id)
            .order_by(OrganisationTie.kind, OrganisationTie.id)
            .limit(MOST_TIES)
        ).all()
        views = tie_views(session, rows)
        declaration = last_declaration(session, organisation.id)
    today = now().astimezone(current_app.extensions["settings"].zone).date()
    shown.setdefault("form", None)
    return render_template(
        "conflicts/own.html",
        organisation=organisation,
        views=views,
        declaration=declaration,
        overdue=declaration is None or declaration.due_on < today,
        **{
            "refusal": None,
            "disputed": None,
            **shown,
            "form": shown["form"] or TieForm(formdata=None, prefix="tie"),
            "dispute": shown.get("dispute")
            or DisputeForm(formdata=None, prefix="dispute"),
        },
    )
