"""Pages about what follows from sanctions, and about what is owed."""

from uuid import UUID

from flask import render_template, request

from core.text import Text
from core.unit_of_work import reading
from marketplace.consequences.queries import (
    balances_of,
    consequences_of,
    transfers_of,
)
from marketplace.transfers.models import Transfer
from openapi.pagination import Key, paginate
from partners.accounts.web import PageBlueprint
from partners.staff.portal import Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator, for_staff
from partners.standing.queries import find_sanction
from partners.standing.views import view_of

SHOWN = 50

blueprint = PageBlueprint("consequences_pages", __name__)

add_section(
    Section("balances", Text("What is owed", "Yang terutang"), Permission.FINANCE_READ)
)


@blueprint.get("/operator/sanctions/<uuid:sanction_id>/consequences")
@for_operator(Permission.STANDING_CHANGE)
def consequences(sanction_id: UUID) -> str:
    """What followed from a sanction: who was told, and which learners wait."""
    with reading("pages.consequences") as session:
        view = view_of(session, find_sanction(session, sanction_id))
        found = consequences_of(session, sanction_id)
        page = paginate(
            session,
            transfers_of(sanction_id),
            [Key(Transfer.id, "id")],
            limit=SHOWN,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template("pages/consequences.html", view=view, found=found, page=page)


@blueprint.get("/partner/<code>/balances")
@for_staff(Permission.FINANCE_READ)
def balances() -> str:
    """What the organisation is owed, and what of it is held."""
    organisation = current_staff().organisation
    with reading("pages.balances") as session:
        shown = balances_of(session, organisation)
    return render_template(
        "pages/balances.html", organisation=organisation, balances=shown
    )
