"""What access costs: an authorised call, a token, and webhooks on their way."""

from bench.access import calls, tokens, webhooks
from bench.results import Figures

PARTS = (calls.measure, tokens.measure, webhooks.measure)


def measure() -> Figures:
    """All parts, one after the other."""
    figures: Figures = {}
    for part in PARTS:
        figures |= part()
    return figures
