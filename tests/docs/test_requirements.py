"""docs/requirements.md promises by number, and every test that it names exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/requirements.md"
ROW = re.compile(r"^\| (?P<id>[A-Z]{2}-\d\d) \|.*\| (?P<tests>[^|]*) \|$", re.MULTILINE)
FEATURE = re.compile(r"^\| (?P<id>\d+) \|.*\| (?P<tests>[^|]*) \|$", re.MULTILINE)
NAMED = re.compile(r"`(?P<file>tests/[\w/]+\.py)::(?P<test>test_\w+)`")
PROMISED = (
    [f"OA-{number:02}" for number in range(1, 25)]
    + [f"ID-{number:02}" for number in range(1, 8)]
    + [f"LG-{number:02}" for number in range(1, 9)]
    + ["VC-01", "VC-02", "VC-05", "VC-06"]
    + [f"WH-{number:02}" for number in range(1, 9)]
    + [f"SC-{number:02}" for number in (*range(1, 10), 11, 14)]
    + [f"PD-{number:02}" for number in range(1, 4)]
    + ["FT-01"]
)

FEATURES = ["20", "21", "22", "23", "24", "28", "29", "31", "34", "35", "36", "60"]


def rows() -> dict[str, str]:
    """The column of tests of each row."""
    page = PAGE.read_text(encoding="utf-8")
    return {row["id"]: row["tests"] for row in ROW.finditer(page)}


def features() -> dict[str, str]:
    """The column of tests of each row about a feature of partners."""
    page = PAGE.read_text(encoding="utf-8")
    return {row["id"]: row["tests"] for row in FEATURE.finditer(page)}


def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_promise_has_its_row():
    assert list(rows()) == PROMISED


def test_every_row_names_tests_and_nothing_else():
    assert list(features()) == FEATURES
    for number, named in (rows() | features()).items():
        left_over = NAMED.sub("", named).replace(",", "").strip()
        assert NAMED.search(named), number
        assert left_over == "", number


def test_every_test_that_is_named_exists():
    named = [
        match.groups()
        for row in (*rows().values(), *features().values())
        for match in NAMED.finditer(row)
    ]

    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).exists() or test not in functions_of(file)
    ]

    assert missing == []


def test_every_number_is_named_by_a_test():
    """So that whoever searches the tests for a promise finds it."""
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("test_*.py")
        if path != Path(__file__)
    )
    spelled = [(number, number.lower().replace("-", "_")) for number in PROMISED]

    unnamed = [
        number
        for number, in_names in spelled
        if number not in sources and f"test_{in_names}" not in sources
    ]
    assert unnamed == []
