"""Looking at classes while they run: what is sampled, who visits, what is found.

Each period some sessions and self-paced courses are chosen by risk and by a draw that
was committed to before; monitors without a conflict visit them. Rules:
docs/rules/monitoring.md.
"""

from catalog.monitoring.models import Finding, Plan, Visit, VisitState

__all__ = ["Finding", "Plan", "Visit", "VisitState"]
