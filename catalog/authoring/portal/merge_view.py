"""The page on which two people's changes of the same place stand beside each other."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request

from catalog.authoring.items import Three
from catalog.authoring.merging import TEXTS, field_of, merge, places
from catalog.authoring.portal.carrying import Base, sealed
from catalog.authoring.portal.choices import Choice, Say, choice_of
from catalog.authoring.portal.concepts import titles_for
from catalog.authoring.portal.fields import SECTIONS, Section
from catalog.authoring.portal.frame import institution, overview_of, said
from catalog.authoring.portal.lines import lines_of
from catalog.authoring.portal.makers import Maker, makers
from catalog.authoring.portal.typed import Typed
from catalog.authoring.queries import edits_since
from core.errors import Refusal
from core.unit_of_work import reading
from partners.accounts.web import page_locale


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
        edits = edits_since(session, course_id, base.version)
        made = makers(session, edits, institution_id=institution())
        titles = titles_for(session, base.content, content, changed, language=language)
    say = partial(lines_of, language=language, titles=titles)
    return render_template(
        "authoring/merge.html",
        **view,
        section=part,
        sections=SECTIONS,
        choices=[
            _choice(place, three, made, say) for place, three in merged.both.items()
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


def _choice(place: str, three: Three, made: Mapping[str, Maker], say: Say) -> Choice:
    own = (three[2] or "") if field_of(place) in TEXTS else None
    return choice_of(place, three, say, own=own, maker=made.get(field_of(place)))
