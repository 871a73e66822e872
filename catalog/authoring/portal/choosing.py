"""Where two people changed the same place, whoever saves second chooses."""

from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response

from catalog.authoring.errors import CourseDraftChanged
from catalog.authoring.merging import Known, merge, places
from catalog.authoring.portal.carrying import Base, Change, unsealed
from catalog.authoring.portal.choices import choices_in
from catalog.authoring.portal.editing import FORM, keep, saved
from catalog.authoring.portal.fields import BY_CODE, PROSE_LETTERS
from catalog.authoring.portal.frame import (
    INSTITUTION,
    WRITES,
    address_of,
    blueprint,
)
from catalog.authoring.portal.merge_view import merge_page
from core.errors import Refusal
from openapi.forms import cleaned
from openapi.problems import status_of
from partners.staff.web import for_staff


@blueprint.post(f"{FORM}/merge")
@for_staff(WRITES, kind=INSTITUTION)
def choose(course_id: UUID, section: str) -> Response | tuple[str, int]:
    """Save what was chosen, place by place."""
    part = BY_CODE[section]
    carried = unsealed(course_id, request.form.get("carried", ""))
    if not isinstance(carried, dict):
        return redirect(f"{address_of(course_id)}/draft/{section}", 303)
    base, seen = Base(*carried["base"]), Base(*carried["seen"])
    theirs_from, mine_from = carried["origins"]
    change = Change(base, _mended(carried["changed"]), mine_from, carried["left"])
    codes = [field.code for field in part.fields]
    merged = merge(
        places(base.content, codes),
        places(seen.content, codes),
        change.changed,
        choices_in(request.form),
        known=Known(theirs=theirs_from, mine=mine_from),
    )
    if merged.both:
        return merge_page(course_id, part, change), 422
    settled = Change(seen, dict(merged.mine), merged.origins, change.left)
    try:
        kept = keep(course_id, part, settled)
    except CourseDraftChanged as stale:
        return merge_page(course_id, part, settled), status_of(type(stale))
    except Refusal as refusal:
        page = merge_page(course_id, part, settled, refusal=refusal)
        return page, status_of(type(refusal))
    return saved(course_id, part, kept, change.left)


def _mended(changed: dict[str, Any]) -> dict[str, Any]:
    """The same with what she mended of her texts on the page."""
    own = {place: request.form.get(f"mine/{place}") for place in changed}
    return {
        place: changed[place] if typed is None else _text(typed)
        for place, typed in own.items()
    }


def _text(own: str) -> str | None:
    return cleaned(own.replace("\r\n", "\n"), most=PROSE_LETTERS) or None
