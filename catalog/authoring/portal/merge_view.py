"""The page on which two people's changes of the same place stand beside each other."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request
from sqlalchemy.orm import Session

from catalog.authoring.items import Three
from catalog.authoring.merging import TEXTS, field_of, merge, places
from catalog.authoring.portal.carrying import Base, sealed
from catalog.authoring.portal.choices import Choice, Say, choice_of
from catalog.authoring.portal.concepts import titles_for
from catalog.authoring.portal.fields import SECTIONS, Section
from catalog.authoring.portal.frame import institution, overview_of, said
from catalog.authoring.portal.lines import lines_of
from catalog.authoring.portal.typed import Typed
from catalog.authoring.queries import edits_since
from core.errors import Refusal
from core.unit_of_work import reading
from partners.accounts.web import page_locale
from partners.staff.queries import names_at


def merge_page(
    course_id: UUID,
    part: Section,
    *,
    base: Base,
    changed: dict[str, Any],
    left: Typed,
    refusal: Refusal | None = None,
) -> str:
    """Base, theirs and mine of each place that both changed."""
    language = page_locale()
    codes = [field.code for field in part.fields]
    with reading("pages.merge_draft") as session:
        view = overview_of(session, course_id)
        content = view["draft"].content
        seen = {code: content[code] for code in codes if code in content}
        old, theirs = places(base.content, codes), places(content, codes)
        merged = merge(old, theirs, changed)
        makers = _makers(session, course_id, base.version)
        titles = titles_for(session, base.content, content, changed, language=language)
    say = partial(lines_of, language=language, titles=titles)
    return render_template(
        "authoring/merge.html",
        **view,
        section=part,
        sections=SECTIONS,
        choices=[
            _choice(place, three, makers, say) for place, three in merged.both.items()
        ],
        merged=merged,
        chosen=request.form,
        carried=sealed(
            course_id,
            {
                "base": [base.version, base.content],
                "seen": [view["draft"].version, seen],
                "changed": changed,
                "left": left,
            },
        ),
        refusal=said(refusal) if refusal else None,
    )


def _choice(
    place: str, three: Three, makers: dict[str, tuple[str, Any]], say: Say
) -> Choice:
    by, at = makers.get(field_of(place), ("", None))
    own = (three[2] or "") if field_of(place) in TEXTS else None
    return choice_of(place, three, say, own=own, by=by, at=at)


def _makers(
    session: Session, course_id: UUID, version: int
) -> dict[str, tuple[str, Any]]:
    """Who changed a field last since a version, and when. A program has no name."""
    edits = edits_since(session, course_id, version)
    ids = {each.by: _account(each.by) for each in edits}
    names = names_at(session, institution(), [one for one in ids.values() if one])
    return {
        field: (names.get(ids[edit.by] or institution(), ""), edit.at)
        for edit in edits
        for field in edit.fields
    }


def _account(by: str) -> UUID | None:
    kind, _, name = by.partition(":")
    return UUID(name) if kind == "account" else None
