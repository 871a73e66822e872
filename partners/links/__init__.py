"""Account links: one participant, one organisation, perhaps one account there.

A link begins with the first consent from a signed-in session, never by an equal e-mail,
and ends from either side. Its history is only ever added to.
"""

from partners.links.models import AccountLink, LinkChange

__all__ = ["AccountLink", "LinkChange"]
