"""Taking an organisation in."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from partners.organisations.errors import OrganisationCodeTaken
from partners.organisations.models import Kind, Organisation, Standing


def register_organisation(
    session: Session,
    *,
    code: str,
    name: str,
    name_key: str,
    kinds: Collection[Kind],
    at: datetime,
) -> Organisation:
    """Write an organisation down that applies to take part; it may not act yet.

    `code` is its short public handle, `name_key` what two spellings of its name share:
    an import finds it by that. Raises OrganisationCodeTaken.
    """
    made: Organisation | None = session.scalar(
        insert(Organisation)
        .values(
            id=new_id(),
            code=code,
            name=name,
            name_key=name_key,
            kinds=sorted(kinds),
            standing=Standing.APPLIED,
            created_at=at,
        )
        .on_conflict_do_nothing(index_elements=[Organisation.code])
        .returning(Organisation)
    )
    if made is None:
        raise OrganisationCodeTaken(code=code)
    record(
        session,
        action="organisation.registered",
        object_type="organisation",
        object_id=made.id,
        at=at,
        after={"code": code, "kinds": made.kinds},
    )
    return made
