"""A section of a draft as a form: saved half finished, and merged with what others
saved meanwhile."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.concepts import FIELDS as CONCEPTS
from catalog.authoring.errors import CourseDraftChanged
from catalog.authoring.merging import Merge, field_of, places
from catalog.authoring.models import DraftState
from catalog.authoring.portal.carrying import Base, Change, base_in, sealed
from catalog.authoring.portal.concepts import find, names_for
from catalog.authoring.portal.fields import BY_CODE, SECTION_OF, SECTIONS, Section
from catalog.authoring.portal.frame import (
    INSTITUTION,
    ONE,
    WRITES,
    address_of,
    blueprint,
    done,
    institution,
    overview_of,
    said,
    who,
)
from catalog.authoring.portal.lines import lines_of
from catalog.authoring.portal.merge_view import merge_page
from catalog.authoring.portal.notes import anchors, notes_beside
from catalog.authoring.portal.rows import rearranged, with_a_row
from catalog.authoring.portal.states import asked_for, by_section
from catalog.authoring.portal.typed import (
    Typed,
    of_another_form,
    origins_in,
    read_fields,
    shown,
    typed_in,
    unfolded,
    without_empty_rows,
)
from catalog.authoring.services.save import save_places
from catalog.courses.models import Category
from catalog.trainers.showing import Choice, trainers_to_choose
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import asked, typed_line
from openapi.problems import status_of
from partners.accounts.web import page_locale
from partners.staff.web import for_staff

NAMES = ",".join(BY_CODE)
FORM = f"{ONE}/draft/<any({NAMES}):section>"

LONGEST_SOUGHT = 200


@blueprint.get(FORM)
@for_staff(WRITES, kind=INSTITUTION)
def section_form(course_id: UUID, section: str) -> str:
    """One section of the draft."""
    return _page(course_id, BY_CODE[section], sought=request.args.get("find", ""))


@blueprint.post(FORM)
@for_staff(WRITES, kind=INSTITUTION)
def save_section(course_id: UUID, section: str) -> Response | tuple[str, int] | str:
    """Save what can be read; add, take away or move a row; or go on to a merge."""
    part, typed = BY_CODE[section], _typed(BY_CODE[section])
    act = request.form.get("act", "save")
    verb, _colon, sought = act.partition(":")
    base = base_in(course_id, request.form.get("base", ""))
    if verb == "find":
        return _page(course_id, part, typed=typed, base=base, sought=sought)
    if sought:
        typed, place = rearranged(typed, act)
        return _page(course_id, part, typed=typed, base=base, focus=place)
    typed = {
        field.code: without_empty_rows(field, typed[field.code])
        for field in part.fields
    }
    values, faults = read_fields(part.fields, typed)
    before, _unread = read_fields(part.fields, shown(part.fields, base.content))
    read_before = places(before, before)
    changed = {
        place: value
        for place, value in places(values, values).items()
        if place not in read_before or value != read_before[place]
    }
    unread = {
        code: of_another_form(typed[code])
        for code in {field_of(each) for each in faults}
    }
    origins = {
        code: found
        for code in changed
        if (found := origins_in(typed.get(code))) is not None
    }
    change = Change(base, changed, origins, left=unread)
    return _save(course_id, part, change, typed=typed)


def _save(
    course_id: UUID, part: Section, change: Change, *, typed: Typed
) -> Response | tuple[str, int]:
    """Keep what changed, and show what is left because it cannot be read."""
    try:
        merged = keep(course_id, part, change)
    except CourseDraftChanged as stale:
        return merge_page(course_id, part, change), status_of(type(stale))
    except Refusal as refusal:
        page = _page(course_id, part, typed=typed, base=change.base, refusal=refusal)
        return page, status_of(type(refusal))
    return saved(course_id, part, merged, change.left)


def keep(course_id: UUID, part: Section, change: Change) -> Merge:
    """Save the places that changed; raises what `save_places` refuses."""
    base = change.base
    with unit_of_work("pages.save_draft") as session:
        return save_places(
            session,
            course_id,
            provider_id=institution(),
            base=places(base.content, [field.code for field in part.fields]),
            changed=change.changed,
            origins=change.origins,
            version=base.version,
            by=who(),
            at=now(),
        )


def saved(
    course_id: UUID, part: Section, merged: Merge, left: Typed
) -> Response | tuple[str, int]:
    """Lead on after saving; where something is left, show it with what is wrong."""
    if merged.theirs or merged.joined:
        flash(_("Saved, together with what a colleague changed meanwhile."))
    if left:
        return _page(course_id, part, left=left), 422
    if not merged.theirs and not merged.joined:
        flash(done())
    section = part.code
    if request.form.get("act") == "next":
        codes = list(BY_CODE)
        section = codes[(codes.index(section) + 1) % len(codes)]
    found = _searched(part) if request.form.get("act") == "enter" else ""
    return redirect(f"{address_of(course_id)}/draft/{section}{found}", 303)


def _searched(part: Section) -> str:
    """The search of a section into which words were typed, to be shown after saving."""
    for field in part.fields:
        is_sought = field.code in CONCEPTS
        words = is_sought and typed_line(f"find/{field.code}", most=LONGEST_SOUGHT)
        if words:
            query = urlencode({"find": field.code, f"find/{field.code}": words})
            return f"?{query}#find-{field.code}"
    return ""


def _typed(part: Section) -> Typed:
    given = unfolded(request.form.items(multi=True))
    return {field.code: typed_in(field, given.get(field.code)) for field in part.fields}


def _page(
    course_id: UUID,
    part: Section,
    *,
    typed: Typed | None = None,
    left: Typed | None = None,
    base: Base | None = None,
    focus: str = "",
    sought: str = "",
    refusal: Refusal | None = None,
) -> str:
    """The form: as it is stored, or as it was `typed`; `left` are fields that could not
    be read, in a form that is stored otherwise."""
    language = page_locale()
    with reading("pages.draft_section") as session:
        view = overview_of(session, course_id)
        draft = view["draft"]
        wanted = draft.state == DraftState.CHANGES_REQUESTED
        changes = asked_for(session, course_id) if wanted else []
        categories = _categories(session) if part.code in ("texts", "price") else []
        titles = names_for(
            session, institution(), draft.content, typed or {}, language=language
        )
        trainers = _trainers(session, part, draft.content, typed)
    content = {
        field.code: draft.content[field.code]
        for field in part.fields
        if field.code in draft.content
    }
    in_form = with_a_row({**shown(part.fields, content), **(left or {})})
    if typed is not None:
        in_form = typed
    faults: dict[str, Text] = {}
    if left:
        fields = [field for field in part.fields if field.code in left]
        faults = read_fields(fields, left)[1]
    name = f"find/{sought}"
    words = asked(name, most=LONGEST_SOUGHT) or typed_line(name, most=LONGEST_SOUGHT)
    found = []
    if sought in CONCEPTS and words and part.code == SECTION_OF[sought]:
        # The threshold of likeness is bound to a transaction.
        with unit_of_work("pages.find_concepts") as session:
            found = find(session, sought, words, language=language, but=in_form[sought])
    known = set().union(*(anchors(each, in_form[each.code]) for each in part.fields))
    return render_template(
        "authoring/section.html",
        **view,
        section=part,
        sections=SECTIONS,
        lacking=by_section(view["missing"]),
        asked=[each for each in changes if each["section"] == part.code],
        typed=in_form,
        faults=faults,
        notes=notes_beside(
            known,
            missing=view["missing"],
            warnings=view["warnings"],
            changes=changes,
            faults=faults,
            language=language,
        ),
        base=sealed(
            course_id,
            [base.version, base.content] if base else [draft.version, content],
        ),
        focus=focus,
        titles=titles,
        sought=sought,
        typed_words=words,
        found=found,
        categories=categories,
        trainers=trainers,
        cap=_cap(categories, draft.content.get("category")),
        lines={
            field.code: lines_of(
                field.code,
                draft.content.get(field.code),
                language=language,
                titles=titles,
            )
            for field in part.fields
        },
        refusal=said(refusal) if refusal else None,
    )


def _trainers(
    session: Session, part: Section, content: Mapping[str, Any], typed: Typed | None
) -> list[Choice]:
    """Those who can be ticked, where the section has trainers."""
    if part.code != SECTION_OF["trainers"]:
        return []
    ticked = (typed or {}).get("trainers", ())
    named = [*content.get("trainers", ()), *ticked]
    return trainers_to_choose(session, institution(), named)


def _categories(session: Session) -> list[Category]:
    return list(session.scalars(select(Category).order_by(Category.title_id)))


def _cap(categories: list[Category], code: str | None) -> int | None:
    return next((each.price_cap for each in categories if each.code == code), None)
