"""Saying how two organisations are tied, in sentences that name no person.

A path leads from one organisation to the other over what they share; each step is a
sentence. Names of organisations, shares and domains may be read by both sides; names,
numbers and birth dates stay sealed.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from core.text import Text
from partners.conflicts.models import (
    OrganisationTie,
    TieKey,
    TieKind,
    TieState,
)
from partners.conflicts.queries import group_of
from partners.organisations.queries import names_of


@dataclass(frozen=True)
class End:
    """One end of a step: an organisation, and its tie to what both share. An
    organisation that is itself the owner of the other has no tie of its own."""

    organisation_id: UUID
    tie: OrganisationTie | None


@dataclass(frozen=True)
class Step:
    """Two organisations and what they share."""

    one: End
    other: End


def explain(session: Session, one: UUID, other: UUID) -> Text:
    """Why two organisations are of one group: the shortest way, in words. Three
    queries, however large the group; an empty text when they are not of one."""
    names = names_of(session, {one, other})
    if one == other:
        return Text(f"Both are {names[one]}.", f"Keduanya adalah {names[one]}.")
    members = group_of(session, one)
    steps = path(ends_of(session, members), one, other)
    names = names_of(session, members)
    return sentences(steps, names)


def ends_of(session: Session, members: Collection[UUID]) -> dict[bytes, list[End]]:
    """What binds the members of a group: each shared thing with those who share it."""
    rows = session.execute(
        select(OrganisationTie, TieKey.key)
        .outerjoin(TieKey, TieKey.tie_id == OrganisationTie.id)
        .where(
            OrganisationTie.state == TieState.LIVE,
            OrganisationTie.binds,
            or_(
                OrganisationTie.organisation_id.in_(members),
                OrganisationTie.other_organisation_id.in_(members),
            ),
        )
        .order_by(OrganisationTie.id, TieKey.key)
    )
    shared: dict[bytes, list[End]] = {}
    for tie, key in rows:
        mine = End(tie.organisation_id, tie)
        if key is not None:
            shared.setdefault(bytes(key), []).append(mine)
        if tie.other_organisation_id is not None:
            thing = b"organisation:" + tie.other_organisation_id.bytes
            owner = End(tie.other_organisation_id, None)
            ends = shared.setdefault(thing, [])
            ends += [mine] if owner in ends else [owner, mine]
    return shared


def path(shared: Mapping[bytes, Sequence[End]], one: UUID, other: UUID) -> list[Step]:
    """The shortest way from one organisation to the other; empty without a way."""
    things: dict[UUID, list[bytes]] = {}
    for thing, ends in shared.items():
        for end in ends:
            things.setdefault(end.organisation_id, []).append(thing)
    came: dict[UUID, Step | None] = {one: None}
    queue = deque([one])
    while queue and other not in came:
        here = queue.popleft()
        for thing in things.get(here, []):
            mine = next(end for end in shared[thing] if end.organisation_id == here)
            for end in shared[thing]:
                if end.organisation_id not in came:
                    came[end.organisation_id] = Step(mine, end)
                    queue.append(end.organisation_id)
    return _walked(came, other)


def _walked(came: Mapping[UUID, Step | None], other: UUID) -> list[Step]:
    steps: list[Step] = []
    step = came.get(other)
    while step is not None:
        steps.append(step)
        step = came[step.one.organisation_id]
    return steps[::-1]


def sentences(steps: Iterable[Step], names: Mapping[UUID, str]) -> Text:
    """A path in words."""
    said = [sentence(step, names) for step in steps]
    return Text(" ".join(each.en for each in said), " ".join(each.id for each in said))


def sentence(step: Step, names: Mapping[UUID, str]) -> Text:
    """One step in words."""
    one, other = step.one, step.other
    if one.tie is None or other.tie is None:
        owner, owned = (one, other) if one.tie is None else (other, one)
        return _owns(owner, owned, names)
    a, b = names[one.organisation_id], names[other.organisation_id]
    if one.tie.kind == TieKind.BANK_ACCOUNT:
        return Text(
            f"{a} and {b} use the same bank account.",
            f"{a} dan {b} memakai rekening yang sama.",
        )
    if one.tie.kind == TieKind.DOMAIN:
        return Text(
            f"{a} and {b} use the domain {one.tie.label}.",
            f"{a} dan {b} memakai domain {one.tie.label}.",
        )
    mine, theirs = _part(one.tie, a), _part(other.tie, b)
    if one.tie.is_person:
        return Text(
            f"Somebody who {mine.en} {theirs.en}.",
            f"Seseorang yang {mine.id} juga {theirs.id}.",
        )
    return Text(
        f"A company that {mine.en} {theirs.en}.",
        f"Perusahaan yang {mine.id} juga {theirs.id}.",
    )


def share_in_words(bps: int) -> str:
    """A share in percent: `30 %`, `12.5 %`."""
    whole, rest = divmod(bps, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") + " %"


def _owns(owner: End, owned: End, names: Mapping[UUID, str]) -> Text:
    a, b = names[owner.organisation_id], names[owned.organisation_id]
    share = owned.tie.share_bps if owned.tie is not None else None
    if share is None:
        return Text(f"{a} controls {b}.", f"{a} mengendalikan {b}.")
    part = share_in_words(share)
    return Text(f"{a} owns {part} of {b}.", f"{a} memiliki {part} {b}.")


def _part(tie: OrganisationTie, name: str) -> Text:
    """What somebody does at an organisation, as the end of a sentence."""
    match tie.kind:
        case TieKind.OWNER:
            share = share_in_words(tie.share_bps or 0)
            return Text(f"owns {share} of {name}", f"memiliki {share} {name}")
        case TieKind.OFFICER:
            return Text(f"is an officer of {name}", f"adalah pengurus {name}")
        case TieKind.TRAINER:
            return Text(f"teaches at {name}", f"mengajar di {name}")
        case TieKind.ASSESSOR:
            return Text(f"assesses for {name}", f"menilai untuk {name}")
        case _:
            return Text(f"controls {name}", f"mengendalikan {name}")


def shared_person(
    session: Session, some: Collection[UUID], others: Collection[UUID]
) -> Text | None:
    """Somebody who has any tie, binding or not, on both sides, in words; None if nobody
    has. One query, and one for the names."""
    one, other = aliased(OrganisationTie), aliased(OrganisationTie)
    mine, theirs = aliased(TieKey), aliased(TieKey)
    row = session.execute(
        select(one, other)
        .select_from(mine)
        .join(theirs, theirs.key == mine.key)
        .join(one, one.id == mine.tie_id)
        .join(other, other.id == theirs.tie_id)
        .where(
            mine.organisation_id.in_(some),
            theirs.organisation_id.in_(others),
            mine.organisation_id != theirs.organisation_id,
        )
        .order_by(one.id, other.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    ends = [End(tie.organisation_id, tie) for tie in row]
    names = names_of(session, {end.organisation_id for end in ends})
    return sentence(Step(*ends), names)
