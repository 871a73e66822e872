"""Who works for an organisation, and what each of them may do there.

A person with an account takes a seat in an organisation, with one or more roles. Roles
give permissions (`rules.py`), and every page and operation for staff names the one that
it needs. What an organisation's programs may do is another matter: see partners.oauth.
"""

from partners.staff.models import Seat
from partners.staff.rules import Permission, Role

__all__ = ["Permission", "Role", "Seat"]
