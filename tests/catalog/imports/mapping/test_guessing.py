"""Columns are recognised by their names, whoever named them."""

import pytest

from catalog.imports.mapping import fingerprint, guess
from catalog.imports.mapping.documents import Mapping, problems
from catalog.imports.mapping.fields import FIELDS
from catalog.imports.mapping.guessing import synonyms


def test_every_field_has_names_and_every_name_a_field():
    assert set(synonyms()) == set(FIELDS)


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (
            ["lp_name", "course_title", "course_category", "course_type", "course_url",
             "Prosentase diskon", "course_price", "status"],
            ["institution", "title.id", "category", "mode", "link", "discount",
             "list_price", None],
        ),
        (
            ["CRICOS Provider Code", "Institution Name", "CRICOS Course Code",
             "Course Name", "Course Level", "Course Language", "Duration (Weeks)",
             "Tuition Fee", "Expired"],
            [None, "institution", "reference", "title.id", "level", "languages", None,
             "list_price", None],
        ),
        (
            ["identifier", "institution_name", "institution_type", "established_year",
             "city_name", "sectors", "vocations"],
            ["reference", "institution", None, None, None, "category", "title.id"],
        ),
        (
            ["NAMA PELATIHAN", "Durasi (Jam)", "Harga (Rp)", "metode", "Tingkat"],
            ["title.id", "duration", "list_price", "mode", "level"],
        ),
        (["Judul", "Title"], ["title.id", "title.en"]),
        (["name.id", "name.en", "courseWorkload", "price"],
         ["title.id", "title.en", "duration", "list_price"]),
        (["Juduul Pelatihan", "Kategorri"], ["title.id", "category"]),
        (["Foo", "Bar"], [None, None]),
        (["@id", "courseCode", "name"], ["link", "reference", "title.id"]),
        (["@id", "name"], ["reference", "title.id"]),
        (["Titel", "Gebühr", "Dauer", "Beginn"],
         ["title.id", "list_price", "duration", "starts"]),
        (["Intitulé", "Tarif HT", "Date de début", "Lieu"],
         ["title.id", "list_price", "starts", "place"]),
    ],
    ids=["skills week", "cricos", "register", "indonesian", "two languages",
         "schema.org", "misspelt", "unknown", "JSON-LD", "an id alone", "german",
         "french"],
)  # fmt: skip
def test_columns_are_guessed_from_their_names(columns, fields):
    guessed = guess(columns)

    assert [guessed.columns.get(column) for column in columns] == fields


def test_units_and_currencies_are_guessed_from_names_and_marks_never():
    guessed = guess(["Judul", "Harga (AUD)", "Durasi (JP)"])

    assert (guessed.decimal, guessed.currency, guessed.unit) == (
        None, "AUD", "lesson_hours",
    )  # fmt: skip
    rows = [{"Harga": "12 €"}, {"Harga": "15"}]
    assert guess(["Harga"], rows).currency == "EUR"
    assert guess(["Harga"], [*rows, {"Harga": "Rp 5.000"}]).currency == "IDR"


def test_a_list_with_the_same_columns_is_known_again():
    assert fingerprint(["Judul", "Harga (Rp)"]) == fingerprint(["HARGA  Rp", "judul"])
    assert fingerprint(["Judul"]) != fingerprint(["Judul", "Harga"])


def test_what_is_wrong_with_a_mapping_is_said_all_at_once():
    mapping = Mapping(
        columns={"A": "reference", "B": "reference", "X": "colour"},
        words={"mode": {"Online": "zoom"}},
        decimal="'",
        rates={"AUD": "-1"},
        unit="weeks",
    )

    found = {(each["what"], each["where"]) for each in problems(mapping, ["A", "B"])}

    assert found == {
        ("column", "X"), ("field", "colour"), ("twice", "reference"),
        ("title", "title.id"), ("rate", "AUD"), ("unit", "weeks"), ("decimal", "'"),
        ("meaning", "mode: Online"),
    }  # fmt: skip
