"""The settings as a table, for docs/operations/configuration.md.

`python -m core.configuration` prints it, and a test compares it with the page.
"""

import sys
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from core.settings import Settings

HEAD = "| variable | accepts | default |\n| --- | --- | --- |\n"


def table() -> str:
    """A row for each setting, as they are declared."""
    return HEAD + "".join(f"{_row(item.metadata)}\n" for item in fields(Settings))


def _row(setting: Mapping[str, Any]) -> str:
    return f"| `{setting['variable']}` | {setting['accepts']} | {_default(setting)} |"


def _default(setting: Mapping[str, Any]) -> str:
    """What is used when it is not set; a secret's default is for development alone."""
    if setting["secret"]:
        return "none in production"
    if setting["default"] is None:
        return "must be set"
    return f"`{setting['default']}`" if setting["default"] else "nothing"


if __name__ == "__main__":
    sys.stdout.write(table())
