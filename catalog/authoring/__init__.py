"""Writing courses: drafts that are saved half finished, and revisions that stay.

An institution edits the draft of a course; what was published is a revision with a
number, which is never changed. Rules: docs/rules/authoring.md.
"""

from catalog.authoring.models import Draft, DraftState, Revision

__all__ = ["Draft", "DraftState", "Revision"]
