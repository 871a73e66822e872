"""What the catalogue costs: one module for each figure or family of figures."""

from bench.catalogue import feed, importing, search
from bench.progress import step
from bench.results import Figures, write

PARTS = {
    "the feed": feed.measure,
    "search": search.measure,
    "lists": importing.measure,
}

# The figures of the longer of two lists go by a name without its length too.
LONGEST = f"import_{max(importing.SIZES)}."


def measure() -> Figures:
    """All parts, one after the other; each is written down when it is done."""
    figures: Figures = {}
    for name, part in PARTS.items():
        step(f"Measuring {name}")
        found = part()
        for each in list(found):
            if each.startswith(LONGEST):
                found[each.replace(LONGEST, "import.")] = found[each]
        write(found)
        figures |= found
    step("Measured")
    return figures
