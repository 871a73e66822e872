"""Merge patches and differences."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from catalog.authoring.documents import Difference, differences, patched

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)
DOCUMENTS = st.dictionaries(st.text(max_size=3), VALUES, max_size=4)


def test_the_examples_of_rfc_7396():
    """RFC 7396, appendix A, those whose document is an object."""
    cases = [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ]
    for document, patch, result in cases:
        assert patched(document, patch) == result


@given(DOCUMENTS, DOCUMENTS)
def test_a_patch_leaves_what_it_is_given_alone(document, patch):
    before = copy.deepcopy((document, patch))

    patched(document, patch)

    assert (document, patch) == before


@given(DOCUMENTS, DOCUMENTS)
def test_a_patch_twice_is_a_patch_once(document, patch):
    once = patched(document, patch)

    assert patched(once, patch) == once


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document):
    assert list(differences(document, copy.deepcopy(document))) == []


def test_what_differs_is_named_by_its_place():
    before = {"title": {"id": "Roti", "en": "Bread"}, "syllabus": ["one"], "a/b~": 1}
    after = {"title": {"id": "Roti"}, "syllabus": ["one", "two"], "a/b~": 2}

    assert list(differences(before, after)) == [
        Difference("/a~1b~0", 1, 2),
        Difference("/syllabus/1", None, "two"),
        Difference("/title/en", "Bread", None),
    ]
