"""The consumer of docs/rules/catalogue-feed.md, word for word."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "catalogue-feed.md"


def write_consumer(folder: Path) -> Path:
    """The documented program as a file of its own."""
    [program] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    path = folder / "consumer.py"
    path.write_text(program)
    return path
