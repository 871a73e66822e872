"""JSON as it is written."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from openapi.json_provider import dump_json


def test_instants_and_ids_are_written_as_text():
    value = {
        "at": datetime(2026, 3, 2, 2, 0, tzinfo=UTC),
        "id": UUID("01900000-0000-7000-8000-000000000001"),
        1: "a key that is a number",
    }

    assert dump_json(value) == (
        b'{"at":"2026-03-02T02:00:00Z","id":"01900000-0000-7000-8000-000000000001",'
        b'"1":"a key that is a number"}'
    )


def test_amounts_are_written_to_the_last_rupiah():
    assert dump_json({"amount": 2**53 - 1}) == b'{"amount":9007199254740991}'


@pytest.mark.parametrize("text", ["\ud800", object()])
def test_what_is_not_json_is_not_written(text):
    with pytest.raises(TypeError):
        dump_json({"text": text})
