"""Make the judged queries from the register: `python -m bench.catalogue.judge`."""

import csv
from collections.abc import Iterable
from random import Random

from bench.catalogue import cricos
from bench.catalogue.relevance import (
    DETAILED,
    EMPTY,
    FILE,
    WORD,
    Judged,
    read,
    words_of,
)

BY_HAND = cricos.DATA / "judged_by_hand.csv"

_NEAR = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "s": "d", "t": "y", "r": "t"}

_EACH = {"known": 45, "subject": 45, "field": 30, "typo": 40}


def write() -> None:
    """Make the queries anew."""
    made = sorted(set(_made()), key=lambda one: (one.family, one.query))
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("family", "query", "target"))
        writer.writerows((one.family, one.query, one.target) for one in made)


def _made() -> Iterable[Judged]:
    chance = Random(2023)
    titles = sorted({row[cricos.TITLE] for row in cricos.rows()})
    usable = [title for title in titles if 2 <= len(words_of(title)) <= 5]
    picked = chance.sample(usable, _EACH["known"] + _EACH["subject"])
    known = [
        Judged("known", each.casefold(), each) for each in picked[: _EACH["known"]]
    ]
    subject = [
        Judged("subject", _subject(each), each) for each in picked[_EACH["known"] :]
    ]
    yield from known
    yield from subject
    for one in chance.sample([*known, *subject], _EACH["typo"]):
        yield Judged("typo", _mistyped(one.query, chance), one.target)
    yield from _fields(chance)
    yield from read(BY_HAND)


def _subject(title: str) -> str:
    words = WORD.findall(title.casefold())
    return " ".join(word for word in words if word not in EMPTY)


def _fields(chance: Random) -> Iterable[Judged]:
    filed: dict[str, int] = {}
    for row in cricos.rows():
        filed[row[DETAILED]] = filed.get(row[DETAILED], 0) + 1
    usable = sorted(
        name
        for name, courses in filed.items()
        if courses >= 5 and "," not in name and "99 -" not in name and name
    )
    for name in chance.sample(usable, _EACH["field"]):
        code, _, words = name.partition(" - ")
        yield Judged("field", words.casefold(), code)


def _mistyped(query: str, chance: Random) -> str:
    longest = max(query.split(), key=len)
    place = chance.randrange(1, len(longest) - 1)
    before, letter, after = longest[:place], longest[place], longest[place + 1 :]
    mistake = chance.choice(
        (
            before + after[:1] + letter + after[1:],
            before + after,
            before + letter * 2 + after,
            before + _NEAR.get(letter, "e") + after,
        )
    )
    return query.replace(longest, mistake, 1)


if __name__ == "__main__":
    write()
