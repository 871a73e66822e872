"""Bringing courses in from the lists that institutions and programmes publish.

Published lists are dirty, so reading them is a rule of its own: `catalog.imports.rules`
turns rows into drafts and findings without touching a database. Nothing is dropped or
guessed in silence: every row ends as a draft or as a rejected row with its reason.
"""

from catalog.imports.drafts import Category, CourseDraft, DraftMode, ImportReport
from catalog.imports.findings import Finding, Severity
from catalog.imports.rules.courses import parse_courses

__all__ = [
    "Category",
    "CourseDraft",
    "DraftMode",
    "Finding",
    "ImportReport",
    "Severity",
    "parse_courses",
]
