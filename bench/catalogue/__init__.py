"""What the catalogue costs: one module for each figure or family of figures."""

from bench.catalogue import feed, importing, search
from bench.results import Figures

PARTS = (feed.measure, search.measure, importing.measure)


def measure() -> Figures:
    """All parts, one after the other."""
    figures: Figures = {}
    for part in PARTS:
        figures |= part()
    return figures
