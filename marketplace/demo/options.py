"""What a demo is started with: the DEMO_ variables, which concern nothing else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.settings import BadSetting
from marketplace.seed.run import PEOPLE

ROOT = Path(__file__).parents[2]
HIGHEST_PORT = 65_535
MOST_PEOPLE = 20_000


@dataclass(frozen=True)
class Options:
    """Where a demo keeps its files, where it listens (0: any free port), its size."""

    folder: Path = ROOT / ".demo"
    port: int = 8000
    payment_port: int = 8010
    people: int = PEOPLE
    database_url: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Options":
        """Read them; raises BadSetting, which names the variable and what it takes."""
        source = os.environ if environ is None else environ
        return cls(
            folder=Path(source.get("DEMO_FOLDER") or cls.folder).absolute(),
            port=_number(source, "DEMO_PORT", cls.port, HIGHEST_PORT),
            payment_port=_number(
                source, "DEMO_PAYMENT_PORT", cls.payment_port, HIGHEST_PORT
            ),
            people=_number(source, "DEMO_PEOPLE", cls.people, MOST_PEOPLE),
            database_url=source.get("DATABASE_URL") or None,
        )


def _number(source: Mapping[str, str], variable: str, default: int, most: int) -> int:
    given = source.get(variable) or str(default)
    if not (given.isascii() and given.isdigit() and int(given) <= most):
        raise BadSetting(variable, f"a whole number from 0 to {most}")
    return int(given)
