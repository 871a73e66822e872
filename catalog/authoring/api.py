"""An institution's own courses: drafts, the checker, revisions."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from catalog.authoring.checking import Lack
from catalog.authoring.concepts import titles_in
from catalog.authoring.documents import Difference, differences
from catalog.authoring.errors import (
    CourseBeingJudged,
    CourseDraftChanged,
    CourseHasClasses,
    CourseRetired,
    CourseStillListed,
    CourseUnderSanction,
    DraftIncomplete,
    DraftStateWrong,
    DraftUnchanged,
    OwnCourseNotFound,
    RevisionNotFound,
    TooManyDrafts,
)
from catalog.authoring.models import Draft, Retirement, Revision
from catalog.authoring.queries import (
    draft_of,
    own_course,
    own_courses,
    revision_numbered,
    revisions_of,
)
from catalog.authoring.schemas import (
    CourseAuthoredSchema,
    CourseContentSchema,
    DifferenceQuerySchema,
    DifferencesSchema,
    OwnCoursePageSchema,
    OwnCourseQuerySchema,
    RetirementRequestSchema,
    RetirementSchema,
    RevisionPageSchema,
    RevisionSchema,
    SubmissionSchema,
)
from catalog.authoring.services.edit import edit_draft
from catalog.authoring.services.publish import publish_approved
from catalog.authoring.services.retire import retire_course
from catalog.authoring.services.start import start_course
from catalog.authoring.services.submit import check_draft, submit_draft, take_back
from catalog.courses.models import Course
from catalog.curation.errors import PlatformNeeded, PlatformUnfit
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.problems import locale
from openapi.security import current_caller, require_scope
from openapi.versions import ETAG_HEADER, IF_MATCH, IfMatchMissing, etag, read_version
from partners.conflicts.errors import ReviewerTied

blueprint = Blueprint(
    "authoring",
    __name__,
    url_prefix="/v1/provider/courses",
    description="Your institution's courses: drafts, what they lack, revisions.",
)

INSTITUTION = "training_institution"
Shown = tuple[dict[str, Any], int, dict[str, str]]


def zone() -> ZoneInfo:
    """The programme's zone, in which days begin and end."""
    found: ZoneInfo = current_app.extensions["settings"].zone
    return found


@blueprint.route("")
class OwnCourses(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(OwnCourseQuerySchema, location="query")
    @blueprint.response(200, OwnCoursePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Any]:
        """List your courses, whatever state they are in, by title; retired ones only
        where `status` asks for them."""
        wanted = own_courses(
            _institution(), state=query["state"], status=query["status"]
        )
        with reading("authoring.list") as session:
            return paginate(
                session,
                wanted,
                [Key(Course.title, "title"), Key(Course.id, "id")],
                limit=query["limit"],
                cursor=query["cursor"],
                scalars=False,
            )

    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(CourseContentSchema)
    @idempotent(blueprint, 201, CourseAuthoredSchema, operation="authoring.start")
    @blueprint.refusals(TooManyDrafts)
    def post(self, content: dict[str, Any], *, session: Session) -> dict[str, Any]:
        """Begin a course with as much as you know; nobody else sees it yet.

        Its draft's ETag is its `version` in quotes.
        """
        course, draft = start_course(
            session, provider_id=_institution(), content=content, by=_who(), at=now()
        )
        return _body(session, course, draft)


@blueprint.route("/<uuid:course_id>/draft")
class OwnDrafts(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.response(200, CourseAuthoredSchema, headers=ETAG_HEADER)
    @blueprint.refusals(OwnCourseNotFound)
    def get(self, course_id: UUID) -> Shown:
        """Read a draft with all that keeps it from being submitted.

        Where nobody has edited the course, it is what its draft would begin with.
        """
        with reading("authoring.read") as session:
            course = own_course(session, course_id, provider_id=_institution())
            return _shown(session, course, draft_of(session, course))

    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(CourseContentSchema)
    @blueprint.response(200, CourseAuthoredSchema, headers=ETAG_HEADER)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.refusals(
        IfMatchMissing,
        OwnCourseNotFound,
        CourseRetired,
        CourseDraftChanged,
        DraftStateWrong,
    )
    def patch(self, patch: dict[str, Any], course_id: UUID) -> Shown:
        """Change the fields that you send; null clears one, a list replaces a list.

        A merge patch (RFC 7396). If somebody changed the draft after you read it,
        nothing is kept, and the problem says who changed which field to what.
        """
        with unit_of_work("authoring.edit") as session:
            # Whose course it is comes before what is wrong with the request.
            own_course(session, course_id, provider_id=_institution())
            course, draft = edit_draft(
                session,
                course_id,
                provider_id=_institution(),
                patch=patch,
                version=read_version(),
                by=_who(),
                at=now(),
            )
            return _shown(session, course, draft)


@blueprint.route("/<uuid:course_id>/submission")
class OwnSubmissions(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(SubmissionSchema)
    @blueprint.response(200, CourseAuthoredSchema, headers=ETAG_HEADER)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.refusals(
        IfMatchMissing,
        OwnCourseNotFound,
        CourseRetired,
        CourseDraftChanged,
        DraftStateWrong,
        DraftUnchanged,
        DraftIncomplete,
        PlatformNeeded,
        PlatformUnfit,
        ReviewerTied,
    )
    def put(self, body: dict[str, Any], course_id: UUID) -> Shown:
        """Submit the draft that you read to be judged.

        You name the platform that checks it first; when you submit again you need not.
        An approved course may be submitted unchanged when its approval ends soon.
        """
        with unit_of_work("authoring.submit") as session:
            own_course(session, course_id, provider_id=_institution())
            course, draft = submit_draft(
                session,
                course_id,
                provider_id=_institution(),
                version=read_version(),
                zone=zone(),
                at=now(),
                platform_id=body["platform_id"],
            )
            return _shown(session, course, draft)

    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.response(200, CourseAuthoredSchema, headers=ETAG_HEADER)
    @blueprint.refusals(OwnCourseNotFound, DraftStateWrong)
    def delete(self, course_id: UUID) -> Shown:
        """Take a submitted draft back, before anybody judges it."""
        with unit_of_work("authoring.take_back") as session:
            course, draft = take_back(
                session, course_id, provider_id=_institution(), at=now()
            )
            return _shown(session, course, draft)


@blueprint.route("/<uuid:course_id>/publication")
class OwnPublications(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.response(200, CourseAuthoredSchema, headers=ETAG_HEADER)
    @blueprint.refusals(OwnCourseNotFound, CourseRetired, DraftStateWrong)
    def put(self, course_id: UUID) -> Shown:
        """Put an approved draft on sale as the course's next revision."""
        with unit_of_work("authoring.publish") as session:
            course, draft = publish_approved(
                session, course_id, provider_id=_institution(), at=now()
            )
            return _shown(session, course, draft)


@blueprint.route("/<uuid:course_id>/retirement")
class OwnRetirements(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(RetirementRequestSchema)
    @blueprint.response(200, RetirementSchema)
    @blueprint.refusals(
        OwnCourseNotFound,
        CourseUnderSanction,
        CourseBeingJudged,
        CourseStillListed,
        CourseHasClasses,
    )
    def put(self, body: dict[str, str], course_id: UUID) -> Retirement:
        """Retire a course for good, or discard a draft that was never published.

        Those who bought it keep what they have, and waiting proposals are taken back.
        It is not undone. Asked again, the answer is that of the first time.
        """
        with unit_of_work("authoring.retire") as session:
            return retire_course(
                session,
                course_id,
                provider_id=_institution(),
                cause=body["cause"].strip(),
                by=_who(),
                at=now(),
            )


@blueprint.route("/<uuid:course_id>/revisions")
class OwnRevisions(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, RevisionPageSchema)
    @blueprint.refusals(OwnCourseNotFound, InvalidCursor)
    def get(self, page: dict[str, Any], course_id: UUID) -> Page[Revision]:
        """List what was published of a course, the latest first."""
        with reading("authoring.revisions") as session:
            own_course(session, course_id, provider_id=_institution())
            return paginate(
                session,
                revisions_of(course_id),
                [Key(Revision.number, "number", descending=True)],
                **page,
            )


@blueprint.route("/<uuid:course_id>/revisions/<int:number>")
class OwnRevision(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.response(200, RevisionSchema)
    @blueprint.refusals(OwnCourseNotFound, RevisionNotFound)
    def get(self, course_id: UUID, number: int) -> Revision:
        """Read what was published under a number."""
        with reading("authoring.revision") as session:
            own_course(session, course_id, provider_id=_institution())
            return revision_numbered(session, course_id, number)


@blueprint.route("/<uuid:course_id>/revisions/<int:number>/differences")
class OwnRevisionDifferences(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(DifferenceQuerySchema, location="query")
    @blueprint.response(200, DifferencesSchema)
    @blueprint.refusals(OwnCourseNotFound, RevisionNotFound)
    def get(
        self, query: dict[str, int], course_id: UUID, number: int
    ) -> dict[str, list[Difference]]:
        """Compare a revision with another one, place by place."""
        with reading("authoring.differences") as session:
            own_course(session, course_id, provider_id=_institution())
            new = revision_numbered(session, course_id, number)
            old = revision_numbered(session, course_id, query["against"])
        return {"items": list(differences(old.content, new.content))}


def _institution() -> UUID:
    return current_caller().organisation_id


def _who() -> str:
    return f"client:{current_caller().client_id}"


def _shown(session: Session, course: Course, draft: Draft) -> Shown:
    return _body(session, course, draft), 200, etag(draft.version)


def _body(session: Session, course: Course, draft: Draft) -> dict[str, Any]:
    check = check_draft(
        session, draft, provider_id=course.provider_id, zone=zone(), at=now()
    )
    return {
        "id": course.id,
        "code": course.code,
        "status": course.status,
        "state": draft.state,
        "version": draft.version,
        "published_revision": course.revision,
        "content": draft.content,
        "titles": titles_in(session, draft.content),
        "changed_at": draft.changed_at,
        "submitted_at": draft.submitted_at,
        "check": {
            "standards_version": check.standard.version,
            "complete": not check.missing,
            "missing": _in_words(check.missing),
            "warnings": _in_words(check.warnings),
        },
    }


def _in_words(lacks: list[Lack]) -> list[dict[str, Any]]:
    language = locale()
    return [
        {
            "place": lack.place,
            "code": lack.code,
            "message": lack.message.in_(language),
            "source": lack.source,
            "suggestions": lack.suggestions,
        }
        for lack in lacks
    ]
