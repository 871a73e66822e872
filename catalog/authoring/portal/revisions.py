"""What was published of a course, and what changed from one revision to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request
from sqlalchemy.orm import Session

from catalog.authoring.merging import places
from catalog.authoring.models import Revision
from catalog.authoring.portal.concepts import names_for
from catalog.authoring.portal.fields import BY_FIELD
from catalog.authoring.portal.frame import (
    INSTITUTION,
    ONE,
    WRITES,
    blueprint,
    institution,
    overview_of,
)
from catalog.authoring.portal.lines import Piece, Titles, differing, lines_of
from catalog.authoring.queries import revision_numbered, revisions_of
from core.database import Json
from core.unit_of_work import reading
from partners.accounts.web import page_locale
from partners.staff.web import for_staff

MOST = 200
DRAFT = "draft"


@dataclass(frozen=True)
class Changed:
    """A place that differs, with its lines in pieces."""

    place: str
    lines: list[list[Piece]]


@blueprint.get(f"{ONE}/revisions")
@for_staff(WRITES, kind=INSTITUTION)
def revisions(course_id: UUID) -> str:
    """All revisions, and two of them (or one and the draft) compared."""
    with reading("pages.course_revisions") as session:
        view = overview_of(session, course_id)
        listed = session.scalars(
            revisions_of(course_id).order_by(Revision.number.desc()).limit(MOST)
        ).all()
        numbers = [str(each.number) for each in listed]
        new = _chosen("new", [DRAFT, *numbers], default=DRAFT)
        older = numbers if new == DRAFT else numbers[numbers.index(new) + 1 :]
        old = _chosen("old", numbers, default=(older or [""])[0])
        changes: list[Changed] = []
        if old:
            both = [_content(session, view, course_id, each) for each in (old, new)]
            titles = names_for(session, institution(), *both, language=page_locale())
            changes = list(changed(*both, language=page_locale(), titles=titles))
    return render_template(
        "authoring/revisions.html",
        **view,
        revisions=listed,
        old=old,
        new=new,
        changes=changes,
    )


def changed(
    before: Json, after: Json, *, language: str, titles: Titles
) -> Iterator[Changed]:
    """Where two contents differ, in the order of the editor's sections."""
    old, new = places(before, BY_FIELD), places(after, BY_FIELD)
    for place in old:
        if old[place] != new[place]:
            lines = differing(
                lines_of(place, old[place], language=language, titles=titles),
                lines_of(place, new[place], language=language, titles=titles),
            )
            yield Changed(place, lines)


def _chosen(name: str, known: list[str], *, default: str) -> str:
    wanted = request.args.get(name, "")
    return wanted if wanted in known else default


def _content(
    session: Session, view: dict[str, Any], course_id: UUID, which: str
) -> Json:
    if which == DRAFT:
        content: Json = view["draft"].content
        return content
    return revision_numbered(session, course_id, int(which)).content
