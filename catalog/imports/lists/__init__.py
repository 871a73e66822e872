"""An institution's list of courses as a thing: uploaded, mapped, checked, applied.

A dry run reads the whole list and says what would happen to each row; only then it is
applied, by a job that remembers how far it came. Rules: docs/rules/course-import.md.
"""

from catalog.imports.lists.models import CourseList, CourseListRow, ListState

__all__ = ["CourseList", "CourseListRow", "ListState"]
