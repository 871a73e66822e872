"""The audit trail: who did what, for whom, with which effect, in which request.

Entries are only ever added; the database refuses to change them. What must survive a
refusal is recorded in a unit of work of its own.
"""

from core.audit.models import AuditEntry
from core.audit.services.record import record

__all__ = ["AuditEntry", "record"]
