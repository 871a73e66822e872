"""Courses that a person keeps in view: what became of them, and what she can buy.

Rules: docs/rules/catalogue.md, "A shortlist".
"""

from marketplace.shortlist.models import ShortlistItem

__all__ = ["ShortlistItem"]
