"""/partner/<code>/course-lists: lists as files, for the people of an institution."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from catalog.imports.exporting.sending import as_file
from catalog.imports.exporting.writing import Format
from catalog.imports.lists.errors import CourseListStateWrong, MappingUnusable
from catalog.imports.lists.mapping_form import (
    choices,
    columns_of,
    mapping_from,
    unread_words,
    with_words,
)
from catalog.imports.lists.models import CourseList, CourseListRow, ListState, Outcome
from catalog.imports.lists.queries import (
    course_count,
    mapping_of,
    own_list,
    own_lists,
    rows_of,
    shown_findings,
)
from catalog.imports.lists.rejects import rejected_lines
from catalog.imports.lists.rules import changes_too_much
from catalog.imports.lists.services.begin import ask_to_apply, stop_list
from catalog.imports.lists.services.check import ask_for_check
from catalog.imports.lists.services.receive import (
    content_of,
    look,
    map_list,
    receive_list,
)
from catalog.imports.lists.tasks import apply_list, check_list
from catalog.imports.lists.wording import STATES
from catalog.imports.reading import Record
from core.clock import now
from core.errors import REFUSALS, Refusal
from core.jobs import enqueue
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed
from openapi.pagination import Key, paginate
from openapi.problems import status_of
from openapi.requests import takes_file
from partners.accounts.web import (
    PageBlueprint,
    in_words,
    page_locale,
    signed_in_account,
)
from partners.organisations.models import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint(
    "course_list_pages", __name__, template_folder="../../templates"
)
LISTS = "/partner/<code>/course-lists"
ONE = f"{LISTS}/<uuid:list_id>"
WRITES, INSTITUTION = Permission.CATALOGUE_WRITE, Kind.TRAINING_INSTITUTION
PAGE, SHOWN_LISTS = 20, 50
# In this order a reader is shown what needs her first.
_FIRST = (Outcome.REJECTED, Outcome.CONFLICT, Outcome.CHANGE, Outcome.CREATE)
_DOES = (Outcome.CREATE, Outcome.CHANGE, Outcome.RUN)
Answer = AnyResponse | tuple[str, int]

add_section(
    Section(
        "course-lists",
        Text("Courses from files", "Pelatihan dari berkas"),
        WRITES,
        kinds=frozenset({INSTITUTION}),
        group=Group.COURSES,
    )
)


@blueprint.get(LISTS)
@for_staff(WRITES, kind=INSTITUTION)
def course_lists() -> str:
    """The lists of the last 30 days, and where to send another."""
    return _lists()


@blueprint.post(LISTS)
@takes_file
@for_staff(WRITES, kind=INSTITUTION)
def send() -> Answer:
    """Take a list in; nothing of it is applied."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    try:
        shape, sample = look(content)
        with unit_of_work("pages.receive_course_list") as session:
            made = receive_list(
                session,
                content,
                shape,
                sample,
                provider_id=_institution(),
                by=f"account:{signed_in_account().id}",
                at=now(),
            )
    except Refusal as refusal:
        return _lists(refusal), status_of(type(refusal))
    return redirect(_address(made.id), 303)


@blueprint.get(ONE)
@for_staff(WRITES, kind=INSTITUTION)
def one(list_id: UUID) -> str:
    """A list: how it is read, what would happen, how far it is."""
    return _page(list_id)


@blueprint.get(f"{ONE}/mapping")
@blueprint.get(f"{ONE}/words")
@blueprint.get(f"{ONE}/application")
@blueprint.get(f"{ONE}/stop")
@for_staff(WRITES, kind=INSTITUTION)
def after_change(list_id: UUID) -> AnyResponse:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return redirect(_address(list_id))


@blueprint.post(f"{ONE}/mapping")
@for_staff(WRITES, kind=INSTITUTION)
def say_mapping(list_id: UUID) -> Answer:
    """Keep how the columns are read, and have every row read so."""

    def act(session: Session, found: CourseList) -> None:
        mapping = mapping_from(request.form, found, mapping_of(found))
        _read_anew(session, found, mapping)

    return _act(list_id, "pages.map_course_list", act)


@blueprint.post(f"{ONE}/words")
@for_staff(WRITES, kind=INSTITUTION)
def say_words(list_id: UUID) -> Answer:
    """Keep what words in cells stand for, and have every row read so."""

    def act(session: Session, found: CourseList) -> None:
        kept = mapping_of(found)
        words = unread_words(session, found, kept, language=page_locale())
        _read_anew(session, found, with_words(request.form, words, kept))

    return _act(list_id, "pages.say_course_list_words", act)


@blueprint.post(f"{ONE}/application")
@for_staff(WRITES, kind=INSTITUTION)
def apply(list_id: UUID) -> Answer:
    """Apply a list, or go on with one that was stopped."""
    reason = typed("reason", most=500)

    def act(session: Session, found: CourseList) -> None:
        ask_to_apply(
            session,
            found.id,
            provider_id=found.provider_id,
            reason=reason if len(reason) >= 10 else None,
            at=now(),
        )
        enqueue(session, apply_list, list_id=str(found.id))

    return _act(list_id, "pages.apply_course_list", act)


@blueprint.post(f"{ONE}/stop")
@for_staff(WRITES, kind=INSTITUTION)
def stop(list_id: UUID) -> Answer:
    """Stop applying; what came in stays."""

    def act(session: Session, found: CourseList) -> None:
        stop_list(session, found.id, provider_id=found.provider_id, at=now())
        flash(_("Stopped. What came in stays, and you can go on."))

    return _act(list_id, "pages.stop_course_list", act)


@blueprint.get(f"{ONE}/rejects")
@for_staff(WRITES, kind=INSTITUTION)
def rejects(list_id: UUID) -> Answer:
    """The rows that were left, as a file to mend and send."""
    try:
        with reading("pages.course_list_rejects") as session:
            found = own_list(session, list_id, provider_id=_institution())
            content = content_of(session, list_id)
            lines = rejected_lines(session, found, content, language=page_locale())
    except CourseListStateWrong as refusal:
        return _page(list_id, refusal), status_of(type(refusal))
    return _file("".join(lines), "text/csv", "rejected-rows.csv")


@blueprint.get("/partner/<code>/course-exports/<format_name>")
@for_staff(WRITES, kind=INSTITUTION)
def export(format_name: str) -> Response:
    """The institution's courses as a file that comes in again unchanged."""
    format_ = Format(format_name) if format_name in [*Format] else Format.CSV
    return as_file(_institution(), format_)


def _read_anew(session: Session, found: CourseList, mapping: Any) -> None:
    at = now()
    map_list(session, found.id, mapping, provider_id=found.provider_id, at=at)
    ask_for_check(session, found.id, provider_id=found.provider_id, at=at)
    enqueue(session, check_list, list_id=str(found.id))


def _act(
    list_id: UUID, name: str, act: Callable[[Session, CourseList], None]
) -> Answer:
    try:
        with unit_of_work(name) as session:
            act(session, own_list(session, list_id, provider_id=_institution()))
    except Refusal as refusal:
        return _page(list_id, refusal), status_of(type(refusal))
    return redirect(_address(list_id), 303)


def _file(content: str | bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _institution() -> UUID:
    return current_staff().organisation.id


def _address(list_id: UUID) -> str:
    return f"/partner/{current_staff().organisation.code}/course-lists/{list_id}"


def _lists(refusal: Refusal | None = None) -> str:
    with reading("pages.course_lists") as session:
        newest = own_lists(_institution()).order_by(CourseList.created_at.desc())
        lists = session.scalars(newest.limit(SHOWN_LISTS)).all()
    return render_template(
        "course_lists/lists.html",
        code=current_staff().organisation.code,
        lists=lists,
        formats=[*Format],
        refusal=in_words(refusal) if refusal else None,
    )


def _page(list_id: UUID, refusal: Refusal | None = None) -> str:
    with reading("pages.course_list") as session:
        found = own_list(session, list_id, provider_id=_institution())
        is_open = found.state in (ListState.UPLOADED, ListState.CHECKED)
        content = content_of(session, list_id) if is_open else b""
        shown = _chosen(found)
        view = {"page": _rows(session, found, shown)}
        if is_open:
            view |= _to_decide(session, found)
    mapping = mapping_of(found)
    sample: list[Record] = look(content)[1] if is_open else []
    return render_template(
        "course_lists/one.html",
        list=found,
        mapping=mapping,
        columns=columns_of(found, mapping, sample) if is_open else [],
        address=_address(list_id),
        code=current_staff().organisation.code,
        shown=shown,
        outcomes=[each for each in Outcome if found.counts.get(each)],
        total=sum(found.counts.values()),
        to_do=sum(found.counts.get(each, 0) for each in _DOES),
        done=sum(found.done.values()),
        left=sum(found.counts.get(each, 0) for each in (_FIRST[0], _FIRST[1])),
        problem=_problem(found),
        faults=refusal.members["problems"]
        if isinstance(refusal, MappingUnusable)
        else [],
        refusal=_said(refusal) if refusal else None,
        **view,
    )


def _to_decide(session: Session, found: CourseList) -> dict[str, Any]:
    """What a person can say of a list before it is applied."""
    language, changed = page_locale(), found.counts.get(Outcome.CHANGE, 0)
    return {
        "words": unread_words(session, found, mapping_of(found), language=language),
        "choices": choices(session, language),
        "too_much": changes_too_much(changed, course_count(session, _institution())),
    }


def _chosen(found: CourseList) -> str:
    """Which rows are shown: those asked for, else those that need somebody."""
    asked = request.args.get("show", "")
    if asked in [*Outcome]:
        return asked
    return next((each for each in _FIRST if found.counts.get(each)), Outcome.UNCHANGED)


def _rows(session: Session, found: CourseList, shown: str) -> Any:
    page = paginate(
        session,
        rows_of(found.id, outcome=shown),
        [Key(CourseListRow.number, "number")],
        limit=PAGE,
        cursor=request.args.get("cursor"),
    )
    language = page_locale()
    return {
        "items": [(row, shown_findings(row, language)) for row in page.items],
        "next_cursor": page.next_cursor,
    }


def _problem(found: CourseList) -> dict[str, str] | None:
    """Why the list cannot be read or applied, in the reader's language. The numbers of
    the refusal are not kept with the list, so that only its title and remedy are."""
    known = REFUSALS.get(found.problem or "")
    if known is None:
        return None
    language = page_locale()
    return {
        "title": known.title.in_(language),
        "detail": "",
        "remedy": known.remedy.in_(language),
    }


def _said(refusal: Refusal) -> dict[str, str]:
    """A refusal in the reader's language, states by their names."""
    if isinstance(refusal, CourseListStateWrong):
        state = refusal.members["state"]
        refusal = CourseListStateWrong(state=STATES.get(state, state))
    return in_words(refusal)
