"""Kill switches: what the operator can close at once, for everybody.

A closure is a row that every request asks, so that it counts from the next one, in
every process. One person closes; two open again. Stopping one partner, one program or
one course is a sanction (partners.standing).
"""

from partners.switches.models import Closure, Switch

__all__ = ["Closure", "Switch"]
