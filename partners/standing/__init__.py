"""Sanctions: what an organisation may not do for a time, why, and how it replies.

A sanction has a severity on a graded ladder and a scope: the whole organisation, one of
its kinds, its sales, its payouts, one of its programs, or listed courses. What it stops
is written on it when it is decided (`ladder.json`) and looked up on every request. All
above a warning takes two people. Rules: docs/rules/standing.md.
"""

from partners.standing.models import Sanction, Scope, Severity, State, Stop

__all__ = ["Sanction", "Scope", "Severity", "State", "Stop"]
