"""Ties as they are shown: names and numbers masked; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.privacy import Vault, mask_digits, vault_of
from core.privacy.masking import DOT
from partners.conflicts.models import OrganisationTie, TieDispute
from partners.conflicts.queries import open_disputes
from partners.organisations.models import Organisation


@dataclass(frozen=True)
class TieView:
    """A tie with what of it may be shown, and the dispute that waits."""

    tie: OrganisationTie
    name_masked: str | None
    number_masked: str | None
    other: Organisation | None
    dispute: TieDispute | None


def tie_views(session: Session, ties: Sequence[OrganisationTie]) -> list[TieView]:
    """Ties as they are shown, in the given order."""
    vault, disputes = vault_of(session), open_disputes(session, ties)
    others = _others(session, ties)
    return [
        TieView(
            tie=tie,
            name_masked=mask_name(opened(vault, tie, "name")),
            number_masked=_mask(opened(vault, tie, "number")),
            other=others.get(tie.other_organisation_id or tie.organisation_id),
            dispute=disputes.get(tie.id),
        )
        for tie in ties
    ]


def opened(vault: Vault, tie: OrganisationTie, field: str) -> str | None:
    """A sealed value of a tie in the clear."""
    sealed: bytes | None = getattr(tie, f"{field}_sealed")
    if sealed is None:
        return None
    return vault.open(sealed, row=tie.id, field=f"tie_{field}")


def mask_name(name: str | None) -> str | None:
    """`Budi Santoso` becomes `B••• S••••••`."""
    if name is None:
        return None
    return " ".join(word[:1] + DOT * (len(word) - 1) for word in name.split())


def _mask(number: str | None) -> str | None:
    return None if number is None else mask_digits(number, head=0, tail=4)


def _others(
    session: Session, ties: Sequence[OrganisationTie]
) -> dict[UUID, Organisation]:
    wanted = {tie.other_organisation_id for tie in ties if tie.other_organisation_id}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    return {organisation.id: organisation for organisation in rows}
