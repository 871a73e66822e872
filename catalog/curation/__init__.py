"""Judging courses before they are sold, and again when an approval ends.

A submission is a case that goes through the layers of a document; organisations that
are not tied to the institution judge it by a rubric. Rules: docs/rules/curation.md.
"""

from catalog.curation.models import Case, CaseState, Task, TaskState

__all__ = ["Case", "CaseState", "Task", "TaskState"]
