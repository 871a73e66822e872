"""Reading the report: page by page or as a file, and always on the record."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.sheets import Cell, csv_lines
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Key, Page, paginate
from partners.staff.report.people import (
    BY_SEAT,
    PersonsAccess,
    live_seats,
    show_people,
)
from partners.staff.report.programs import (
    BY_CLIENT,
    ProgramsAccess,
    clients_where,
    show_programs,
)

# How many rows of a file are read at a time.
BATCH = 500

Line = TypeVar("Line")
Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True)
class Report(Generic[Line]):
    """One of the two lists: how it is found, shown, ordered and written."""

    name: str
    find: Callable[[UUID | None], Select[*tuple[Any, ...]]]
    show: Callable[..., list[Line]]
    order: list[Key]
    columns: dict[str, Callable[[Line], Cell]]


def page_of(
    session: Session,
    report: Report[Line],
    *,
    organisation_id: UUID | None,
    at: datetime,
    limit: int,
    cursor: str | None,
) -> Page[Line]:
    """One page of a report, of one organisation or of all; raises InvalidCursor."""
    found = _page(session, report, organisation_id, at=at, limit=limit, cursor=cursor)
    note_reading(
        session,
        report.name,
        organisation_id=organisation_id,
        at=at,
        lines=len(found.items),
    )
    return found


def file_of(
    report: Report[Line], *, organisation_id: UUID | None, at: datetime
) -> Iterator[str]:
    """The whole report as lines of CSV; that it was asked for is on record at once."""
    with unit_of_work("access_report.file") as session:
        note_reading(session, report.name, organisation_id=organisation_id, at=at)
    return csv_lines(list(report.columns), _all_lines(report, organisation_id, at=at))


def note_reading(
    session: Session,
    what: str,
    *,
    organisation_id: UUID | None,
    at: datetime,
    lines: int | None = None,
) -> None:
    """Write down that somebody read names; `lines` None when she took the whole."""
    record(
        session,
        action="staff.access_read",
        object_type="organisation",
        object_id=organisation_id or "all",
        at=at,
        after={"report": what, "lines": lines},
    )


def _all_lines(
    report: Report[Line], organisation_id: UUID | None, *, at: datetime
) -> Iterator[Sequence[Cell]]:
    cursor = None
    while True:
        with reading("access_report.batch") as session:
            found = _page(
                session, report, organisation_id, at=at, limit=BATCH, cursor=cursor
            )
        for line in found.items:
            yield [write(line) for write in report.columns.values()]
        if found.next_cursor is None:
            return
        cursor = found.next_cursor


def _page(
    session: Session,
    report: Report[Line],
    organisation_id: UUID | None,
    *,
    at: datetime,
    limit: int,
    cursor: str | None,
) -> Page[Line]:
    found = paginate(
        session,
        report.find(organisation_id),
        report.order,
        limit=limit,
        cursor=cursor,
        scalars=False,
    )
    return Page(report.show(session, found.items, at=at), found.next_cursor)


def yes(value: object) -> str:
    """A flag as it stands in a file."""
    return "yes" if value else "no"


PEOPLE: Report[PersonsAccess] = Report(
    "people",
    live_seats,
    show_people,
    BY_SEAT,
    {
        "organisation_code": lambda line: line.organisation.code,
        "organisation": lambda line: line.organisation.name,
        "seat_id": lambda line: str(line.colleague.seat.id),
        "full_name": lambda line: line.colleague.full_name,
        "email": lambda line: line.colleague.email,
        "roles": lambda line: " ".join(line.colleague.seat.roles),
        "appointed_at": lambda line: line.colleague.seat.appointed_at,
        "roles_since": lambda line: line.colleague.seat.roles_since,
        "given_by": lambda line: line.given_by,
        "last_signed_in_at": lambda line: line.colleague.account.last_signed_in_at,
        "unused": lambda line: yes(line.unused),
        "account_disabled": lambda line: yes(line.account_disabled),
        "authenticator": lambda line: yes(line.factors.authenticator),
        "passkeys": lambda line: line.factors.passkeys,
        "recovery_codes_left": lambda line: line.factors.recovery_codes,
        "open_sessions": lambda line: line.sessions,
    },
)

PROGRAMS: Report[ProgramsAccess] = Report(
    "clients",
    clients_where,
    show_programs,
    BY_CLIENT,
    {
        "organisation_code": lambda line: line.organisation.code,
        "organisation": lambda line: line.organisation.name,
        "client_id": lambda line: line.client.client_id,
        "name": lambda line: line.client.name,
        "auth_method": lambda line: line.client.auth_method,
        "scopes": lambda line: " ".join(line.client.scopes),
        "created_at": lambda line: line.client.created_at,
        "disabled": lambda line: yes(line.client.disabled_at),
        "last_used_at": lambda line: line.client.last_used_at,
        "secrets": lambda line: line.secrets,
        "oldest_secret_at": lambda line: line.oldest_secret_at,
        "secret_age_days": lambda line: line.secret_age_days,
        "public_keys": lambda line: line.public_keys,
    },
)
