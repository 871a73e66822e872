"""/v1/provider/course-lists: lists of courses as files, from upload to drafts."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from catalog.authoring.errors import TooManyDrafts
from catalog.imports.lists.errors import (
    CourseListNotFound,
    CourseListStateWrong,
    ListChangesTooMuch,
    MappingUnusable,
)
from catalog.imports.lists.models import CourseList, CourseListRow
from catalog.imports.lists.queries import (
    mapping_of,
    own_list,
    own_lists,
    rows_of,
    shown_findings,
)
from catalog.imports.lists.rejects import rejected_lines
from catalog.imports.lists.schemas import (
    CourseListPageSchema,
    CourseListSchema,
    ListApplicationSchema,
    ListRowPageSchema,
    ListRowQuerySchema,
    MappingSchema,
)
from catalog.imports.lists.services.begin import ask_to_apply, stop_list
from catalog.imports.lists.services.check import ask_for_check
from catalog.imports.lists.services.receive import (
    content_of,
    look,
    map_list,
    receive_list,
)
from catalog.imports.lists.tasks import apply_list, check_list
from catalog.imports.mapping import Mapping
from catalog.imports.reading.errors import EVERY_REFUSAL
from core.clock import now
from core.files.errors import FileInfected, ScannerSilent
from core.jobs import enqueue
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.files import FILE_BODY, sent_file
from openapi.pagination import InvalidCursor, Key, PageArgumentsSchema, paginate
from openapi.problems import FileInAForm, locale
from openapi.requests import takes_file
from openapi.security import current_caller, require_scope

blueprint = Blueprint(
    "course_lists",
    __name__,
    url_prefix="/v1/provider/course-lists",
    description="Lists of courses as files: upload, map, check, apply.",
)

SCOPE, INSTITUTION = "catalog:write", "training_institution"


@blueprint.route("")
class CourseLists(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, CourseListPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Any:
        """List the lists that you sent in the last 30 days, the newest first."""
        with reading("course_lists.list") as session:
            return paginate(
                session,
                own_lists(_institution()),
                [
                    Key(CourseList.created_at, "created_at", descending=True),
                    Key(CourseList.id, "id", descending=True),
                ],
                **page,
            )

    @takes_file
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.doc(requestBody=FILE_BODY)
    @blueprint.response(201, CourseListSchema)
    @blueprint.refusals(*EVERY_REFUSAL, FileInAForm, FileInfected, ScannerSilent)
    def post(self) -> dict[str, Any]:
        """Send a list, which is the whole body: CSV, XLSX, JSON, or schema.org JSON-LD.

        It is recognised by its content; at most 10 MiB and 100,000 rows. Nothing is
        taken from it yet: the answer says how its columns would be read.
        """
        content = sent_file()
        shape, sample = look(content)
        with unit_of_work("course_lists.receive") as session:
            made = receive_list(
                session,
                content,
                shape,
                sample,
                provider_id=_institution(),
                by=f"client:{current_caller().client_id}",
                at=now(),
            )
            return _shown(made)


@blueprint.route("/<uuid:list_id>")
class OneCourseList(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.response(200, CourseListSchema)
    @blueprint.refusals(CourseListNotFound)
    def get(self, list_id: UUID) -> dict[str, Any]:
        """Show a list: its mapping, what would happen, and how far it is."""
        with reading("course_lists.read") as session:
            return _shown(own_list(session, list_id, provider_id=_institution()))


@blueprint.route("/<uuid:list_id>/mapping")
class CourseListMapping(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(MappingSchema)
    @blueprint.response(200, CourseListSchema)
    @blueprint.refusals(CourseListNotFound, CourseListStateWrong, MappingUnusable)
    def put(self, sent: dict[str, Any], list_id: UUID) -> dict[str, Any]:
        """Say how the columns are read; the next such list begins with that.

        A column that is not named is not read. What a check found before is forgotten.
        """
        with unit_of_work("course_lists.map") as session:
            provider_id = _institution()
            own_list(session, list_id, provider_id=provider_id)
            found = map_list(
                session, list_id, _mapping(sent), provider_id=provider_id, at=now()
            )
            return _shown(found)


@blueprint.route("/<uuid:list_id>/check")
class CourseListCheck(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.response(202, CourseListSchema)
    @blueprint.refusals(CourseListNotFound, CourseListStateWrong, MappingUnusable)
    def put(self, list_id: UUID) -> dict[str, Any]:
        """Have every row read, without changing anything; look at the list to see."""
        with unit_of_work("course_lists.ask_for_check") as session:
            found = ask_for_check(
                session, list_id, provider_id=_institution(), at=now()
            )
            enqueue(session, check_list, list_id=str(found.id))
            return _shown(found)


@blueprint.route("/<uuid:list_id>/rows")
class CourseListRows(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(ListRowQuerySchema, location="query")
    @blueprint.response(200, ListRowPageSchema)
    @blueprint.refusals(CourseListNotFound, InvalidCursor)
    def get(self, query: dict[str, Any], list_id: UUID) -> Any:
        """List the rows with what applying each does and what was found in it."""
        language = locale()
        with reading("course_lists.rows") as session:
            own_list(session, list_id, provider_id=_institution())
            page = paginate(
                session,
                rows_of(list_id, outcome=query["outcome"]),
                [Key(CourseListRow.number, "number")],
                limit=query["limit"],
                cursor=query["cursor"],
            )
            items = [
                {
                    "number": row.number,
                    "title": row.title,
                    "outcome": row.outcome,
                    "findings": shown_findings(row, language),
                }
                for row in page.items
            ]
            return replace(page, items=items)


@blueprint.route("/<uuid:list_id>/application")
class CourseListApplication(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(ListApplicationSchema)
    @blueprint.response(202, CourseListSchema)
    @blueprint.refusals(
        CourseListNotFound, CourseListStateWrong, ListChangesTooMuch, TooManyDrafts
    )
    def put(self, sent: dict[str, Any], list_id: UUID) -> dict[str, Any]:
        """Bring the rows that would create or change a course into drafts.

        It happens in the background. Rows that are rejected or in conflict are left;
        fetch them as a file, mend them, and send that. A list that would change much of
        what you have needs a reason. One that was stopped goes on.
        """
        with unit_of_work("course_lists.ask_to_apply") as session:
            provider_id = _institution()
            own_list(session, list_id, provider_id=provider_id)
            found = ask_to_apply(
                session,
                list_id,
                provider_id=provider_id,
                reason=sent["reason"],
                at=now(),
            )
            enqueue(session, apply_list, list_id=str(found.id))
            return _shown(found)

    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.response(200, CourseListSchema)
    @blueprint.refusals(CourseListNotFound, CourseListStateWrong)
    def delete(self, list_id: UUID) -> dict[str, Any]:
        """Stop applying a list. What came in stays; PUT goes on with the rest."""
        with unit_of_work("course_lists.stop") as session:
            return _shown(
                stop_list(session, list_id, provider_id=_institution(), at=now())
            )


@blueprint.route("/<uuid:list_id>/rejects")
class CourseListRejects(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.response(200, content_type="text/csv")
    @blueprint.refusals(CourseListNotFound, CourseListStateWrong)
    def get(self, list_id: UUID) -> Response:
        """Fetch the rows that are rejected or in conflict as CSV, with the reasons.

        They are as you sent them. Mend the file and send it: the reasons are not read.
        """
        language = locale()
        with reading("course_lists.rejects") as session:
            found = own_list(session, list_id, provider_id=_institution())
            content = content_of(session, list_id)
            lines = rejected_lines(session, found, content, language=language)
        response = Response("".join(lines), mimetype="text/csv")
        response.headers.set(
            "Content-Disposition", "attachment", filename="rejected-rows.csv"
        )
        return response


def _institution() -> UUID:
    return current_caller().organisation_id


def _mapping(sent: dict[str, Any]) -> Mapping:
    words: dict[str, dict[str, str]] = {}
    for word in sent["words"]:
        words.setdefault(word["field"], {})[word["text"]] = word["meaning"]
    return Mapping(
        columns={each["column"]: each["field"] for each in sent["columns"]},
        fixed={each["field"]: each["text"] for each in sent["fixed"]},
        words=words,
        decimal=sent["decimal"],
        currency=sent["currency"],
        rates={each["currency"]: each["rate"] for each in sent["rates"]},
        unit=sent["unit"],
        dates=sent["dates"],
        zone=sent["zone"],
    )


def _shown(found: CourseList) -> dict[str, Any]:
    kept = mapping_of(found)
    mapping = {
        "columns": [
            {"column": column, "field": name} for column, name in kept.columns.items()
        ],
        "fixed": [{"field": name, "text": text} for name, text in kept.fixed.items()],
        "words": [
            {"field": name, "text": text, "meaning": meaning}
            for name, texts in kept.words.items()
            for text, meaning in texts.items()
        ],
        "decimal": kept.decimal,
        "currency": kept.currency,
        "rates": [
            {"currency": currency, "rate": rate}
            for currency, rate in kept.rates.items()
        ],
        "unit": kept.unit,
        "dates": kept.dates,
        "zone": kept.zone,
    }
    names = ("id", "state", "problem", "kind", "encoding", "separator", "columns")
    more = ("is_remembered", "position", "counts", "done", "created_at", "changed_at")
    sheets = {"sheet": found.sheet, "other_sheets": found.other_sheets or []}
    shown = {name: getattr(found, name) for name in names + more}
    return shown | sheets | {"mapping": mapping}
