"""Incentives: what a participant earns by finishing, and why it is not paid yet.

An entitlement lists its conditions, each met or not; when all are met it is scheduled
and a job has it paid through a payment partner.
"""

from marketplace.incentives.models import Condition, Entitlement, EntitlementStatus

__all__ = ["Condition", "Entitlement", "EntitlementStatus"]
