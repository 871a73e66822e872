"""Lists of shapes that the code was not written for come in by mapping alone.

The rows are invented; only names of columns and ways of writing are those of real
lists.
"""

import json
from dataclasses import replace

from catalog.imports import parse_courses
from catalog.imports.mapping import Known, RowReader, guess
from catalog.imports.reading import read_list
from core.datafiles import read_json
from core.names import comparison_key

KNOWN = Known(
    "dapur ani",
    {"gaya hidup": "gaya-hidup", "makanan dan minuman": "makanan-dan-minuman"},
)


def read(content, **changes):
    """The rows as read by the guessed mapping and a person's corrections."""
    with read_list(content) as (_, records):
        rows = list(records)
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    mapping = replace(guess(columns), **changes)
    return list(map(RowReader(mapping, KNOWN).read, rows))


def codes(row):
    return [(each.column, each.code) for each in row.findings]


def test_a_list_like_that_of_the_skills_week():
    rows = read(
        b"""[{"lp_name": "DAPUR ANI", "course_title": "Membuat Roti",
        "course_category": "Makanan dan Minuman", "course_type": "Online - LMS",
        "course_url": "dapur.example/roti", "Prosentase diskon": "97,5%",
        "course_price": "Rp 89.700", "status": "Ok"},
        {"lp_name": "Dapur Budi", "course_title": "Kue"}]"""
    )

    assert rows[0].patch == {
        "title": {"id": "Membuat Roti"},
        "category": "makanan-dan-minuman",
        "mode": "self_paced",
        "discount_bps": 9_750,
        "list_price": 89_700,
    }
    assert rows[0].link == "https://dapur.example/roti"
    assert codes(rows[0]) == [("course_url", "link_without_scheme")]
    assert rows[1].is_rejected
    assert ("lp_name", "another_institution") in codes(rows[1])


def test_the_real_list_of_the_skills_week_comes_in_by_its_guessed_mapping():
    """Each price is what the programme's own import reads; the one that this holds for
    a person is refused."""
    rows = read_json("prakerja/skills_week_2023_courses.json")
    published = {
        each.source_row: each for each in parse_courses(rows, source="x").courses
    }
    with read_list(json.dumps(rows).encode()) as (_, records):
        sent = list(records)
    mapping = guess(list(sent[0].cells))

    for record in sent:
        draft = published[record.number]
        known = Known(
            comparison_key(record.cells["lp_name"]),
            {comparison_key(draft.category.title): draft.category.slug},
        )
        row = RowReader(mapping, known, is_sheet=False).read(record)

        assert row.is_rejected is draft.held
        assert draft.held or row.patch["list_price"] == draft.price
        assert row.patch["mode"] == draft.mode
        assert row.patch["category"] == draft.category.slug
        assert row.patch.get("discount_bps") == draft.discount_bps
        if draft.held:
            assert codes(row) == [("course_price", "number_ambiguous")]


def test_a_list_like_that_of_cricos():
    content = (
        b"CRICOS Course Code,Institution Name,Course Name,Field of Education 1 Broad"
        b" Field,Course Level,Course Language,Duration (Weeks),Tuition Fee\n"
        b"0100X,Dapur Ani,Bread,10 - Creative Arts,Diploma,English,52,14500\n"
        b"0101X,Dapur Ani,Cakes,10 - Creative Arts,Diploma,English,26,3500\n"
    )

    rows = read(
        content,
        columns={
            "CRICOS Course Code": "reference",
            "Course Name": "title.en",
            "Field of Education 1 Broad Field": "category",
            "Course Language": "languages",
            "Tuition Fee": "list_price",
        },
        fixed={"mode": "offline"},
        words={"category": {"10 - Creative Arts": "gaya-hidup"}},
        currency="AUD",
        rates={"AUD": "1000"},
    )

    assert rows[0].reference == "0100X"
    assert rows[0].patch == {
        "title": {"en": "Bread"},
        "category": "gaya-hidup",
        "languages": ["en"],
        "list_price": 14_500_000,
        "mode": "offline",
    }
    assert codes(rows[1]) == [("Tuition Fee", "price_converted")]


def test_a_list_like_a_register_of_institutions():
    content = (
        b"identifier;institution_name;city_name;sectors;vocations\r\n"
        b'a-1;DAPUR ANI;KAB. X;"MAKANAN DAN MINUMAN";"TATA BOGA"\r\n'
    )

    (row,) = read(content)

    assert (row.reference, row.is_rejected) == ("a-1", False)
    assert row.patch == {
        "title": {"id": "TATA BOGA"},
        "category": "makanan-dan-minuman",
    }


def test_a_file_nobody_has_seen_needs_no_code():
    content = (
        "Kurs;Preis (EUR);Dauer;Sprache;Niveau;Ort\r\n"
        "Nähen;kostenlos;1 Std. 30 Min.;de;Profi;\r\n"
        '"Brot backen\r\nfür Anfänger";1.250,50;2 JP;Deutsch;Anfänger;Köln\r\n'
        "Torten;ab 300;3 Monate;Klingonisch;Profi;\r\n"
    ).encode("cp1252")

    rows = read(
        content,
        columns={
            "Kurs": "title.id",
            "Preis (EUR)": "list_price",
            "Dauer": "duration",
            "Sprache": "languages",
            "Niveau": "level",
        },
        words={
            "level": {"Anfänger": "beginner", "Profi": "advanced"},
            "list_price": {"kostenlos": "gratis"},
            "duration": {"Std.": "hours"},
        },
        decimal=",",
        currency="EUR",
        rates={"EUR": "17000"},
    )

    assert rows.pop(0).patch == {
        "title": {"id": "Nähen"},
        "list_price": 0,
        "duration_minutes": 90,
        "languages": ["de"],
        "level": "advanced",
    }
    assert rows[0].patch == {
        "title": {"id": "Brot backen für Anfänger"},
        "list_price": 21_258_500,
        "duration_minutes": 90,
        "languages": ["de"],
        "level": "beginner",
    }
    assert codes(rows[1]) == [
        ("Preis (EUR)", "price_unreadable"),
        ("Dauer", "duration_unreadable"),
        ("Sprache", "word_unknown"),
    ]
    assert all(each.row == 3 and each.value for each in rows[1].findings)


def test_formulas_are_refused_and_quotes_of_our_own_exports_taken_off():
    rows = read(b"Judul,Ringkasan\n=1+1,x\n'=1+1,'-5 derajat\n")

    assert codes(rows[0]) == [("Judul", "formula"), ("Judul", "title_missing")]
    assert rows[1].patch == {
        "title": {"id": "=1+1"},
        "summary": {"id": "-5 derajat"},
    }


def test_totals_and_failed_formulas_are_no_courses():
    rows = read(
        b"Judul;Harga\nKue;#NAME?\n#BEZUG!;0\nTotal;Rp 500.000\nJumlah;\nTotal Kue;0\n"
    )

    assert [codes(row) for row in rows] == [
        [("Harga", "cell_failed")],
        [("Judul", "cell_failed"), ("Judul", "title_missing")],
        [("Judul", "row_is_a_total")],
        [("Judul", "row_is_a_total")],
        [],
    ]


def test_json_that_says_more_in_later_rows_than_somebody_could_map_is_told():
    with read_list(b'[{"judul": "Kue"}, {"judul": "Roti", "harga": 1}, 7]') as (
        _,
        all_,
    ):
        first, second, third = all_
    reader = RowReader(
        guess(["judul"]), KNOWN, is_sheet=False, columns=list(first.cells)
    )

    assert codes(reader.read(first)) == []
    assert codes(reader.read(second)) == [("harga", "name_unseen")]
    assert codes(reader.read(third))[0] == ("", "row_not_an_object")


def test_findings_repeat_nobodys_personal_data():
    (row,) = read(b"Judul;Harga\nKue;hubungi ani@dapur.example 081234567890\n")

    assert row.findings[0].value == "hubungi *** ***"
