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
        (b'[{"title": "\x81"}]', errors.ListEncodingUnknown),
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


@pytest.mark.parametrize(
    ("offers", "price"),
    [
        ([{"price": 1}, {"price": 2}], "1 | 2"),
        ([{"price": 1}, {"price": 1}], "1"),
        ({"lowPrice": 1, "highPrice": 2, "priceCurrency": "IDR"}, "IDR 1 - 2"),
        ({"lowPrice": 1}, "1 -"),
        ({"priceSpecification": {"price": 1, "priceCurrency": "IDR"}}, "IDR 1"),
        (None, "Free"),
        ({"price": 0}, "0"),
        ({"price": 7}, "7 | Free"),
    ],
)
def test_no_offer_is_taken_for_all_of_them(offers, price):
    node = {"@type": "Course", "name": "Kue", "offers": offers}
    free = {"isAccessibleForFree": price in ("Free", "0", "7 | Free")}

    (row,) = rows_of(json.dumps(node | free).encode())

    assert row["price"] == price


def test_what_a_graph_says_in_another_node_is_read_where_it_is_meant():
    place = {
        "@type": "Place",
        "name": "Balai",
        "address": {"streetAddress": "Jalan 1", "addressLocality": "Bandung"},
    }
    runs = [
        {"startDate": "2027-03-01", "courseMode": "onsite", "location": {"@id": "#p"}},
        {"courseMode": "online", "location": {"@type": "VirtualLocation", "url": "u"}},
    ]
    graph = [
        {
            "@type": ["Course", "Product"],
            "@id": "#c",
            "name": "Kue",
            "provider": {"@id": "#o"},
            "hasCourseInstance": runs,
        },
        {"@type": "Course", "name": "Roti", "provider": {"@id": "#elsewhere"}},
        {"@type": "Organization", "@id": "#o", "name": "Dapur Ani"},
        place | {"@id": "#p"},
    ]

    rows = rows_of(json.dumps({"@graph": graph}).encode())

    assert rows == [
        {
            "name": "Kue",
            "provider": "Dapur Ani",
            "courseMode": "onsite\nonline\n",
            "startDate": "2027-03-01",
            "location": "Balai, Jalan 1, Bandung",
            "class_link": "u",
        },
        {"name": "Roti"},
    ]


def test_lists_of_objects_are_columns_that_hold_all_of_them():
    row = {"offers": [{"price": 1, "by": {"on": "a"}}, {"price": 2, "by": {"on": "a"}}]}
    deep = {"a": {"b": {"c": {"d": {"e": 1}}}}}

    assert rows_of(json.dumps([row, deep]).encode()) == [
        {"offers.price": "1\n2\n", "offers.by.on": "a"},
        {"a.b.c.d": "{…}"},
    ]


def test_a_name_that_stands_twice_in_an_object_is_two_columns():
    both = b'{"price": 1, "price": 2}'

    for content in (b"[" + both + b"]", both + b"\n" + both):
        assert rows_of(content)[0] == {"price": "1", "price (2)": "2"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_json_is_read_in_the_encodings_of_lists(encoding):
    content = '[{"Judul": "Café"}]'.encode(encoding)

    assert rows_of(content) == [{"Judul": "Café"}]


def test_broken_json_is_refused_with_the_place_to_mend():
    with pytest.raises(errors.ListUnreadable) as refused:
        rows_of(b'[{"a": 1},\n {"a": }]')

    assert refused.value.members["what"].en == "line 2, character 8"
    assert refused.value.members["what"].id == "baris 2, karakter 8"
