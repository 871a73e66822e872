"""Whether something is closed, as a condition for the statements of every floor, and
reads of closures. Few rows are in force at a time, and a partial index finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.accounts.models import Account
from partners.switches.errors import REFUSAL_OF, ClosureNotFound
from partners.switches.models import Closure, Switch

SchemeCode = str | SQLColumnExpression[str] | None


def is_closed(switch: Switch, scheme_code: SchemeCode = None) -> ColumnElement[bool]:
    """Whether it is closed: as a whole or, with a code, for this scheme."""
    return exists().where(
        Closure.switch == switch,
        Closure.opened_at.is_(None),
        _reaches(scheme_code),
    )


def is_unsettled(switch: Switch, scheme_code: SchemeCode = None) -> ColumnElement[bool]:
    """Whether it is closed, or was opened and what follows from that is not done."""
    return exists().where(
        Closure.switch == switch,
        Closure.settled_at.is_(None),
        _reaches(scheme_code),
    )


def refuse_closed(
    session: Session, switch: Switch, *, scheme_code: str | None = None
) -> None:
    """Raise the refusal of a closed switch, with the reason that was given."""
    closure = session.scalar(
        select(Closure)
        .where(
            Closure.switch == switch,
            Closure.opened_at.is_(None),
            _reaches(scheme_code),
        )
        .order_by(Closure.closed_at)
        .limit(1)
    )
    if closure is not None:
        raise REFUSAL_OF[switch](
            reason=closure.reason, closed_at=closure.closed_at.isoformat()
        )


def closures_in_force(
    session: Session, switches: Sequence[Switch] = tuple(Switch)
) -> Sequence[Closure]:
    """Everything that is closed now, in the order of closing."""
    return session.scalars(
        select(Closure)
        .where(Closure.switch.in_(switches), Closure.opened_at.is_(None))
        .order_by(Closure.closed_at, Closure.id)
        .limit(100)
    ).all()


def all_closures() -> Select[Closure]:
    """What is and was closed; pages show the newest first."""
    return select(Closure)


def lock_closure(session: Session, closure_id: UUID) -> Closure:
    """A closure, locked so that those who open it take turns; raises
    ClosureNotFound."""
    found = session.scalar(
        select(Closure)
        .where(Closure.id == closure_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise ClosureNotFound
    return found


@dataclass(frozen=True)
class ClosureView:
    """A closure with the names of those who acted, for the operator's staff."""

    closure: Closure
    closed_by: str
    opening_proposed_by: str | None
    opened_by: str | None


def with_names(session: Session, closures: Sequence[Closure]) -> list[ClosureView]:
    """The closures with names, looked up at once."""
    people = {
        account_id
        for each in closures
        for account_id in (each.closed_by, each.opening_proposed_by, each.opened_by)
        if account_id is not None
    }
    vault = vault_of(session)
    names = {
        account.id: vault.open(
            account.full_name_sealed, row=account.id, field="full_name"
        )
        for account in session.scalars(select(Account).where(Account.id.in_(people)))
    }
    return [
        ClosureView(
            closure=each,
            closed_by=names[each.closed_by],
            opening_proposed_by=names.get(each.opening_proposed_by or each.id),
            opened_by=names.get(each.opened_by or each.id),
        )
        for each in closures
    ]


def _reaches(scheme_code: SchemeCode) -> ColumnElement[bool]:
    whole = Closure.scheme_code.is_(None)
    if scheme_code is None:
        return whole
    return or_(whole, Closure.scheme_code == scheme_code)
