"""JSON in the shapes in which people keep lists, and schema.org/Course."""

import json

import pytest

from catalog.imports.reading import errors
from tests.catalog.imports.reading.listing import rows_of, shape_of

ROWS = [{"title": "Kue", "price": 350000}, {"title": "Roti", "price": 89700.5}]
READ = [{"title": "Kue", "price": "350000"}, {"title": "Roti", "price": "89700.5"}]


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (json.dumps(ROWS), "JSON"),
        ("\ufeff" + json.dumps(ROWS, indent=2), "JSON"),
        (json.dumps({"count": 2, "courses": ROWS}), "JSON"),
        (json.dumps({"result": ROWS, "tags": ["x"]}), "JSON"),
        ("\n".join(json.dumps(row) for row in ROWS), "JSON Lines"),
    ],
)
def test_rows_are_found_in_arrays_wrappers_and_lines(document, kind):
    assert rows_of(document.encode()) == READ
    assert shape_of(document.encode()).kind == kind


def test_what_is_nested_becomes_columns_and_lists_become_lines():
    row = {"title": {"id": "Kue", "en": "Cake"}, "outcomes": ["Menakar", "Memanggang"]}

    assert rows_of(json.dumps([row]).encode()) == [
        {"title.id": "Kue", "title.en": "Cake", "outcomes": "Menakar\nMemanggang\n"}
    ]


COURSE = {
    "@context": "https://schema.org",
    "@type": "Course",
    "name": [
        {"@language": "id", "@value": "Membuat Kue"},
        {"@language": "en", "@value": "Baking Cakes"},
    ],
    "courseCode": "KUE-1",
    "provider": {"@type": "Organization", "name": "Dapur Ani"},
    "offers": {"@type": "Offer", "price": 350000, "priceCurrency": "IDR"},
    "hasCourseInstance": [
        {"@type": "CourseInstance", "courseMode": "onsite", "courseWorkload": "PT15H"}
    ],
}


@pytest.mark.parametrize(
    "document",
    [
        COURSE,
        [COURSE],
        {"@context": "https://schema.org", "@graph": [{"@type": "Thing"}, COURSE]},
        {
            "@type": "ItemList",
            "itemListElement": [{"@type": "ListItem", "item": COURSE}],
        },
    ],
    ids=["one", "array", "graph", "item list"],
)
def test_a_schema_org_course_is_a_row_with_its_offer_and_instance(document):
    assert rows_of(json.dumps(document).encode()) == [
        {
            "name.id": "Membuat Kue",
            "name.en": "Baking Cakes",
            "courseCode": "KUE-1",
            "provider": "Dapur Ani",
            "price": "IDR 350000",
            "courseMode": "onsite",
            "courseWorkload": "PT15H",
        }
    ]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b'[{"title": "Kue"', errors.ListUnreadable),
        (b"[]", errors.ListEmpty),
        (b'[{"title": "\xff"}]', errors.ListUnreadable),
        (b'[{"a":' * 100_000, errors.ListRefused),
        (b'{"a": 1}\n{"a": }\n', errors.ListUnreadable),
        (json.dumps([{str(n): n for n in range(600)}]).encode(), errors.ListTooWide),
    ],
)
def test_sc_09_json_that_is_broken_or_hostile_is_refused(content, refusal):
    with pytest.raises(refusal):
        rows_of(content)


def test_sc_06_letters_that_cannot_be_kept_go_from_the_names_of_columns():
    (row,) = rows_of(b'[{"Ju\\u0000dul\\ud800": "Kue"}]')

    assert "".join(row).isprintable()
    assert list(row.values()) == ["Kue"]


def test_each_instance_with_a_start_is_a_row_as_each_run_of_a_list_is():
    runs = [
        {"@type": "CourseInstance", "startDate": day, "maximumAttendeeCapacity": 30}
        for day in ("2027-03-01", "2027-04-01")
    ]
    course = {"@type": "Course", "name": "Kue", "hasCourseInstance": runs}

    rows = rows_of(json.dumps(course).encode())

    assert rows == [
        {"name": "Kue", "startDate": day, "maximumAttendeeCapacity": "30"}
        for day in ("2027-03-01", "2027-04-01")
    ]
