"""Editing a draft, by several people at once without loss."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.documents import changed_fields, patched
from catalog.authoring.errors import CourseDraftChanged, DraftStateWrong
from catalog.authoring.items import Origins
from catalog.authoring.merging import Known, merge, patch_of, places
from catalog.authoring.models import OPEN, Draft, DraftEdit, DraftState
from catalog.authoring.queries import course_at_work, draft_of, edits_since
from catalog.authoring.since import changed_by, content_at, met, origins_since
from catalog.courses.models import Category, Course, CourseStatus, Mode
from catalog.courses.rules import with_groups_above
from catalog.taxonomies.services.describe import Named, words_of
from core.audit import record
from core.database import Json

# What a course without such a field is shown as to those who write it.
UNTITLED = "Tanpa judul"
UNSORTED = "lainnya"


def edit_draft(
    session: Session,
    course_id: UUID,
    *,
    provider_id: UUID,
    patch: Mapping[str, Any],
    version: int,
    by: str,
    at: datetime,
    origins: Mapping[str, Origins] | None = None,
) -> tuple[Course, Draft]:
    """Keep a merge patch (RFC 7396) of the draft at `version`.

    `origins` say of lists where their items were in the draft, if that is known. A
    change that changes nothing keeps the version. Raises OwnCourseNotFound,
    CourseRetired, DraftStateWrong, or CourseDraftChanged with what others changed
    meanwhile.
    """
    course = course_at_work(session, course_id, provider_id=provider_id)
    draft = draft_of(session, course)
    if version != draft.version:
        raise _stale(session, draft, patch, since=version)
    if draft.state not in OPEN:
        raise DraftStateWrong(state=draft.state)
    content = patched(draft.content, patch)
    fields = changed_fields(draft.content, content)
    if not fields:
        return course, draft
    before = {name: draft.content[name] for name in fields if name in draft.content}
    _keep(session, course, draft, content, at=at)
    session.add(
        DraftEdit(
            course_id=course.id,
            version=draft.version,
            fields=fields,
            before=before,
            origins={name: [*each] for name, each in (origins or {}).items()} or None,
            by=by,
            at=at,
        )
    )
    record(
        session,
        action="course.draft_edited",
        object_type="course",
        object_id=course.id,
        at=at,
        after={"version": draft.version, "fields": fields},
    )
    session.flush()
    return course, draft


def projected(session: Session, content: Mapping[str, Any]) -> dict[str, Any]:
    """The columns by which a course is listed, found and sold.

    A text in one language stands for the other where that is missing.
    """
    (columns,) = all_projected(session, [content])
    return columns


def all_projected(
    session: Session, contents: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The same of many contents, in their order, in two statements."""
    codes = {code for each in contents if (code := each.get("category"))}
    categories = {
        each.code: each
        for each in session.scalars(select(Category).where(Category.code.in_(codes)))
    }
    words = words_of(session, [_named(each) for each in contents])
    return [
        _columns(content, categories.get(content.get("category", "")), named_words)
        for content, named_words in zip(contents, words, strict=True)
    ]


def _named(content: Mapping[str, Any]) -> Named:
    return Named(
        skills=content.get("skills", []),
        occupations=content.get("occupations", []),
        competence_units=content.get("competence_units", []),
    )


def _columns(
    content: Mapping[str, Any], category: Category | None, named_words: str
) -> dict[str, Any]:
    first, *others = content.get("languages") or ["id"]
    return {
        "title": _words(content.get("title")) or UNTITLED,
        "summary": _words(content.get("summary")),
        "category": category.code if category else UNSORTED,
        "category_title": category.title_id if category else "Lainnya",
        "mode": content.get("mode", Mode.WEBINAR),
        "language": first,
        "more_languages": others,
        "level": content.get("level"),
        "evening": content.get("evening", False),
        "childcare": content.get("childcare", False),
        "access": content.get("access", []),
        "skills": content.get("skills", []),
        "occupation_groups": with_groups_above(content.get("occupations", [])),
        "competence_units": content.get("competence_units", []),
        "trainers": content.get("trainers", []),
        "named_words": named_words,
        "title_en": _english(content.get("title")),
        "summary_en": _english(content.get("summary")),
        "sessions": max(1, len(content.get("syllabus", []))),
        "pass_mark": content.get("pass_mark"),
        "list_price": content.get("list_price", 0),
        "discount_bps": content.get("discount_bps"),
    }


def _keep(
    session: Session, course: Course, draft: Draft, content: Json, *, at: datetime
) -> None:
    draft.content = content
    draft.version += 1
    draft.changed_at = at
    if draft.state in (DraftState.PUBLISHED, DraftState.REJECTED):
        draft.move(DraftState.EDITING, at=at)
    # What was never on sale is listed to its own people under its newest title.
    if course.status == CourseStatus.DRAFT:
        for name, value in projected(session, content).items():
            setattr(course, name, value)
    course.updated_at = at
    session.add(draft)
    session.flush()


def _stale(
    session: Session, draft: Draft, patch: Mapping[str, Any], *, since: int
) -> CourseDraftChanged:
    """What is needed to merge: each field that others changed, with its value now, who
    changed it and when; where the caller changes it too, her own, the places that she
    has to decide, and if there are none the field as both made it."""
    edits = edits_since(session, draft.course_id, since)
    changes = changed_by(edits, draft.content, patch)
    base = content_at(draft.content, edits, since=since, version=draft.version)
    if base is not None:
        known = Known(theirs=origins_since(draft.content, edits))
        for field, told in _met(base, draft.content, patch, changes, known).items():
            changes[field] |= told
    listed = [changes[field] for field in sorted(changes)]
    return CourseDraftChanged(current=draft.version, changes=listed)


def _met(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    patch: Mapping[str, Any],
    fields: Collection[str],
    known: Known,
) -> dict[str, dict[str, Any]]:
    """What became of each of the fields that others and the caller changed."""
    shared = sorted(set(fields) & set(patch))
    was, now = places(base, shared), places(theirs, shared)
    wanted = places(patched(base, patch), shared)
    changed = {place: wanted[place] for place in wanted if wanted[place] != was[place]}
    merged = merge(was, now, changed, known=known)
    return met(shared, merged, patched(theirs, patch_of(merged.mine)))


def _english(text: Mapping[str, str] | None) -> str:
    return (text or {}).get("en") or ""


def _words(text: Mapping[str, str] | None) -> str:
    return next((text[one] for one in ("id", "en") if text and text.get(one)), "")
