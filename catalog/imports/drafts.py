"""What reading a published list yields: drafts of courses, and a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.imports.findings import Finding


class DraftMode(StrEnum):
    """How a course of the published list is held.

    Self-paced is the programme's SPL (own pace, on a learning system); a webinar is
    held at set hours.
    """

    SELF_PACED = "self_paced"
    WEBINAR = "webinar"


@dataclass(frozen=True)
class Category:
    """A heading of the catalogue: a stable slug, and the title as published."""

    slug: str
    title: str


@dataclass(frozen=True)
class CourseDraft:
    """A course as read from one row, not yet anybody's listing.

    `price` is whole rupiah after discount, 0 for a free course; `discount_bps` is the
    stated discount in basis points, None when none is stated. `source_ref` is the same
    each time the row is read, so importing a list twice changes nothing. A held draft
    waits for a person before it may be published.
    """

    source_row: int
    source_ref: str
    institution_key: str
    institution_name: str
    title: str
    category: Category
    mode: DraftMode
    price: int
    discount_bps: int | None
    source_url: str | None
    held: bool


@dataclass(frozen=True)
class ImportReport:
    """Everything that one reading found: each row is a draft or a rejected row."""

    courses: tuple[CourseDraft, ...]
    rejected_rows: tuple[int, ...]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
