"""Names of ASCII alone are made comparable by a table, others letter by letter."""

import string

from core.names import comparison_key, tidy

# Nobody sees it and it is dropped, but with it a name is not ASCII.
UNSEEN = "\N{ZERO WIDTH SPACE}"


def test_an_ascii_name_is_read_as_it_is_among_other_letters():
    names = [f"Ab{each}cD" for each in (*map(chr, range(32)), *string.printable)]

    assert [comparison_key(each) for each in names] == [
        comparison_key(each + UNSEEN) for each in names
    ]
    assert list(map(tidy, names)) == [tidy(each + UNSEEN) for each in names]
