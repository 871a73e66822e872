"""The entrance for staff: her organisations, and the sections that she may use."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import render_template, request
from flask.blueprints import BlueprintSetupState

from partners.accounts.web import (
    PageBlueprint,
    for_people,
    page_locale,
    signed_in_account,
)
from partners.staff.portal import address_shown, sections_for
from partners.staff.queries import Staff
from partners.staff.rules import ROLE_NAMES, STEP_UP, Permission, Role
from partners.staff.web import (
    current_staff,
    for_operator,
    for_staff,
    visitors_seats,
)

blueprint = PageBlueprint("staff", __name__, template_folder="../templates")


@blueprint.record_once
def _configure(state: BlueprintSetupState) -> None:
    state.app.context_processor(
        lambda: {
            "visitors_seats": visitors_seats,
            "portal_menu": portal_menu,
            "portal": portal,
            "address_shown": address_shown,
            "grouped_entries": grouped_entries,
            "role_names": role_names,
            "factor_is_missing": factor_is_missing,
        }
    )


def portal_menu() -> list[dict[str, str]]:
    """The entries of the menu of the page that is shown, in the reader's language."""
    return entries(current_staff())


def entries(staff: Staff) -> list[dict[str, str]]:
    """What somebody finds in the menu of one of her organisations."""
    return [
        {
            "address": section.address(staff.organisation.code),
            "label": section.label.in_(page_locale()),
            "group": section.group.value.in_(page_locale()),
        }
        for section in sections_for(staff)
    ]


def grouped_entries(staff: Staff) -> list[tuple[str, list[dict[str, str]]]]:
    """The same by group, each with its name."""
    by_group = groupby(entries(staff), itemgetter("group"))
    return [(name, list(of)) for name, of in by_group]


def portal() -> dict[str, Any]:
    """The menu of the page that is shown: whose it is, its entrance, its entries by
    group, and the entry that the page belongs to."""
    staff, menu = current_staff(), portal_menu()
    home = f"/partner/{staff.organisation.code}"
    addresses = [each["address"] for each in menu]
    return {
        "name": staff.organisation.name,
        "home": home,
        "groups": grouped_entries(staff),
        "shown": address_shown(request.path, addresses),
        "at_home": request.path in (home, "/operator"),
    }


def factor_is_missing() -> bool:
    """Whether her roles allow her something that she cannot do without a second factor,
    and she has none."""
    protected = signed_in_account().protected_at is not None
    return not protected and not STEP_UP.isdisjoint(current_staff().permissions)


def role_names(roles: list[str]) -> list[str]:
    """Roles in the reader's language."""
    return [ROLE_NAMES[Role(role)].in_(page_locale()) for role in roles]


@blueprint.get("/partner")
@for_people
def organisations() -> str:
    """The organisations that she works for."""
    return render_template(
        "staff/organisations.html",
        seats=[
            {
                "name": staff.organisation.name,
                "address": f"/partner/{staff.organisation.code}",
                "roles": role_names(staff.seat.roles),
            }
            for staff in visitors_seats()
        ],
    )


@blueprint.get("/partner/<code>")
@for_staff(Permission.ORGANISATION_READ)
def overview() -> str:
    """One organisation: its standing, her roles, and what she can do here."""
    return _overview()


@blueprint.get("/operator")
@for_operator(Permission.ORGANISATION_READ)
def operator_overview() -> str:
    """The operator's own entrance."""
    return _overview()


def _overview() -> str:
    staff = current_staff()
    return render_template(
        "staff/overview.html",
        organisation=staff.organisation,
        roles=role_names(staff.seat.roles),
    )
