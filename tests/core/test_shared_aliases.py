"""An alias of a table is never shared by threads.

SQLAlchemy 2.1 builds an ORM alias piece by piece when its columns are first used in an
expression. Two threads that meet in one get a warning, and a condition on the table
itself instead of on its alias: an offering of a suspended platform would be on sale for
as long as the process lives. So an alias of a module serves only what the module builds
while it is imported; a function makes its own.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["core", "openapi", "partners", "catalog", "vouchers", "marketplace"]


def shared_aliases(source: str) -> Iterator[str]:
    """Names of aliases of the module that a function of it uses."""
    module = ast.parse(source)
    aliases = {
        target.id
        for statement in module.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
        and statement.value.func.id == "aliased"
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in aliases:
                yield node.id


@pytest.mark.parametrize("package", PACKAGES)
def test_no_function_uses_an_alias_that_others_use_too(package):
    shared = [
        (str(path.relative_to(ROOT)), name)
        for path in sorted((ROOT / package).rglob("*.py"))
        for name in shared_aliases(path.read_text("utf-8"))
    ]

    assert shared == []


def test_a_shared_alias_is_found():
    source = (
        "Other = aliased(Thing)\n"
        "FINE = Other.id == 1\n"
        "def query():\n"
        "    mine = aliased(Thing)\n"
        "    return select(mine.id, Other.id)\n"
    )

    assert list(shared_aliases(source)) == ["Other"]
