"""The access report on pages: /partner/<code>/staff/access and /operator/access."""

from uuid import UUID

from flask import Response, render_template, request
from sqlalchemy import select

from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from partners.accounts.web import page_locale
from partners.oauth.clients.wording import METHOD_NAMES, scope_name
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation
from partners.staff.pages import blueprint, role_names
from partners.staff.portal import Group, Section, add_section
from partners.staff.report.api import csv_answer
from partners.staff.report.reading import PEOPLE, PROGRAMS, page_of
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator, for_staff

SHOWN = 50

add_section(
    Section(
        "access",
        Text("Access", "Akses"),
        Permission.AUDIT_READ,
        operator=True,
        group=Group.SECURITY,
    )
)


@blueprint.get("/partner/<code>/staff/access")
@for_staff(Permission.STAFF_MANAGE)
def access_report() -> str:
    """Who can do what in this organisation, and which programs can."""
    return _page(current_staff().organisation, _own())


@blueprint.get("/partner/<code>/staff/access/people.csv")
@for_staff(Permission.STAFF_MANAGE)
def people_file() -> Response:
    """The organisation's people as a file."""
    return csv_answer(PEOPLE, current_staff().organisation.id, at=now())


@blueprint.get("/partner/<code>/staff/access/clients.csv")
@for_staff(Permission.STAFF_MANAGE)
def clients_file() -> Response:
    """The organisation's programs as a file."""
    return csv_answer(PROGRAMS, current_staff().organisation.id, at=now())


@blueprint.get("/operator/access")
@for_operator(Permission.AUDIT_READ)
def everybodys_access() -> str:
    """The same of all organisations, or of one that is named by its handle."""
    return _page(_asked_for(), "/operator/access")


@blueprint.get("/operator/access/people.csv")
@for_operator(Permission.AUDIT_READ)
def everybodys_people_file() -> Response:
    """The people of all organisations, or of one, as a file."""
    return csv_answer(PEOPLE, _id_of(_asked_for()), at=now())


@blueprint.get("/operator/access/clients.csv")
@for_operator(Permission.AUDIT_READ)
def everybodys_clients_file() -> Response:
    """The programs of all organisations, or of one, as a file."""
    return csv_answer(PROGRAMS, _id_of(_asked_for()), at=now())


def _own() -> str:
    return f"/partner/{current_staff().organisation.code}/staff/access"


def _id_of(organisation: Organisation | None) -> UUID | None:
    return organisation.id if organisation is not None else None


def _asked_for() -> Organisation | None:
    """The organisation whose handle was asked for; raises NotFound for an unknown."""
    code = request.args.get("organisation", "").strip()
    if not code:
        return None
    with reading("pages.access_of") as session:
        found = session.scalar(
            select(Organisation).where(Organisation.code == code.replace("\0", ""))
        )
    if found is None:
        raise OrganisationNotFound
    return found


def _page(organisation: Organisation | None, base: str) -> str:
    at, organisation_id = now(), _id_of(organisation)
    with unit_of_work("pages.access_report") as session:
        people, programs = (
            page_of(
                session,
                report,
                organisation_id=organisation_id,
                at=at,
                limit=SHOWN,
                cursor=request.args.get(f"{report.name}_cursor") or None,
            )
            for report in (PEOPLE, PROGRAMS)
        )
    language = page_locale()
    return render_template(
        "staff/access.html",
        base=base,
        organisation=organisation,
        everybodys=base == "/operator/access",
        people=people,
        programs=programs,
        role_names=role_names,
        methods={name: words.in_(language) for name, words in METHOD_NAMES.items()},
        scope_name=lambda scope: scope_name(scope, language),
    )
