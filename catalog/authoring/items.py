"""Bringing two people's changes of a list together, item by item. Pure functions.

Items have no ids of their own. Where the pages know where each item of a list came from
(`Origins`), that is taken. Otherwise those of two lists that say the same are the same
item; of the rest those that share most words; and where as many are left on both sides,
they follow each other.
"""

import json
import re
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ORDER = "order"
# Of all their words, so many are shared by two forms of one item.
LIKE = 0.3
_WORD = re.compile(r"\w+")

Three = tuple[Any, Any, Any]
# Of each item of a list its number in the list that was before, None of a new one.
Origins = Sequence[int | None]
Keyed = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """How a list is joined: `most` items; `ordered` where their order says something;
    `fixed` where an item is known by its number."""

    most: int
    ordered: bool = True
    fixed: bool = False


@dataclass(frozen=True)
class Joined:
    """The list that both made, and what has to be decided first: by item what it was,
    what it is to others and to me (None where it is not), and by ORDER the whole list
    each order. An item is named by its number in what both began from. `origins` are
    where each item of the list is among theirs."""

    value: list[Any]
    both: Mapping[str, Three]
    origins: Origins = ()


def join(
    base: Sequence[Any],
    theirs: Sequence[Any],
    mine: Sequence[Any],
    rule: Rule,
    choices: Mapping[str, str] | None = None,
    *,
    theirs_from: Origins | None = None,
    mine_from: Origins | None = None,
) -> Joined:
    """What became of a list that others and I changed since `base`, from whose items
    theirs and mine came where that is known.

    What has to be decided is as `choices` say, `mine` or `theirs`, and otherwise as
    they have it until it is decided.
    """
    if not rule.ordered:
        return Joined(_united(base, theirs, mine), {})
    was = {str(number): item for number, item in enumerate(base)}
    theirs_from = _from(base, theirs, theirs_from, fixed=rule.fixed)
    mine_from = _from(base, mine, mine_from, fixed=rule.fixed)
    other = _keyed(theirs, theirs_from, "their", {})
    own = _keyed(mine, mine_from, "my", _new(other, was))
    chosen = choices or {}
    both: dict[str, Three] = {}
    kept: Keyed = {}
    for key in {**was, **other, **own}:
        three = was.get(key), other.get(key), own.get(key)
        if _both_changed(*three):
            both[key] = three
        item = _settled(*three, chosen.get(key))
        if item is not None:
            kept[key] = item
    order, is_open = _order(list(was), list(other), list(own), kept, chosen.get(ORDER))
    if is_open:
        both[ORDER] = _orders(was, other, own, kept)
    undecided = {key: three for key, three in both.items() if key not in chosen}
    numbers = {key: number for number, key in enumerate(other)}
    return Joined(
        [kept[key] for key in order], undecided, [numbers.get(key) for key in order]
    )


def origins_of(before: Sequence[Any], after: Sequence[Any]) -> Origins:
    """Where the items of a list came from, as far as what they say tells."""
    found = _matched(before, after)
    return [found.get(number) for number in range(len(after))]


def composed(first: Origins, second: Origins) -> Origins:
    """Where the items of a list came from that was changed twice."""
    return [
        first[number] if number is not None and number < len(first) else None
        for number in second
    ]


def _united(
    base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]
) -> list[Any]:
    """What both kept, and what either added, of things whose order says nothing."""
    kept = [each for each in theirs if each in mine or each not in base]
    return kept + [each for each in mine if each not in base and each not in theirs]


def _both_changed(was: Any, other: Any, own: Any) -> bool:
    return bool(other != own and was not in (other, own))


def _settled(was: Any, other: Any, own: Any, choice: str | None) -> Any:
    if other == was or (choice == "mine" and own != was):
        return own
    return other


def _new(keyed: Keyed, was: Keyed) -> Keyed:
    return {key: item for key, item in keyed.items() if key not in was}


def _from(
    base: Sequence[Any], items: Sequence[Any], known: Origins | None, *, fixed: bool
) -> Origins:
    """Where items came from: by their number, as is known, or by what they say. None
    came from one that another came from, or that is not there."""
    if fixed:
        return range(len(items))
    if known is None or len(known) != len(items):
        return origins_of(base, items)
    taken: set[int | None] = set()
    found: list[int | None] = []
    for each in known:
        is_there = each is not None and each < len(base) and each not in taken
        found.append(each if is_there else None)
        taken.add(each)
    return found


def _keyed(items: Sequence[Any], origins: Origins, side: str, added: Keyed) -> Keyed:
    """The items by their numbers in what both began from; new ones by names of their
    own, or of the same that the other side `added`."""
    names = {_said(item): key for key, item in added.items()}
    keyed: Keyed = {}
    for number, (item, origin) in enumerate(zip(items, origins, strict=True)):
        if origin is not None:
            keyed[str(origin)] = item
        else:
            keyed[names.pop(_said(item), f"{side}-{number}")] = item
    return keyed


def _matched(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """By the number of an item its number before."""
    same: dict[str, deque[int]] = defaultdict(deque)
    for number, item in enumerate(before):
        same[_said(item)].append(number)
    found = {
        number: same[_said(item)].popleft()
        for number, item in enumerate(after)
        if same[_said(item)]
    }
    old = [each for each in range(len(before)) if each not in found.values()]
    new = [each for each in range(len(after)) if each not in found]
    words = {each: _words(before[each]) for each in old}
    likeness = [
        (-_likeness(words[b], _words(after[a])), abs(a - b), a, b)
        for a in new
        for b in old
    ]
    for unlike, _distance, a, b in sorted(likeness):
        if -unlike >= LIKE and a not in found and b not in found.values():
            found[a] = b
    old = [each for each in old if each not in found.values()]
    new = [each for each in new if each not in found]
    return found | (dict(zip(new, old, strict=True)) if len(new) == len(old) else {})


def _order(
    was: list[str],
    other: list[str],
    own: list[str],
    kept: Keyed,
    choice: str | None,
) -> tuple[list[str], bool]:
    """The order of what is kept, and whether both changed it differently."""
    common = {key for key in was if key in kept and key in other and key in own}
    before, others, hers = (
        [key for key in keys if key in common] for keys in (was, other, own)
    )
    is_open = others != hers and before not in (others, hers)
    lead, more = (other, own)
    if (is_open and choice == "mine") or (others == before != hers):
        lead, more = own, other
    order = [key for key in lead if key in kept]
    for number, key in enumerate(more):
        if key in kept and key not in order:
            _put_in(order, key, more[:number], set(more))
    return order, is_open


def _put_in(order: list[str], key: str, before: list[str], more: set[str]) -> None:
    """Put an item behind the one that it followed, and behind what the other side put
    there."""
    behind = [order.index(each) for each in before if each in order]
    place = behind[-1] + 1 if behind else 0
    while place < len(order) and order[place] not in more:
        place += 1
    order.insert(place, key)


def _orders(was: Keyed, other: Keyed, own: Keyed, kept: Keyed) -> Three:
    def shown(keys: Keyed) -> list[Any]:
        return [kept[key] for key in keys if key in kept]

    return shown(was), shown(other), shown(own)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _words(item: Any) -> frozenset[str]:
    """All words that an item says anywhere."""
    if isinstance(item, Mapping):
        return frozenset().union(*(_words(each) for each in item.values()))
    if isinstance(item, list):
        return frozenset().union(*(_words(each) for each in item))
    return frozenset(_WORD.findall(str(item).lower()))


def _said(item: Any) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False)
