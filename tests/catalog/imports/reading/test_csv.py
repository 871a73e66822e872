"""CSV as it comes: encodings, separators, line ends, quotes."""

import pytest

from catalog.imports.reading import DEFAULT, errors, read_list
from tests.catalog.imports.reading.listing import rows_of, shape_of

TEXT = "Judul,Harga\nMembuat Kué,Rp 1.000\n“Roti”,Gratis\n"
ROWS = [
    {"Judul": "Membuat Kué", "Harga": "Rp 1.000"},
    {"Judul": "“Roti”", "Harga": "Gratis"},
]


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1252", "windows-1252"),
    ],
)
def test_letters_are_read_in_whatever_encoding_they_were_saved(codec, name):
    content = TEXT.encode(codec)

    assert rows_of(content) == ROWS
    assert shape_of(content).encoding == name


def test_a_file_put_together_from_two_encodings_is_read_line_by_line():
    content = "Judul,Harga\nKué,1\n".encode() + "Café,2\n".encode("cp1252")

    assert [row["Judul"] for row in rows_of(content)] == ["Kué", "Café"]
    assert shape_of(content).encoding == "mixed"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_told_apart(separator, end):
    lines = [["Judul", "Harga"], ["Kue", "Rp 1.000.000"], ["Roti", "Gratis"]]
    content = end.join(separator.join(line) for line in lines).encode()

    assert [row["Harga"] for row in rows_of(content)] == ["Rp 1.000.000", "Gratis"]
    assert shape_of(content).separator == separator


def test_a_semicolon_wins_over_decimal_commas():
    content = b"Judul;Diskon;Jam\nKue;97,5%;1,5\nRoti;10,0%;2,5\n"

    assert rows_of(content)[0] == {"Judul": "Kue", "Diskon": "97,5%", "Jam": "1,5"}


def test_line_breaks_quotes_and_separators_inside_cells_stay():
    content = b'Judul,Isi\r\n"Kue, roti","Baris 1\r\nBaris ""2"""\r\n'

    assert rows_of(content) == [{"Judul": "Kue, roti", "Isi": 'Baris 1\r\nBaris "2"'}]


def test_blank_rows_are_no_rows_and_columns_get_names():
    content = b"\n,,\nJudul,,Judul\n,,\nKue,x,Cake\n"

    assert rows_of(content) == [{"Judul": "Kue", "Column 2": "x", "Judul (2)": "Cake"}]


@pytest.mark.parametrize(
    "above",
    [
        b"Daftar Pelatihan 2026\n\n",
        b"Daftar Pelatihan 2026;;\nLembaga Dapur Ani;;\n;;\n",
        b"sep=;\n",
        b"sep=;\r\nDaftar Pelatihan, 2026;;\n",
    ],
)
def test_the_name_of_a_list_above_its_columns_is_no_header(above):
    content = above + b"Kode;Judul;Harga\n1;Kue;Gratis\n"

    assert rows_of(content) == [{"Kode": "1", "Judul": "Kue", "Harga": "Gratis"}]


def test_remarks_of_two_cells_above_many_columns_are_no_header_either():
    above = b"Katalog;;;;\nPer;01/02/2027;;;\n\n"
    header, row = b"Kode;Judul;Harga;Durasi;Lokasi\n", b"1;Kue;2;3;4\n"

    assert rows_of(above + header + row)[0]["Judul"] == "Kue"
    assert rows_of(b"Kode;Judul\n" + row)[0] == {"Kode": "1", "Judul": "Kue"}


def test_a_list_of_one_or_two_columns_begins_in_its_first_row():
    assert rows_of(b"Judul\nKue\n") == [{"Judul": "Kue"}]
    assert rows_of(b"Judul\nKue,1\n")[0] == {"Judul": "Kue"}


def test_cells_beyond_the_header_are_counted_and_not_lost_in_silence():
    with read_list(b"Judul,Harga\nKue, roti,5000\n") as (_, records):
        assert [record.surplus for record in records] == [1]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.ListEmpty),
        (b"\n\n", errors.ListEmpty),
        (b"Judul,Harga\n", errors.ListEmpty),
        (b"Judul,Harga\nKue,\x81\n", errors.ListEncodingUnknown),
        (b"Judul,Harga\nKue,\x01\n", errors.ListEncodingUnknown),
        (b"\xff\xfeJ", errors.ListEncodingUnknown),
        (b"Judul,Harga\nK\0ue,1\n", errors.ListTypeRefused),
        (b'Judul,Harga\n"Kue,1000\nRoti,2000\n', errors.ListUnreadable),
        (b'Judul,Harga\nRoti,"2000', errors.ListUnreadable),
        (b'Judul,Harga\n"' + b"x" * 40_000, errors.ListUnreadable),
        (b"," * 10_000_000, errors.ListTooWide),
        (b";".join([b"Judul"] * 600) + b"\nKue\n", errors.ListTooWide),
        (b"Judul\n" + b"x" * 3_000_000, errors.ListTooIntricate),
        (b"a,b\n" + b"1,2\n" * 100_001, errors.ListTooLong),
        (b"x" * (DEFAULT.size + 1), errors.ListTooLarge),
        (b"<html><table><tr><td>", errors.ListTypeRefused),
        (b"%PDF-1.7\n", errors.ListTypeRefused),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old.xls", errors.ListTypeRefused),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_sc_09_what_is_no_list_or_a_hostile_one_is_refused(content, refusal):
    with pytest.raises(refusal):
        rows_of(content)
