"""Courses side by side: what a buyer decides by, and in what they differ.

Rules: docs/rules/catalogue.md, "Comparing".
"""

from catalog.comparing.queries import Facts, facts_of

__all__ = ["Facts", "facts_of"]
