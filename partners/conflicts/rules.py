"""What a tie must have to be of use, and how it is recognised. Pure functions."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from partners.conflicts.errors import (
    ACCOUNT_UNKNOWN,
    COMPANY_UNKNOWN,
    DOMAIN_UNKNOWN,
    PERSON_UNKNOWN,
    SHARE_UNKNOWN,
    SOURCE_MISSING,
    RegisterTieUnfit,
)
from partners.conflicts.identity import (
    Party,
    account_key,
    company_keys,
    person_keys,
    registrable_domain,
)
from partners.conflicts.models import Source, TieKind
from partners.conflicts.rulebook import Rulebook

# An organisation has some owners, officers and trainers; a list of a thousand is none.
MOST_TIES = 300

PEOPLE = (TieKind.OFFICER, TieKind.TRAINER, TieKind.ASSESSOR)
LOOSE = (TieKind.TRAINER, TieKind.ASSESSOR)


@dataclass(frozen=True)
class TieDraft:
    """A tie as somebody writes it down. `label` is an officer's position, an account's
    bank, or the domain; `other` the code of an organisation of the programme."""

    organisation_id: UUID
    kind: TieKind
    party: Party = field(default=Party())
    label: str | None = None
    other: str | None = None
    share_bps: int | None = None
    source: Source = Source.DECLARED
    note: str | None = None
    origin: UUID | None = None


@dataclass(frozen=True)
class Recognised:
    """How a tie is stored: by which texts it is found, and whether it binds."""

    keys: tuple[str, ...]
    label: str | None
    is_person: bool
    binds: bool


def recognise(draft: TieDraft, rules: Rulebook, *, today: date) -> Recognised:
    """Check a tie, and say how it is recognised; raises RegisterTieUnfit."""
    if (draft.kind == TieKind.OWNER) != (draft.share_bps is not None):
        raise RegisterTieUnfit(why=SHARE_UNKNOWN)
    if draft.source == Source.OPERATOR and not draft.note:
        raise RegisterTieUnfit(why=SOURCE_MISSING)
    label, is_person = draft.label, False
    if draft.kind == TieKind.BANK_ACCOUNT:
        keys = [account_key(draft.label, draft.party.number)]
        refusal = ACCOUNT_UNKNOWN
    elif draft.kind == TieKind.DOMAIN:
        label = registrable_domain(draft.label or "", rules)
        keys = [f"domain:{label}" if label else None]
        refusal = DOMAIN_UNKNOWN
    elif draft.kind in PEOPLE or (draft.party.is_person and not draft.other):
        is_person = True
        keys = [*person_keys(draft.party, rules, today=today)]
        refusal = PERSON_UNKNOWN
    else:
        keys = [*company_keys(draft.party, rules)]
        refusal = COMPANY_UNKNOWN
    found = tuple(key for key in keys if key)
    if not found and not (draft.other and draft.kind in _BY_ORGANISATIONS):
        raise RegisterTieUnfit(why=refusal)
    return Recognised(found, label, is_person, _binds(draft, rules))


_BY_ORGANISATIONS = (TieKind.OWNER, TieKind.PARENT)


def _binds(draft: TieDraft, rules: Rulebook) -> bool:
    if draft.kind == TieKind.OWNER:
        return (draft.share_bps or 0) >= rules.ownership_bps
    return draft.kind not in LOOSE


def components(edges: list[tuple[UUID, bytes]]) -> list[set[UUID]]:
    """Organisations that share a thing, directly or over others; those that are alone
    are left out."""
    parent: dict[object, object] = {}

    def root(node: object) -> object:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for organisation_id, thing in edges:
        parent[root(organisation_id)] = root(thing)
    found: dict[object, set[UUID]] = {}
    for organisation_id, _ in edges:
        found.setdefault(root(organisation_id), set()).add(organisation_id)
    return [members for members in found.values() if len(members) > 1]
