"""What a measurement is, and how it is shown: a table, a chart, a file."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib as mpl
from rich.console import Console
from rich.table import Table

mpl.use("Agg")

from matplotlib import pyplot as plt

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True)
class Figure:
    """One number: its unit, from how many samples, and what it says."""

    value: float
    unit: str
    samples: int
    note: str


Figures = dict[str, Figure]


def write(figures: Figures) -> None:
    """Merge the figures into bench/out/results.json."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "results.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    known.update({name: asdict(figure) for name, figure in figures.items()})
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")


def show(figures: Figures) -> None:
    """Print the figures as a table."""
    table = Table(title="Measured")
    for column in ("name", "value", "unit", "samples", "note"):
        table.add_column(column, justify="right" if column == "value" else "left")
    for name, figure in figures.items():
        table.add_row(
            name,
            f"{figure.value:,.3f}",
            figure.unit,
            str(figure.samples),
            figure.note,
        )
    Console().print(table)


def draw(title: str, bars: dict[str, float], unit: str, path: Path) -> None:
    """Draw what is compared as bars, with their numbers, into a PNG."""
    figure, axes = plt.subplots(figsize=(8, 1 + 0.7 * len(bars)))
    drawn = axes.barh(list(bars), list(bars.values()), color="#1f6f54")
    axes.bar_label(drawn, fmt="{:,.0f}", padding=4)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    axes.set_title(title)
    axes.margins(x=0.15)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
    plt.close(figure)
