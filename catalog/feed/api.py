"""/v1/catalog: a platform's set, for programs that keep a copy of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Response, request, stream_with_context
from flask.views import MethodView

from catalog.authoring.public.queries import all_published
from catalog.feed.errors import SequenceAhead, SnapshotNeeded
from catalog.feed.queries import (
    Head,
    changes_between,
    check_number,
    head_of,
    note_reader,
    seats_of,
    sold_by,
    state_at,
)
from catalog.feed.schemas import (
    AvailabilitySchema,
    CatalogChangesSchema,
    CatalogStateSchema,
    ChangesQuerySchema,
    ChecksumQuerySchema,
    CourseContentsSchema,
    CoursesQuerySchema,
)
from catalog.feed.streams import (
    in_chunks,
    manifest,
    schema_org_lines,
    snapshot_lines,
)
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.fields import Schema
from openapi.security import current_caller, require_scope
from partners.organisations import Kind

blueprint = Blueprint(
    "catalog-feed",
    __name__,
    url_prefix="/v1/catalog",
    description="What your platform sells, to keep a copy of: a snapshot, the changes"
    " after it, and a checksum by which you prove that you missed nothing.",
)

PLATFORM = Kind.DIGITAL_PLATFORM
NDJSON = "application/x-ndjson"
JSON_LD = "application/ld+json"
ETAG = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "Send it as `If-None-Match`: 304 says that nothing is new.",
    }
}
UNCHANGED = {"description": "Nothing is new since the ETag in `If-None-Match`."}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` of the answer that you have.",
}
TEXT = {"type": "string"}


@blueprint.route("/snapshot")
class Snapshot(MethodView):
    @require_scope("catalog:read", kind=PLATFORM)
    @blueprint.doc(parameters=[IF_NONE_MATCH])
    @blueprint.response(200, TEXT, content_type=NDJSON, headers=ETAG)
    @blueprint.alt_response(304, **UNCHANGED)
    def get(self) -> Response:
        """Take the whole set: a manifest, then a line for each course.

        The first line has `manifest` with the number, the count and the checksum that
        the set must have; the others have `sequence` and `course`. Go on at
        /v1/catalog/changes after the manifest's number. Comes gzipped to those who
        take it.
        """
        platform, head = _read_head()
        return _streamed(snapshot_lines(platform, head), head, "snapshot", NDJSON)


@blueprint.route("/schema-org")
class SchemaOrg(MethodView):
    @require_scope("catalog:read", kind=PLATFORM)
    @blueprint.doc(parameters=[IF_NONE_MATCH])
    @blueprint.response(200, {"type": "object"}, content_type=JSON_LD, headers=ETAG)
    @blueprint.alt_response(304, **UNCHANGED)
    def get(self) -> Response:
        """Take the whole set as a schema.org DataFeed of Course, CourseInstance and
        Offer, in JSON-LD."""
        platform, head = _read_head()
        return _streamed(schema_org_lines(platform, head), head, "schema-org", JSON_LD)


@blueprint.route("/changes")
class Changes(MethodView):
    @require_scope("catalog:read", kind=PLATFORM)
    @blueprint.doc(parameters=[IF_NONE_MATCH])
    @blueprint.arguments(ChangesQuerySchema, location="query")
    @blueprint.response(200, CatalogChangesSchema, headers=ETAG)
    @blueprint.alt_response(304, **UNCHANGED)
    @blueprint.refusals(SnapshotNeeded, SequenceAhead)
    def get(self, query: dict[str, int]) -> Response:
        """Read the changes after a number, oldest first.

        Numbers have no gaps, and none appears later below one that you have seen. Each
        change says what the set's count and checksum are after it. Ask again while
        `has_more`; then wait for the event `catalog.changed`, or poll with the ETag.
        """
        platform, caller = current_caller().organisation_id, current_caller().client_id
        after, limit = query["after"], query["limit"]
        with reading("catalog_feed.changes") as session:
            head = head_of(session, platform)
            check_number(head, after)
            rows = changes_between(session, platform, after, head, limit=limit)
        reached = rows[-1].sequence if rows else after
        with unit_of_work("catalog_feed.note_reader") as session:
            note_reader(session, platform, caller, after, at=now())
        tag = f"changes-{after}-{limit}-{head.sequence}-{head.checksum[:16]}"
        known = _unchanged(tag)
        if known is not None:
            return known
        return _sent(_changes(rows, after=reached, head=head), tag, "application/json")


@blueprint.route("/checksum")
class Checksum(MethodView):
    @require_scope("catalog:read", kind=PLATFORM)
    @blueprint.arguments(ChecksumQuerySchema, location="query")
    @blueprint.response(200, CatalogStateSchema)
    @blueprint.refusals(SnapshotNeeded, SequenceAhead)
    def get(self, query: dict[str, int | None]) -> Head:
        """Read what the set's count and checksum are, or were at a number."""
        with reading("catalog_feed.checksum") as session:
            return state_at(session, current_caller().organisation_id, query["at"])


@blueprint.route("/availability")
class Availability(MethodView):
    @require_scope("catalog:read", kind=PLATFORM)
    @blueprint.doc(parameters=[IF_NONE_MATCH])
    @blueprint.arguments(CoursesQuerySchema, location="query")
    @blueprint.response(200, AvailabilitySchema, headers=ETAG)
    @blueprint.alt_response(304, **UNCHANGED)
    def get(self, query: dict[str, list[UUID]]) -> Any:
        """Read the seats left and the prices of up to 100 courses, as they are now.

        They change with every purchase, so they are not in the feed and not in its
        checksum. A seat is yours when an order says so.
        """
        platform, asked = current_caller().organisation_id, query["course"]
        with reading("catalog_feed.availability") as session:
            items = {
                item["course_id"]: item
                for item in seats_of(session, platform, asked, at=now())
            }
        return _of_those_sold(AvailabilitySchema(), items, asked, "seats")


@blueprint.route("/contents")
class Contents(MethodView):
    @require_scope("catalog:read", kind=PLATFORM)
    @blueprint.doc(parameters=[IF_NONE_MATCH])
    @blueprint.arguments(CoursesQuerySchema, location="query")
    @blueprint.response(200, CourseContentsSchema, headers=ETAG)
    @blueprint.alt_response(304, **UNCHANGED)
    def get(self, query: dict[str, list[UUID]]) -> Any:
        """Read what up to 100 courses teach and ask for: syllabus, outcomes, media and
        the rest of their published revisions.

        A revision never changes, so ask for those courses of which the feed has another
        `revision` than you keep.
        """
        platform, asked = current_caller().organisation_id, query["course"]
        with reading("catalog_feed.contents") as session:
            items = {
                item.course_id: item
                for item in all_published(session, sold_by(platform, asked))
            }
        return _of_those_sold(CourseContentsSchema(), items, asked, "contents")


def _read_head() -> tuple[UUID, Head]:
    caller = current_caller()
    with unit_of_work("catalog_feed.head") as session:
        head = head_of(session, caller.organisation_id)
        note_reader(
            session, caller.organisation_id, caller.client_id, head.sequence, at=now()
        )
    return caller.organisation_id, head


def _changes(rows: Iterable[Any], *, after: int, head: Head) -> Iterable[str]:
    """The answer's text; documents go out as they are stored, byte for byte."""
    yield '{"changes":['
    comma = ""
    for row in rows:
        kind = "removed" if row.document is None else "put"
        yield (
            f'{comma}{{"sequence":{row.sequence},"kind":"{kind}"'
            f',"course_id":"{row.course_id}","course":{row.document or "null"}'
            f',"items":{row.items},"checksum":"{row.checksum.hex()}"'
            f',"changed_at":"{row.changed_at.isoformat()}"}}'
        )
        comma = ","
    tail = {
        "has_more": after < head.sequence,
        "next_after": after,
        "head": manifest(head),
    }
    yield f"],{json.dumps(tail, separators=(',', ':'))[1:]}"


def _streamed(lines: Iterable[str], head: Head, name: str, kind: str) -> Response:
    tag = f"{name}-{head.sequence}-{head.checksum[:16]}"
    known = _unchanged(tag)
    if known is not None:
        return known
    chunks = in_chunks(lines, gzipped=_takes_gzip())
    return _headed(Response(stream_with_context(chunks), content_type=kind), tag)


def _sent(lines: Iterable[str], tag: str, kind: str) -> Response:
    body = b"".join(in_chunks(lines, gzipped=_takes_gzip()))
    return _headed(Response(body, content_type=kind), tag)


def _of_those_sold(
    schema: Schema, items: Mapping[UUID, Any], asked: Sequence[UUID], name: str
) -> Response:
    """What is known of the courses that the platform sells, and which it does not. The
    tag is of what the answer says."""
    missing = [each for each in dict.fromkeys(asked) if each not in items]
    body = schema.dump({"items": list(items.values()), "not_sold": missing})
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    tag = f"{name}-{sha256(text.encode()).hexdigest()[:32]}"
    return _unchanged(tag) or _sent([text], tag, "application/json")


def _headed(response: Response, tag: str) -> Response:
    if _takes_gzip():
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(tag, weak=True)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _unchanged(tag: str) -> Response | None:
    """304 for a reader who has this already. Tags are weak: they name the content,
    whichever way it is compressed (RFC 9110, section 8.8.1)."""
    if not request.if_none_match.contains_weak(tag):
        return None
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _takes_gzip() -> bool:
    return bool(request.accept_encodings["gzip"])
