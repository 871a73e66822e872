"""The agreements that ship with the program, read and checked when it starts."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from core.text import LOCALES, Text
from partners.agreements.errors import AgreementUnknown

FOLDER = Path(__file__).parent / "documents"


@dataclass(frozen=True)
class Agreement:
    """One version. `accept_by` is the day until which partners of an earlier version
    have to accept it, and `without` says what happens otherwise."""

    code: str
    version: int
    since: date
    accept_by: date
    title: Text
    without: Text
    text: Text

    def sha256(self, language: str) -> bytes:
        """The hash of the text in one language."""
        return hashlib.sha256(self.text.in_(language).encode()).digest()


@cache
def shipped_agreements() -> tuple[Agreement, ...]:
    """Every version of every agreement."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def agreements_in_force(*, on: date) -> list[Agreement]:
    """The newest version of each agreement on a day."""
    newest: dict[str, Agreement] = {}
    for agreement in shipped_agreements():
        known = newest.get(agreement.code)
        if agreement.since <= on and (not known or known.version < agreement.version):
            newest[agreement.code] = agreement
    return list(newest.values())


def agreement_of(code: str, version: int) -> Agreement:
    """One version; raises AgreementUnknown."""
    for agreement in shipped_agreements():
        if (agreement.code, agreement.version) == (code, version):
            return agreement
    raise AgreementUnknown


def _read(path: Path) -> Agreement:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = {
        name: Text(**{locale: document[name][locale].strip() for locale in LOCALES})
        for name in ("title", "without", "text")
    }
    if path.name != f"{document['code']}.{document['version']}.toml":
        raise ValueError(f"{path.name} does not say what it holds")
    return Agreement(
        code=document["code"],
        version=document["version"],
        since=document["since"],
        accept_by=document["accept_by"],
        **texts,
    )
