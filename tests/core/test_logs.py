"""Log lines: JSON, with the request's id, without personal data."""

import io
import json
import logging

import pytest

from core import context, logs


@pytest.fixture
def lines():
    """What is logged, as it would reach stderr; afterwards all is as before."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure_logging("INFO")
    stream = io.StringIO()
    root.handlers[0].setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers, root.level = handlers, level


def test_a_line_is_json_with_the_request_and_the_actor(lines):
    with context.acting_as("client:1", request_id="req-12345678"):
        logs.get_logger("tests").info("order.placed", price=350_000)

    [line] = lines()
    assert (line["event"], line["price"]) == ("order.placed", 350_000)
    assert (line["request_id"], line["actor"]) == ("req-12345678", "client:1")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "personal",
    [
        "3273010101010001",
        "1234567890",
        "081234567890",
        "+6281234567890",
        "ani.lestari@example.org",
    ],
)
def test_what_looks_personal_is_masked_wherever_it_stands(lines, personal):
    """PD-07, the second net."""
    logger = logs.get_logger("tests")

    logger.info(f"saw {personal} here", value=personal)
    logging.getLogger("library").info("saw %s", personal)
    try:
        raise ValueError(f"bad value {personal}")
    except ValueError:
        logger.exception("failed")

    assert len(lines()) == 3
    assert personal not in json.dumps(lines())


def test_ids_of_things_stay_readable(lines):
    identity = "01a2b3c4-d5e6-7f08-9a0b-123456789012"

    logs.get_logger("tests").info("order.placed", order_id=identity)

    assert lines()[0]["order_id"] == identity
