"""Saving a part of a draft that others may have saved meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.items import Origins
from catalog.authoring.merging import Known, Merge, field_of, merge, patch_of, places
from catalog.authoring.queries import draft_of, edits_since, own_course
from catalog.authoring.services.edit import edit_draft
from catalog.authoring.since import origins_since


def save_places(
    session: Session,
    course_id: UUID,
    *,
    provider_id: UUID,
    base: Mapping[str, Any],
    changed: Mapping[str, Any],
    version: int,
    by: str,
    at: datetime,
    origins: Mapping[str, Origins] | None = None,
) -> Merge:
    """Keep the places that somebody `changed` since she read `base` at `version`, where
    her lists' items have their `origins` as far as they are known.

    What others changed meanwhile in other places stays as they have it. Raises
    OwnCourseNotFound, DraftStateWrong, or CourseDraftChanged where both changed the
    same place: then nothing is kept.
    """
    course = own_course(session, course_id, provider_id=provider_id, lock=True)
    draft = draft_of(session, course)
    theirs = places(draft.content, sorted({field_of(each) for each in base}))
    edits = edits_since(session, course.id, version)
    known = Known(theirs=origins_since(draft.content, edits), mine=origins or {})
    merged = merge(base, theirs, changed, known=known)
    edit_draft(
        session,
        course_id,
        provider_id=provider_id,
        patch=patch_of(changed if merged.both else merged.mine),
        # Named as she knew it where nothing may be kept, which is then refused.
        version=version if merged.both else draft.version,
        by=by,
        at=at,
        origins=merged.origins,
    )
    return merged
