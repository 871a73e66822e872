"""The columns of a published list of courses, each read on its own.

Every reader returns the value and reports on the row what it had to repair or doubts.
"""

from collections.abc import Mapping

from catalog.imports.drafts import Category, DraftMode
from catalog.imports.findings import (
    CATEGORY_MISSING,
    INSTITUTION_MISSING,
    INSTITUTION_RESPELT,
    MODE_UNKNOWN,
    PRICE_CONTRADICTS_DISCOUNT,
    STATUS_NOT_OK,
    TITLE_LONG,
    TITLE_MISSING,
    TITLE_TIDIED,
    TITLE_TOO_LONG,
)
from catalog.imports.rules.links import read_link
from catalog.imports.rules.prices import (
    LARGEST_PRICE,
    SMALLEST_PRICE,
    Doubt,
    compare_price_with_discount,
    read_discount,
    read_price,
)
from catalog.imports.rules.rows import Row
from core.names import comparison_key, slug

INSTITUTION = "lp_name"
TITLE = "course_title"
CATEGORY = "course_category"
MODE = "course_type"
LINK = "course_url"
DISCOUNT = "Prosentase diskon"
PRICE = "course_price"
STATUS = "status"

LONGEST_TITLE = 300
LONG_TITLE = 160

_MODES = {
    "online lms": DraftMode.SELF_PACED,
    "online webinar": DraftMode.WEBINAR,
}


def check_status(row: Row) -> None:
    """Reject a row whose publisher did not mark it Ok; none stated is fine."""
    if comparison_key(row.text(STATUS)) not in ("", "ok"):
        row.report(STATUS_NOT_OK, STATUS)


def read_institution(row: Row, names: Mapping[str, str]) -> str:
    """Return the key of the institution; `names` has the spelling shown for each."""
    name = row.text(INSTITUTION)
    key = comparison_key(name)
    if not key:
        row.report(INSTITUTION_MISSING, INSTITUTION)
    elif name != names.get(key):
        row.report(INSTITUTION_RESPELT, INSTITUTION, name=names.get(key, name))
    return key


def read_title(row: Row) -> str:
    """Return the title tidied, in the capitals or small letters it was published in."""
    title = row.text(TITLE)
    if not title:
        row.report(TITLE_MISSING, TITLE)
    elif len(title) > LONGEST_TITLE:
        row.report(TITLE_TOO_LONG, TITLE, limit=LONGEST_TITLE)
    elif len(title) > LONG_TITLE:
        row.report(TITLE_LONG, TITLE)
    if title != row.published(TITLE):
        row.report(TITLE_TIDIED, TITLE)
    return title


def read_category(row: Row, categories: Mapping[str, str]) -> Category:
    """Return the heading; `categories` has the spelling shown for each."""
    title = row.text(CATEGORY)
    key = comparison_key(title)
    if not key:
        row.report(CATEGORY_MISSING, CATEGORY)
    return Category(slug=slug(title), title=categories.get(key, title))


def read_mode(row: Row) -> DraftMode | None:
    """Return how the course is held; an unknown type rejects the row."""
    mode = _MODES.get(comparison_key(row.text(MODE)))
    if mode is None:
        row.report(MODE_UNKNOWN, MODE)
    return mode


def read_row_price(row: Row) -> tuple[int | None, bool]:
    """Return the price and whether it is in doubt; no price rejects the row."""
    price = read_price(row.text(PRICE))
    if isinstance(price, Doubt):
        row.report(
            price.kind,
            PRICE,
            reading=_grouped(price.reading or 0),
            smallest=_grouped(SMALLEST_PRICE),
            largest=_grouped(LARGEST_PRICE),
        )
        return price.reading, True
    if price.remark is not None:
        row.report(price.remark, PRICE)
    return price.amount, False


def _grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def read_row_discount(row: Row) -> int | None:
    """Return the stated discount in basis points, None when none can be read."""
    discount = read_discount(row.text(DISCOUNT))
    if isinstance(discount, Doubt):
        row.report(discount.kind, DISCOUNT)
        return None
    return discount


def contradicted(row: Row, price: int, discount_bps: int | None) -> bool:
    """Return whether price and discount cannot both be right."""
    oddity = compare_price_with_discount(price, discount_bps)
    if oddity is not None:
        row.report(oddity, DISCOUNT)
    return oddity is PRICE_CONTRADICTS_DISCOUNT


def read_row_link(row: Row) -> str | None:
    """Return a usable web address, None when there is none."""
    link = read_link(row.text(LINK))
    for remark in link.remarks:
        row.report(remark, LINK)
    return link.url
