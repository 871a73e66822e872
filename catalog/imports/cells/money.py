"""Prices: whole units of our currency, or the reason why a cell gives none."""

import re
from decimal import ROUND_HALF_UP, Decimal

from catalog.imports.cells import kinds
from catalog.imports.cells.numbers import read_decimal
from catalog.imports.cells.reading import Cell, Said, refused
from catalog.imports.cells.words import vocabulary
from catalog.imports.findings import Kind
from catalog.imports.rules.prices import LARGEST_PRICE, SMALLEST_PRICE, read_discount
from core.names import comparison_key

OURS = "IDR"
_LONGEST = 60
_SIGNS = {
    "rp": OURS,
    "rp.": OURS,
    "idr": OURS,
    "rupiah": OURS,
    "$": "USD",
    "us$": "USD",
    "a$": "AUD",
    "s$": "SGD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "rm": "MYR",
}
# One sign of several currencies: that of the list, where it is one of them.
_SHARED = {
    "$": ("USD", "AUD", "SGD", "CAD", "NZD", "HKD", "BND"),
    "¥": ("JPY", "CNY"),
}
_MANY = {"k": 3, "rb": 3, "ribu": 3, "jt": 6, "juta": 6, "m": 6, "mio": 6}
_PRICE = re.compile(
    r"(?P<before>[^\W\d_]{1,6}\.?|[^\W\d_]{0,2}[$€£¥])?\s*"
    r"(?P<number>[0-9][0-9.,'’\s]*?)"
    r"\s*(?P<dash>,-|\.-|,--)?"
    r"\s*(?:(?P<many>k|rb|ribu|jt|juta|mio|m)(?![^\W\d_]))?\.?"
    r"\s*(?P<after>[^\W\d_]{1,6}|[$€£¥])?"
)  # fmt: skip
_RANGE = re.compile(
    r"[0-9]\s*(?:k|rb|ribu|jt|juta)?\s*(?:-|–|—|~|s/d|s\.d\.?|sd|sampai|hingga|to|until)"
    r"\s*(?:rp\.?|idr)?\s*[0-9]"
    r"|^(?:mulai|dari|from|starting|start|up to|hingga|min)\b|\+$"
)


# Two offers, as readers of files put them into one cell.
_SEVERAL = re.compile(r"[0-9]\D*[|\n].*[0-9a-z]", re.DOTALL)


def read_price(text: str, said: Said) -> Cell:
    """Read `Rp 1.250.000,00`, `1,250,000`, `IDR 500K`, `1,5 juta`, `Gratis`.

    With Rp before it a dot parts thousands, as Indonesian writes rupiah, unless it was
    said otherwise for the list. A range, a fraction, an amount of another currency
    without a rate that a person gave, and whatever has two readings is refused.
    """
    words = " ".join(text.casefold().split())
    key = comparison_key(words)
    own = _own_words(said).get(key)
    if own or key in vocabulary()["free"]:
        return Cell(0)
    if own == "":
        return Cell(None)
    if words in ("-", "–", "n/a", "tbd", "tba"):
        return Cell(None)
    if _RANGE.search(words) or _SEVERAL.search(text):
        return refused(kinds.PRICE_RANGE)
    found = _PRICE.fullmatch(words) if len(words) <= _LONGEST else None
    if found is None:
        return refused(kinds.PRICE_UNREADABLE)
    currency = _currency(found, said)
    if currency is None:
        return refused(kinds.PRICE_UNREADABLE)
    return _amount(found, currency, said)


def _currency(found: re.Match[str], said: Said) -> str | None:
    """The ISO 4217 code; None for words that name none, or two that differ."""
    stated = {
        _code(sign, said)
        for sign in (found["before"], found["after"])
        if sign and not _says_nothing(sign, said)
    }
    if len(stated) > 1 or "" in stated:
        return None
    return stated.pop() if stated else said.currency


def _code(sign: str, said: Said) -> str:
    """What a sign or a word stands for; empty if for no currency."""
    if said.currency in _SHARED.get(sign, ()):
        return said.currency
    known = _SIGNS.get(sign)
    return known or (sign.upper() if re.fullmatch("[a-z]{3}", sign) else "")


def currency_in(text: str) -> str | None:
    """The currency that a price names; None for none, or for words that are none."""
    found = _PRICE.fullmatch(" ".join(text.casefold().split())[:_LONGEST])
    if found is None:
        return None
    signs = [sign for sign in (found["before"], found["after"]) if sign]
    codes = {_SIGNS.get(sign) for sign in signs}
    return codes.pop() if len(codes) == 1 else None


def unknown_word(text: str, said: Said) -> str | None:
    """The first word or sign of a price that nobody knows; the whole cell where it has
    no number."""
    words = " ".join(text.casefold().split())
    if not re.search("[0-9]", words):
        return words or None
    for found in re.findall(r"[^\W\d_]+", words):
        known = found in _SIGNS or found in _MANY or re.fullmatch("[a-z]{3}", found)
        if not known and not _says_nothing(found, said):
            return str(found)
    return None


def _own_words(said: Said) -> dict[str, str]:
    return said.words.get("list_price", {})


def _says_nothing(sign: str, said: Said) -> bool:
    return _own_words(said).get(comparison_key(sign)) == ""


def _amount(found: re.Match[str], currency: str, said: Said) -> Cell:
    many = _MANY.get(found["many"] or "", 0)
    stated = bool(found["before"] or found["dash"])
    if currency == OURS and stated and not many and said.decimal is None:
        number = _rupiah(found["number"], said)
    else:
        number = read_decimal(found["number"], said)
    if isinstance(number, Cell):
        is_ambiguous = number.kind is kinds.NUMBER_AMBIGUOUS
        return number if is_ambiguous else refused(kinds.PRICE_UNREADABLE)
    number = number.scaleb(many)
    if currency != OURS:
        return _converted(number, currency, said)
    if number != int(number):
        return refused(kinds.PRICE_FRACTION, ours=OURS)
    remark = kinds.PRICE_SHORTENED if many else None
    return _plausible(int(number), remark, {"reading": grouped(int(number))})


def _rupiah(text: str, said: Said) -> Decimal | Cell:
    """`Rp 1.250` is 1250: there is no other way in which Indonesian reads it. With a
    comma, `Rp 1,250`, it is as open as anywhere."""
    if "," not in text and re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+", text.strip()):
        return Decimal(text.strip().replace(".", ""))
    return read_decimal(text, said)


def _converted(number: Decimal, currency: str, said: Said) -> Cell:
    rate = said.rates.get(currency)
    if rate is None:
        return refused(kinds.PRICE_OTHER_CURRENCY, currency=currency, ours=OURS)
    amount = int((number * Decimal(rate)).to_integral_value(ROUND_HALF_UP))
    members = {"currency": currency, "reading": grouped(amount)}
    return _plausible(amount, kinds.PRICE_CONVERTED, members)


def _plausible(amount: int, remark: Kind | None, members: dict[str, str]) -> Cell:
    if amount and not SMALLEST_PRICE <= amount <= LARGEST_PRICE:
        return refused(
            kinds.PRICE_IMPLAUSIBLE,
            smallest=grouped(SMALLEST_PRICE),
            largest=grouped(LARGEST_PRICE),
        )
    return Cell(amount, remark, members if remark else {})


def grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def read_discount_cell(text: str, said: Said) -> Cell:
    """A percentage as basis points; a bare number is not guessed to be one."""
    found = read_discount(text)
    if found is None or isinstance(found, int):
        return Cell(found)
    return refused(kinds.DISCOUNT_UNREADABLE)
