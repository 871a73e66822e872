"""Rule: docs/rules/course-import.md. Here with invented rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.imports import Category, DraftMode, parse_courses

ROW = {
    "lp_name": "Lembaga Contoh",
    "course_title": "Menjahit untuk Pemula",
    "course_category": "Gaya hidup",
    "course_type": "Online - Webinar",
    "course_url": "https://example.org/menjahit",
    "Prosentase diskon": "50%",
    "course_price": "Rp 150.000",
    "status": "Ok",
}


def make_row(**changes):
    return ROW | changes


def read(*rows):
    return parse_courses(rows, source="test")


def codes(report):
    return [finding.code for finding in report.findings]


def test_a_clean_row_becomes_a_draft_without_findings():
    report = read(ROW)

    (draft,) = report.courses
    assert draft.source_row == 1
    assert draft.institution_key == "lembaga contoh"
    assert draft.institution_name == "Lembaga Contoh"
    assert draft.title == "Menjahit untuk Pemula"
    assert draft.category == Category(slug="gaya-hidup", title="Gaya hidup")
    assert draft.mode is DraftMode.WEBINAR
    assert draft.price == 150_000
    assert draft.discount_bps == 5_000
    assert draft.source_url == "https://example.org/menjahit"
    assert draft.held is False
    assert report.findings == ()
    assert report.rejected_rows == ()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("lp_name", "", "institution_missing"),
        ("lp_name", "---", "institution_missing"),
        ("course_title", None, "title_missing"),
        ("course_title", "x" * 301, "title_too_long"),
        ("course_category", " ", "category_missing"),
        ("course_type", "Offline", "mode_unknown"),
        ("course_price", "tanya admin", "price_unreadable"),
        ("course_price", "Rp 20", "price_implausible"),
        ("course_price", 150_000.5, "cell_not_text"),
        ("course_title", ["a"], "cell_not_text"),
        ("status", "Ditolak", "status_not_ok"),
    ],
)
def test_a_row_that_cannot_be_sold_is_rejected_with_its_reason(column, value, code):
    report = read(ROW, make_row(**{column: value, "course_url": "https://b.example"}))

    assert report.rejected_rows == (2,)
    assert [draft.source_row for draft in report.courses] == [1]
    finding = next(found for found in report.findings if found.code == code)
    assert (finding.row, finding.column, finding.severity) == (2, column, "error")
    assert finding.message.en != finding.message.id


def test_a_row_that_is_no_object_is_rejected():
    report = read("Menjahit", ROW)

    assert report.rejected_rows == (1,)
    assert codes(report) == ["row_not_an_object"]
    assert len(report.courses) == 1


def test_a_doubtful_price_is_imported_but_held():
    report = read(make_row(course_price="Rp 1250.000"))

    assert report.courses[0].price == 1_250_000
    assert report.courses[0].held is True
    (finding,) = report.findings
    assert finding.value == "Rp 1250.000"
    assert "Rp 1.250.000" in finding.message.en
    assert "Rp 1.250.000" in finding.message.id


def test_a_price_that_contradicts_its_discount_is_held():
    report = read(make_row(**{"course_price": "Gratis", "Prosentase diskon": "50%"}))

    assert report.courses[0].held is True
    assert codes(report) == ["price_contradicts_discount"]


def test_a_free_course_without_discount_is_imported_with_a_warning():
    report = read(make_row(**{"course_price": "Gratis", "Prosentase diskon": "-"}))

    assert report.courses[0].price == 0
    assert report.courses[0].held is False
    assert codes(report) == ["free_without_discount"]


def test_an_unreadable_discount_does_not_stop_the_course():
    report = read(make_row(**{"Prosentase diskon": "setengah"}))

    assert report.courses[0].discount_bps is None
    assert codes(report) == ["discount_unreadable"]


def test_spellings_of_one_institution_are_one_institution():
    report = read(
        ROW,
        make_row(course_title="Kedua", course_url="https://example.org/2"),
        make_row(
            lp_name="LEMBAGA CONTOH",
            course_title="Ketiga",
            course_url="https://example.org/3",
        ),
    )

    assert {draft.institution_name for draft in report.courses} == {"Lembaga Contoh"}
    assert report.counts["institutions"] == 1
    (finding,) = report.findings
    assert (finding.row, finding.code) == (3, "institution_respelt")
    assert finding.value == "LEMBAGA CONTOH"


def test_the_same_course_twice_is_imported_once():
    report = read(ROW, make_row(course_title="MENJAHIT  untuk pemula"))

    assert [draft.source_row for draft in report.courses] == [1]
    assert report.rejected_rows == (2,)
    assert "row_repeated" in codes(report)


def test_a_shared_link_is_reported_and_both_courses_are_kept():
    report = read(ROW, make_row(course_title="Menjahit Lanjutan"))

    assert len(report.courses) == 2
    (finding,) = report.findings
    assert (finding.row, finding.code) == (2, "link_shared")
    assert finding.message.en == "Row 1 has the same link."


def test_a_course_keeps_its_reference_when_its_price_and_link_change():
    before = read(ROW).courses[0]

    after = read(
        make_row(course_title="Lain", course_url=""),
        make_row(course_price="Rp 99.500", course_url="https://example.org/baru"),
    ).courses[1]

    assert after.source_ref == before.source_ref
    assert after.price == 99_500


def test_lists_of_different_sources_do_not_share_references():
    one = parse_courses([ROW], source="one").courses[0]
    other = parse_courses([ROW], source="other").courses[0]

    assert one.source_ref != other.source_ref


def test_capitals_in_a_title_stay_and_blanks_go():
    report = read(make_row(course_title=" BELAJAR  barista\x00 "))

    assert report.courses[0].title == "BELAJAR barista"
    assert codes(report) == ["title_tidied"]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**12),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(sorted(ROW.values())),
    st.lists(st.text(max_size=3), max_size=2),
)
ROWS = st.one_of(
    st.fixed_dictionaries({}, optional=dict.fromkeys(ROW, CELLS)),
    st.builds(
        lambda column, value: make_row(**{column: value}),
        st.sampled_from(list(ROW)),
        CELLS,
    ),
    CELLS,
)


@given(st.lists(ROWS, max_size=8))
def test_no_row_is_lost_whatever_it_holds(rows):
    report = parse_courses(rows, source="test")

    kept = [draft.source_row for draft in report.courses]
    assert sorted([*kept, *report.rejected_rows]) == list(range(1, len(rows) + 1))
    rejected_with_reason = {
        finding.row for finding in report.findings if finding.severity == "error"
    }
    assert rejected_with_reason == set(report.rejected_rows)
