"""Finding the institutions that a list names, or registering them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.names import slug
from partners.organisations import Kind, Organisation, Standing


def find_or_register(
    session: Session, names: Mapping[str, str], *, standing: Standing, at: datetime
) -> dict[str, Organisation]:
    """The institution of each name key; `names` maps keys to the names to show.

    An organisation that is in the programme for something else, such as a platform
    that gives courses of its own, is the same one and gets the kind added. A new one
    starts with `standing`. Queries: three, whatever the length of the list.
    """
    found = _by_name_key(session, names)
    _add_kind(session, found.values())
    missing = {key: name for key, name in names.items() if key not in found}
    taken = _taken_codes(session, missing.values())
    for key, name in missing.items():
        organisation = Organisation(
            code=_code(name, key, taken),
            name=name,
            name_key=key,
            kinds=[Kind.TRAINING_INSTITUTION],
            standing=standing,
            created_at=at,
        )
        session.add(organisation)
        found[key] = organisation
    session.flush()
    for key in missing:
        record(
            session,
            action="organisation.registered",
            object_type="organisation",
            object_id=found[key].id,
            after={"name": found[key].name, "standing": standing},
            reason="Named in an imported list of courses.",
            at=at,
        )
    return found


def _by_name_key(session: Session, keys: Iterable[str]) -> dict[str, Organisation]:
    """Should two share a name, the one that was registered first.

    An organisation that is of no kind yet is an applicant whom nobody has looked at: a
    name that anybody may have typed is not enough to be given an institution's courses.
    """
    organisations = session.scalars(
        select(Organisation)
        .where(Organisation.name_key.in_(list(keys)))
        .where(func.cardinality(Organisation.kinds) > 0)
        .order_by(Organisation.id.desc())
    )
    return {organisation.name_key: organisation for organisation in organisations}


def _add_kind(session: Session, organisations: Iterable[Organisation]) -> None:
    kind = Kind.TRAINING_INSTITUTION
    lacking = [each.id for each in organisations if kind not in each.kinds]
    if lacking:
        session.execute(
            update(Organisation)
            .where(Organisation.id.in_(lacking))
            .values(kinds=func.array_append(Organisation.kinds, kind))
            .execution_options(synchronize_session="fetch")
        )


def _taken_codes(session: Session, names: Iterable[str]) -> set[str]:
    wanted = [slug(name) for name in names]
    return set(
        session.scalars(select(Organisation.code).where(Organisation.code.in_(wanted)))
    )


def _code(name: str, key: str, taken: set[str]) -> str:
    """The name as a slug, with a few letters of the key's hash when that is taken."""
    code = slug(name)
    if code in taken:
        code = f"{code}-{sha256(key.encode()).hexdigest()[:6]}"
    taken.add(code)
    return code
