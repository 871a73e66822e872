"""A published list of courses, read as a whole."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from catalog.imports.drafts import CourseDraft, ImportReport
from catalog.imports.findings import LINK_SHARED, ROW_REPEATED, Finding, Severity
from catalog.imports.rules import columns
from catalog.imports.rules.columns import CATEGORY, INSTITUTION, LINK, TITLE
from catalog.imports.rules.rows import Row
from catalog.imports.rules.wording import choose_spelling
from core.names import comparison_key, tidy


def parse_courses(rows: Iterable[object], *, source: str) -> ImportReport:
    """Read a list of courses as the programme published it for its Skills Week.

    `source` names the list and is part of each draft's stable reference, which is
    made of institution and title: a course keeps its identity when its price or link
    changes.
    Reads each row whatever is wrong with the others, and raises nothing.
    """
    read_rows = [Row(number, cells) for number, cells in enumerate(rows, start=1)]
    names = _shown_spellings(read_rows, INSTITUTION)
    categories = _shown_spellings(read_rows, CATEGORY)

    first_rows: dict[str, int] = {}
    first_links: dict[str, int] = {}
    courses = []
    for row in read_rows:
        draft = _read_course(row, names, categories, source)
        if draft is None or _repeats(row, draft, first_rows):
            continue
        _compare_links(row, draft, first_links)
        courses.append(draft)
    return _report(read_rows, courses)


def _shown_spellings(rows: Iterable[Row], column: str) -> Mapping[str, str]:
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        published = tidy(row.published(column))
        spellings[comparison_key(published)][published] += 1
    return {key: choose_spelling(counted) for key, counted in spellings.items()}


def _read_course(
    row: Row, names: Mapping[str, str], categories: Mapping[str, str], source: str
) -> CourseDraft | None:
    if row.is_rejected():
        return None
    columns.check_status(row)
    institution_key = columns.read_institution(row, names)
    title = columns.read_title(row)
    category = columns.read_category(row, categories)
    mode = columns.read_mode(row)
    price, doubtful = columns.read_row_price(row)
    discount_bps = columns.read_row_discount(row)
    url = columns.read_row_link(row)
    if row.is_rejected() or mode is None or price is None:
        return None

    contradicted = columns.contradicted(row, price, discount_bps)
    return CourseDraft(
        source_row=row.number,
        source_ref=_reference(source, institution_key, title),
        institution_key=institution_key,
        institution_name=names[institution_key],
        title=title,
        category=category,
        mode=mode,
        price=price,
        discount_bps=discount_bps,
        source_url=url,
        held=doubtful or contradicted,
    )


def _reference(source: str, institution_key: str, title: str) -> str:
    identity = f"{institution_key}\n{comparison_key(title) or title}"
    return f"{source}:{sha256(identity.encode()).hexdigest()[:24]}"


def _repeats(row: Row, draft: CourseDraft, first_rows: dict[str, int]) -> bool:
    first = first_rows.setdefault(draft.source_ref, row.number)
    if first == row.number:
        return False
    row.report(ROW_REPEATED, TITLE, first_row=first)
    return True


def _compare_links(row: Row, draft: CourseDraft, first_links: dict[str, int]) -> None:
    if draft.source_url is None:
        return
    first = first_links.setdefault(draft.source_url, row.number)
    if first != row.number:
        row.report(LINK_SHARED, LINK, first_row=first)


def _report(rows: Sequence[Row], courses: Sequence[CourseDraft]) -> ImportReport:
    findings = tuple(finding for row in rows for finding in row.findings)
    rejected = tuple(row.number for row in rows if row.is_rejected())
    return ImportReport(
        courses=tuple(courses),
        rejected_rows=rejected,
        findings=findings,
        counts=_counts(rows, courses, rejected, findings),
    )


def _counts(
    rows: Sequence[Row],
    courses: Sequence[CourseDraft],
    rejected: Sequence[int],
    findings: Iterable[Finding],
) -> dict[str, int]:
    severities = Counter(finding.severity for finding in findings)
    return {
        "rows": len(rows),
        "courses": len(courses),
        "rejected": len(rejected),
        "held": sum(draft.held for draft in courses),
        "free": sum(draft.price == 0 for draft in courses),
        "institutions": len({draft.institution_key for draft in courses}),
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "notices": severities[Severity.NOTICE],
    }
