"""The pages of both sides, as one blueprint."""

from catalog.offerings.portal import own, platform
from catalog.offerings.portal.frame import blueprint

# Importing a module is what puts its pages into the blueprint.
MODULES = (own, platform)
__all__ = ["MODULES", "blueprint"]
