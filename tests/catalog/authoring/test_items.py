"""Two people change one list: what is joined, and what is asked about."""

import pytest

from catalog.authoring.items import Rule, join
from catalog.authoring.merging import merge
from catalog.authoring.models import DraftEdit
from catalog.authoring.since import origins_since

A, B, C = "weigh flour", "knead dough", "bake bread"
A2, B2, B3 = "weigh flour exactly", "knead dough by hand", "knead dough twice"
D, E = "clean up", "sell online"


@pytest.mark.parametrize(
    ("theirs", "mine", "joined"),
    [
        ([A2, B, C], [A, B2, C], [A2, B2, C]),
        ([A2, B, C], [A2, B, C], [A2, B, C]),
        ([A, B, C, D], [A, B, C, E], [A, B, C, D, E]),
        ([A, B, C, D], [A, B, C, D], [A, B, C, D]),
        ([D, A, B, C], [A, E, B, C], [D, A, E, B, C]),
        ([B, C], [A, B, C, D], [B, C, D]),
        ([A, C], [A, B], [A]),
        ([], [A, B, C, D], [D]),
        ([C, A, B], [A, B2, C], [C, A, B2]),
        ([A, B2, C], [C, A, B], [C, A, B2]),
        ([B, A, C], [B, A, C], [B, A, C]),
        ([C, B, A], [A, B, C, D], [C, D, B, A]),
        ([A, B, C], ["quite", "another", "list"], ["quite", "another", "list"]),
    ],
)
def test_changes_of_different_items_join_without_a_question(theirs, mine, joined):
    found = join([A, B, C], theirs, mine, Rule(10))

    assert (found.value, found.both) == (joined, {})


@pytest.mark.parametrize(
    ("theirs", "mine", "asked", "as_mine", "as_theirs"),
    [
        ([A, B2, C], [A, B3, C], {"1": (B, B2, B3)}, [A, B3, C], [A, B2, C]),
        ([A, C], [A, B2, C], {"1": (B, None, B2)}, [A, B2, C], [A, C]),
        ([A, B2, C], [A, C], {"1": (B, B2, None)}, [A, C], [A, B2, C]),
        (
            [B, A, C],
            [A, C, B, D],
            {"order": ([A, B, C], [B, A, C], [A, C, B, D])},
            [A, C, B, D],
            [B, D, A, C],
        ),
    ],
)
def test_what_both_did_to_one_item_or_to_the_order_is_asked_about(
    theirs, mine, asked, as_mine, as_theirs
):
    def chosen(side):
        return join([A, B, C], theirs, mine, Rule(10), dict.fromkeys(asked, side))

    assert join([A, B, C], theirs, mine, Rule(10)).both == asked
    assert (chosen("mine").value, chosen("mine").both) == (as_mine, {})
    assert (chosen("theirs").value, chosen("theirs").both) == (as_theirs, {})


def test_where_items_came_from_is_taken_before_what_they_say():
    """Words alone take what is new for the changed item, and swap two renamed ones."""
    replaced = {"theirs_from": [1, 2, None], "mine_from": [0, 1, 2]}
    swapped = {"theirs_from": [1, 0, 2], "mine_from": [0, 1, 2]}

    gone = join([A, B, C], [B, C, D], [A2, B, C], Rule(10), {"0": "mine"}, **replaced)
    asked = join([A, B, C], [B, C, D], [A2, B, C], Rule(10), **replaced)
    renamed = join([A, B, C], [E, D, C], [A2, B, C], Rule(10), **swapped)

    assert asked.both == {"0": (A, None, A2)}
    assert (gone.value, gone.origins) == ([A2, B, C, D], [None, 0, 1, 2])
    assert renamed.both == {"0": (A, D, A2)}
    assert join([A, B, C], [E, D, C], [A2, B, C], Rule(10)).both == {"0": (A, E, A2)}


@pytest.mark.parametrize("known", [[0, 0, 7], [None, None, None], [0]])
def test_origins_that_cannot_be_lose_nothing(known):
    found = join([A, B], [A, B, C], [A, B, D], Rule(10), theirs_from=known)

    assert {A, B, C, D} >= set(found.value) >= {A, B, C, D} - {A, B}


def test_origins_are_followed_through_several_edits():
    def edit(version, before, origins):
        return DraftEdit(
            version=version, fields=["outcomes"], before=before, origins=origins
        )

    edits = [
        edit(2, {"outcomes": [A, B, C]}, {"outcomes": [2, 0, 1]}),
        # Of a program nothing is known but what it says.
        edit(3, {"outcomes": [C, A, B]}, None),
        edit(4, {"outcomes": [A, B2, C]}, {"outcomes": [None, 1]}),
    ]

    assert origins_since({"outcomes": [D, E]}, edits) == {"outcomes": [None, 1]}
    assert origins_since({"outcomes": [A, B2, C]}, edits[1:2]) == {}


def test_things_without_an_order_are_never_asked_about():
    found = join(["x", "y"], ["z", "y"], ["y", "w", "x"], Rule(9, ordered=False))

    assert (found.value, found.both) == (["z", "y", "w"], {})


def test_an_item_that_is_known_by_its_number_is_never_taken_for_another():
    found = join([[1], [2]], [[2], [2]], [[1], [3]], Rule(9, fixed=True))

    assert (found.value, found.both) == ([[2], [3]], {})


def test_a_session_that_both_changed_is_a_place_of_its_own():
    def session(words):
        return {"title": {"id": words}, "parts": [{"activity": "theory"}]}

    was = {"syllabus": [session(A), session(B)], "outcomes": None}
    theirs = {"syllabus": [session(A2), session(B2)], "outcomes": [D]}
    mine = {"syllabus": [session(A), session(B3), session(C)], "outcomes": [E]}

    open_ = merge(was, theirs, mine)
    settled = merge(was, theirs, mine, {"syllabus/1": "mine"})

    assert open_.both == {"syllabus/1": (session(B), session(B2), session(B3))}
    assert settled.both == {}
    assert settled.mine == {
        "syllabus": [session(A2), session(B3), session(C)],
        "outcomes": [D, E],
    }
    assert settled.joined == ("syllabus", "outcomes")


def test_a_list_that_would_be_too_long_is_asked_about_as_a_whole():
    theirs, mine = [f"t{n}" for n in range(6)], [f"m{n}" for n in range(6)]
    found = merge({"syllabus": None}, {"syllabus": theirs}, {"syllabus": mine})

    assert found.both == {"syllabus": (None, theirs, mine)}
    assert found.mine == {}
