"""Where two people changed the same place, whoever saves second chooses."""

from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response

from catalog.authoring.errors import CourseDraftChanged
from catalog.authoring.portal.carrying import Base, unsealed
from catalog.authoring.portal.editing import FORM, keep, saved
from catalog.authoring.portal.fields import BY_CODE, PROSE_LETTERS
from catalog.authoring.portal.frame import (
    INSTITUTION,
    WRITES,
    address_of,
    blueprint,
)
from catalog.authoring.portal.merge_view import merge_page
from catalog.authoring.portal.typed import Typed
from core.errors import Refusal
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
    base = Base(*carried["base"])
    changed, open_places = _chosen(carried["changed"], carried["both"])
    left: Typed = carried["left"]
    if open_places:
        page = merge_page(course_id, part, base=base, changed=changed, left=left)
        return page, 422
    seen = Base(carried["seen"][0], carried["seen"][1])
    try:
        merged = keep(course_id, part, base=seen, changed=changed)
    except CourseDraftChanged as stale:
        page = merge_page(course_id, part, base=seen, changed=changed, left=left)
        return page, status_of(type(stale))
    except Refusal as refusal:
        page = merge_page(
            course_id, part, base=base, changed=changed, left=left, refusal=refusal
        )
        return page, status_of(type(refusal))
    return saved(course_id, part, merged, left)


def _chosen(
    changed: dict[str, Any], both: list[str]
) -> tuple[dict[str, Any], list[str]]:
    """What is to be saved after choosing, and the places in which nothing was chosen.
    What was given up for theirs is not changed any more."""
    result = dict(changed)
    undecided = []
    for place in both:
        own = request.form.get(f"mine/{place}")
        if own is not None and place in result:
            result[place] = _text(own)
        match request.form.get(f"choose/{place}"):
            case "mine":
                pass
            case "theirs":
                del result[place]
            case _:
                undecided.append(place)
    return (result, []) if not undecided else (dict(changed) | result, undecided)


def _text(own: str) -> str | None:
    words = own.replace("\0", "").replace("\r\n", "\n").strip()
    return words[:PROSE_LETTERS] or None
