"""All pages of an institution's courses, as one blueprint."""

from catalog.authoring.portal import (
    choosing,
    editing,
    listing,
    retiring,
    revisions,
    states,
)
from catalog.authoring.portal.frame import blueprint

# Importing a module is what puts its pages into the blueprint.
MODULES = (choosing, editing, listing, retiring, revisions, states)
__all__ = ["MODULES", "blueprint"]
