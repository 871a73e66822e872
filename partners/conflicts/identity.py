"""Recognising the same person, company, account or domain. Pure functions.

What is recognised is written as a text with its kind in front (`nik:…`), of which the
register keeps a keyed hash.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from partners.conflicts.rulebook import Rulebook

NIK = re.compile(r"\d{16}\Z")
ACCOUNT = re.compile(r"\d{5,30}\Z")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}\Z")

# A birth date in a NIK has two digits of the year; nobody of 100 years signs here.
CENTURY = 100


@dataclass(frozen=True)
class Party:
    """Who or what stands at the other end of a tie, as somebody typed it."""

    is_person: bool = False
    name: str | None = None
    number: str | None = None
    birth_date: date | None = None


def person_keys(party: Party, rules: Rulebook, *, today: date) -> list[str]:
    """How a person is recognised: by her NIK, and by name and birth date; the date may
    come out of the NIK. Empty when there is neither."""
    keys = []
    birth_date = party.birth_date
    number = digits(party.number)
    if NIK.match(number):
        keys.append(f"nik:{number}")
        birth_date = birth_date or birth_date_of(number, today=today)
    name = plain_name(party.name, rules)
    if name and birth_date is not None:
        keys.append(f"person:{name}:{birth_date.isoformat()}")
    return keys


def company_keys(party: Party, rules: Rulebook) -> list[str]:
    """How a company is recognised: by its registration number, and by its name."""
    keys = []
    number = re.sub(r"[^a-z0-9]", "", (party.number or "").lower())
    if len(number) >= 5:
        keys.append(f"registration:{number}")
    words = [word for word in _words(party.name) if word not in rules.company_forms]
    if words:
        keys.append(f"company:{' '.join(words)}")
    return keys


def account_key(bank: str | None, number: str | None) -> str | None:
    """How a bank account is recognised, or None when it is none."""
    plain, where = digits(number), "".join(_words(bank))
    if not ACCOUNT.match(plain) or not where:
        return None
    return f"account:{where}:{plain.lstrip('0') or '0'}"


def registrable_domain(text: str, rules: Rulebook) -> str | None:
    """The part of an address, host or e-mail that somebody has registered, such as
    `kursus.co.id`; None for what is no domain and for one that everybody may use."""
    host = text.strip().lower().rpartition("@")[2]
    host = host.partition("://")[2] or host
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].rstrip(".")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return None
    if not HOST.match(host):
        return None
    labels = host.split(".")
    wanted = 3 if ".".join(labels[-2:]) in rules.public_suffixes else 2
    if len(labels) < wanted:
        return None
    domain = ".".join(labels[-wanted:])
    return (
        None
        if domain in rules.public_domains or host in rules.public_domains
        else (domain)
    )


def plain_name(name: str | None, rules: Rulebook) -> str:
    """A person's name as two spellings of it share it: no case, accents, titles or
    punctuation. What stands behind a comma are titles."""
    front = (name or "").partition(",")[0]
    words = [word for word in _words(front) if word not in rules.titles]
    return " ".join(words)


def birth_date_of(nik: str, *, today: date) -> date | None:
    """The birth date in a NIK (40 is added to a woman's day); None when it is none."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    year += today.year // CENTURY * CENTURY
    try:
        born = date(year, month, day - 40 if day > 40 else day)
        return born if born <= today else born.replace(year=year - CENTURY)
    except ValueError:
        return None


def digits(text: str | None) -> str:
    """Only the digits of a number that people write with blanks and dashes."""
    return re.sub(r"[^0-9]", "", text or "")


def _words(text: str | None) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text or "")
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    bare = re.sub(r"[.'’`]", "", bare.casefold())
    return re.findall(r"[^\W_]+", bare)
