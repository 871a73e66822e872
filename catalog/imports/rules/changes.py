"""What importing a draft does to the course that is already there."""

from enum import StrEnum

from catalog.courses import Course, CourseStatus
from catalog.imports.drafts import CourseDraft


class Change(StrEnum):
    """What happens to a row; a withheld change waits for a person."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WITHHELD = "withheld"


def decide(existing: Course | None, draft: CourseDraft, *, publish: bool) -> Change:
    """What to do with a draft, given the course it was found to be.

    `publish` says that the courses of this list were approved before; a held draft is
    never published, whatever the list. What is on sale is not changed by a draft that
    may not be published: the change is withheld until somebody confirms it. Rule:
    docs/rules/course-import.md.
    """
    if existing is None:
        return Change.CREATED
    may_publish = publish and not draft.held
    is_draft = existing.status == CourseStatus.DRAFT
    if not differs(existing, draft) and not (is_draft and may_publish):
        return Change.UNCHANGED
    return Change.CHANGED if is_draft or may_publish else Change.WITHHELD


def differs(course: Course, draft: CourseDraft) -> bool:
    """Whether any imported value is another one now."""
    return imported_values(draft) != {
        name: getattr(course, name) for name in imported_values(draft)
    }


def imported_values(draft: CourseDraft) -> dict[str, str | int | None]:
    """The columns of a course that an import sets."""
    return {
        "title": draft.title,
        "category": draft.category.slug,
        "category_title": draft.category.title,
        "mode": draft.mode.value,
        "list_price": draft.price,
        "discount_bps": draft.discount_bps,
        "source_url": draft.source_url,
    }
