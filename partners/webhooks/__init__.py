"""Webhooks: events sent to partners, signed as Standard Webhooks.

The relay makes one delivery per event and endpoint; a job sends those that are due. An
endpoint that does not answer delays nobody else.
"""

from partners.webhooks.models import Attempt, Delivery, Endpoint

__all__ = ["Attempt", "Delivery", "Endpoint"]
