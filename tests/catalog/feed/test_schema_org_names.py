"""schema.org's own vocabulary, and the names of ours that are from it."""

import pytest

from catalog.authoring.content import SCHEMA_ORG
from tests.schema_org import outside, vocabulary

PERSON = {"@type": "Person", "name": "Ani"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"courseMode": "Onsite"}, ["Course.courseMode"]),
        ({"offers": PERSON}, [f"Course.offers: {PERSON!r}"]),
        ({"about": PERSON | {"price": "1"}}, ["Person.price"]),
        ({"syllabusSections": ["Day 1"]}, ["Course.syllabusSections: 'Day 1'"]),
        ({"isAccessibleForFree": "yes"}, ["Course.isAccessibleForFree: 'yes'"]),
        ({"dateModified": "lately"}, ["Course.dateModified: 'lately'"]),
        ({"teaches": {"name": "x"}}, ["Course.teaches: {'name': 'x'}", "no type: "]),
        ({"dateModified": "2027-03-01", "timeRequired": "PT9H", "teaches": ["x"]}, []),
    ],
)
def test_36_what_schema_org_does_not_have_is_found(said, found):
    problems = outside({"@type": "Course", **said})

    assert len(problems) == len(found)
    for problem, begins in zip(problems, found, strict=True):
        assert problem.startswith(begins)


def test_36_each_standard_name_of_a_field_is_one_that_schema_org_has():
    known = vocabulary()
    names = {*known.properties_of("Course"), *known.properties_of("CourseInstance")}

    assert set(SCHEMA_ORG.values()) <= names
