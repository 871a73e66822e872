"""Typed words as the database can hold them."""

import pytest

from openapi.forms import cleaned, in_one_line


@pytest.mark.parametrize(
    ("words", "whole", "line"),
    [
        ("  Kue\0 lapis ", "Kue lapis", "Kue lapis"),
        ("Kue\r\n\tlapis", "Kue\r\n\tlapis"[:10], "Kue lapis"),
        ("kue \ud800lapis", "kue lapis", "kue lapis"),
        ("\0 \n", "", ""),
        ("Kue lapis legit", "Kue lapis ", "Kue lapis "),
    ],
)
def test_typed_words_hold_nothing_that_a_column_cannot_and_are_bounded(
    words, whole, line
):
    assert cleaned(words, most=10) == whole
    assert in_one_line(words, most=10) == line
