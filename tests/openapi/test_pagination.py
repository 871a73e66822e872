"""Pages: complete, stable while rows are added, and only by our own cursors."""

import base64
import json
from datetime import timedelta

import pytest

from core import audit
from tests.openapi.conftest import headers, slug

PATH = "/v1/things"


def add(session, at, number: int) -> str:
    entry = audit.record(
        session, action="thing.make", object_type="thing", object_id=str(number), at=at
    )
    session.flush()
    return str(entry.id)


def read(small, limit: int, cursor: str | None = None) -> tuple[list[str], str | None]:
    query = f"?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
    page = small.get(PATH + query, headers=headers()).json
    return [item["id"] for item in page["items"]], page["next_cursor"]


def test_the_pages_together_hold_every_row_once(small, session, at):
    made = [add(session, at + timedelta(seconds=n // 3), n) for n in range(10)]

    found, cursor = read(small, 4)
    pages = 1
    while cursor:
        more, cursor = read(small, 4, cursor)
        found += more
        pages += 1

    assert found == made
    assert pages == 3


def test_the_last_full_page_has_no_next(small, session, at):
    for number in range(4):
        add(session, at, number)

    found, cursor = read(small, 4)

    assert (len(found), cursor) == (4, None)


def test_rows_that_are_added_in_between_shift_nothing(small, session, at):
    made = [add(session, at + timedelta(seconds=n), n) for n in range(4)]
    first, cursor = read(small, 2)
    add(session, at - timedelta(seconds=1), 99)

    second, _ = read(small, 2, cursor)

    assert first + second == made


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "many", "", "1e2"])
def test_a_page_holds_between_one_and_a_hundred(small, limit):
    """SC-05."""
    response = small.get(f"{PATH}?limit={limit}", headers=headers())

    assert (response.status_code, slug(response)) == (422, "invalid-request")
    assert list(response.json["errors"]) == ["limit"]


def packed(values) -> str:
    raw = json.dumps(values).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%F0%9F%98%80",
        packed([]),
        packed({}),
        packed("text"),
        packed([["t", "2026-03-02T00:00:00+00:00"]]),
        packed([["t", "yesterday"], ["u", "01900000-0000-7000-8000-000000000001"]]),
        packed([["t", "2026-03-02T00:00:00+00:00"], ["u", "no"]]),
        packed([["x", "1"], ["u", "01900000-0000-7000-8000-000000000001"]]),
        packed([["s", "1"], ["s", "2"]]),
        packed([["n", 1], ["n", 2]]),
        packed([["n", 10**40], ["n", True]]),
        packed([["s", "a\0b"], ["s", "c"]]),
        packed([[["t"], 1], ["u", 1]]),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(small, cursor):
    """SC-01: never a fault of the database."""
    response = small.get(f"{PATH}?cursor={cursor}", headers=headers())

    assert (response.status_code, slug(response)) == (422, "invalid-cursor")
