"""The page on which two people's changes of the same place stand beside each other."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import render_template, request

from catalog.authoring.items import Three
from catalog.authoring.merging import TEXTS, Known, field_of, merge, places
from catalog.authoring.portal.carrying import Change, sealed
from catalog.authoring.portal.choices import Choice, Say, choice_of
from catalog.authoring.portal.concepts import names_for
from catalog.authoring.portal.fields import SECTIONS, Section
from catalog.authoring.portal.frame import institution, overview_of, said
from catalog.authoring.portal.lines import lines_of
from catalog.authoring.portal.makers import Maker, makers
from catalog.authoring.queries import edits_since
from catalog.authoring.since import origins_since
from core.errors import Refusal
from core.unit_of_work import reading
from partners.accounts.web import page_locale


def merge_page(
    course_id: UUID,
    part: Section,
    change: Change,
    *,
    refusal: Refusal | None = None,
) -> str:
    """Base, theirs and mine of each place that both changed."""
    language, base, changed = page_locale(), change.base, change.changed
    codes = [field.code for field in part.fields]
    with reading("pages.merge_draft") as session:
        view = overview_of(session, course_id)
        content = view["draft"].content
        seen = {code: content[code] for code in codes if code in content}
        old, theirs = places(base.content, codes), places(content, codes)
        edits = edits_since(session, course_id, base.version)
        theirs_from = origins_since(content, edits)
        known = Known(theirs=theirs_from, mine=change.origins)
        merged = merge(old, theirs, changed, known=known)
        made = makers(session, edits, institution_id=institution())
        titles = names_for(
            session, institution(), base.content, content, changed, language=language
        )
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
                "origins": [theirs_from, change.origins],
                "left": change.left,
            },
        ),
        refusal=said(refusal) if refusal else None,
    )


def _choice(place: str, three: Three, made: Mapping[str, Maker], say: Say) -> Choice:
    own = (three[2] or "") if field_of(place) in TEXTS else None
    return choice_of(place, three, say, own=own, maker=made.get(field_of(place)))
