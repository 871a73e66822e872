"""How much a race or a sweep does: seconds in CI, far more under SOAK=1 (make soak)."""

import os

SOAK = os.environ.get("SOAK") == "1"


def sized(usual: int, soak: int) -> int:
    """The usual number, or the one for a soak."""
    return soak if SOAK else usual
