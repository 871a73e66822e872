"""The terms that somebody typed, and what each side gets of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from catalog.authoring.portal.typed import amount_typed, percent_typed
from catalog.offerings.rules import split_price
from catalog.offerings.services.propose import Terms
from core.text import Text
from openapi.fields import MAX_AMOUNT
from openapi.forms import cleaned, in_one_line

WHOLE = 10_000
LONGEST_NOTE = 1_000
SHORTEST, LONGEST = 5, 500
_PRICE = Text(
    "An amount in whole rupiah, such as 350.000; 0 is free.",
    "Jumlah rupiah bulat, misalnya 350.000; 0 berarti gratis.",
)
_COMMISSION = Text(
    "A percentage from 0 to 100, such as 12,5.",
    "Persentase dari 0 sampai 100, misalnya 12,5.",
)
_REASON = Text(
    "Write a reason of at least five letters.",
    "Tulis alasan paling sedikit lima huruf.",
)
_DAY = Text("A day such as 2027-03-01.", "Tanggal seperti 2027-03-01.")


@dataclass(frozen=True)
class Split:
    """Whole rupiah of a price: all of it, and each side's share."""

    price: int
    institution: int
    platform: int


def terms_typed(form: Mapping[str, str]) -> tuple[Terms | None, dict[str, Text]]:
    """The terms; none of them, and what is wrong by input, where one cannot be read."""
    price = amount_typed(form.get("price", "").strip())
    commission = percent_typed(form.get("commission", "").strip())
    faults: dict[str, Text] = {}
    if not isinstance(price, int) or price > MAX_AMOUNT:
        faults["price"] = _PRICE
    if not isinstance(commission, int) or commission > WHOLE:
        faults["commission"] = _COMMISSION
    if faults or isinstance(price, str) or isinstance(commission, str):
        return None, faults
    note = cleaned(form.get("note", ""), most=LONGEST_NOTE)
    return Terms(price, commission, note), {}


def split(terms: Terms) -> Split:
    """What each side gets when somebody buys at these terms."""
    institution, platform = split_price(
        terms.price, commission_bps=terms.commission_bps
    )
    return Split(terms.price, institution, platform)


def reason_typed(form: Mapping[str, str]) -> tuple[str, dict[str, Text]]:
    """Why somebody says no, or goes; what is wrong where it is too short or long."""
    words = in_one_line(form.get("reason", ""), most=LONGEST + 1)
    is_fit = SHORTEST <= len(words) <= LONGEST
    return words, {} if is_fit else {"reason": _REASON}


def leaving_typed(
    form: Mapping[str, str], zone: ZoneInfo
) -> tuple[datetime | None, dict[str, Text]]:
    """The end of a day on which an offering is to leave; None for as soon as it may."""
    text = form.get("leaves_on", "").strip()
    if not text:
        return None, {}
    try:
        day = date.fromisoformat(text)
        end = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    except (ValueError, OverflowError):
        return None, {"leaves_on": _DAY}
    return end - timedelta(seconds=1), {}
