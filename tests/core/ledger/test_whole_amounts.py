"""Amounts are whole numbers: nothing in the code divides or floats them (LG-06)."""

import ast
from pathlib import Path

import pytest

from core.database import Base

ROOT = Path(__file__).parents[3]
PACKAGES = ("core", "openapi", "partners", "catalog", "vouchers", "marketplace")
# Files that do divide or float, and why no amount is touched there.
ALLOWED = {
    "catalog/authoring/items.py": "the share of words that two items have in common",
    "catalog/imports/cells/durations.py": "hours and minutes as written, exactly",
    "catalog/imports/cells/money.py": "a foreign price and its rate, exactly",
    "catalog/imports/cells/numbers.py": "numbers as strangers write them, exactly",
    "catalog/imports/mapping/documents.py": "whether a rate is a number",
    "catalog/imports/reading/csv_rows.py": "the share of rows as wide as the header",
    "core/datafiles.py": "joins paths",
    "core/files/store.py": "joins paths",
    "core/postgres/home.py": "joins paths",
    "marketplace/cli.py": "joins paths",
    "marketplace/demo/state.py": "joins paths",
    "marketplace/payments/partner/amounts.py": "reads a partner's '600000.00' exactly",
    "marketplace/payments/partner/exchange.py": "milliseconds and clock skew",
    "marketplace/payments/partner/retry.py": "seconds to wait",
    "marketplace/payments/simulator/faults.py": "seconds of a made-up delay",
    "openapi/requests.py": "milliseconds of a request",
    "partners/asyncapi/reference.py": "joins paths",
    "partners/conflicts/drawing.py": "places in a picture",
    "partners/oauth/jws.py": "seconds since 1970 in a token",
    "partners/webhooks/client.py": "milliseconds of a delivery",
    "vouchers/certificates/rules.py": "an attendance in percent",
}


def fractions_in(source: str) -> list[str]:
    """Every call that makes a fraction and every true division, as `line: text`.

    `folder / "file"` joins a path and divides nothing.
    """
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if _makes_fraction(node) or _divides(node)
    ]


def _makes_fraction(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("float", "Decimal", "Fraction", "round")
    )


def _divides(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Div)
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
        return False
    return not _is_text(node.right)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize(
    "line",
    ["a = float(amount)", "a = amount / 2", "a /= 2", "a = round(b)", "Decimal(a)"],
)
def test_lg_06_the_check_sees_what_it_looks_for(line):
    assert len(fractions_in(line)) == 1


@pytest.mark.parametrize("line", ["a = amount // 2", 'a = folder / "name"'])
def test_lg_06_the_check_lets_whole_numbers_and_paths_be(line):
    assert fractions_in(line) == []


def test_lg_06_no_amount_is_floated_or_divided():
    found = {
        str(path.relative_to(ROOT)): fractions
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if (fractions := fractions_in(path.read_text()))
    }

    unexplained = {path: lines for path, lines in found.items() if path not in ALLOWED}
    assert unexplained == {}
    assert set(found) == set(ALLOWED)


def test_lg_06_no_column_holds_a_fraction(app):
    """The models are loaded with the application; amounts are BIGINT."""
    types = {
        f"{table.name}.{column.name}": type(column.type).__name__.upper()
        for table in Base.metadata.sorted_tables
        for column in table.columns
    }

    fractional = {"FLOAT", "NUMERIC", "DOUBLE", "REAL", "DECIMAL"}
    assert {name for name, kind in types.items() if kind in fractional} == set()
    assert types["postings.amount"] == types["orders.price"] == "BIGINTEGER"
