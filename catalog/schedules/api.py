"""An institution's own runs: planned, changed, called off."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from catalog.authoring.errors import CourseRetired, OwnCourseNotFound
from catalog.authoring.queries import own_course
from catalog.courses.errors import ScheduleStarted
from catalog.courses.models import CancelReason, Schedule
from catalog.schedules import errors
from catalog.schedules.queries import own_schedule, own_schedules, sessions_of
from catalog.schedules.rules import Plan
from catalog.schedules.schemas import (
    CancellationSchema,
    OwnSchedulePageSchema,
    OwnScheduleQuerySchema,
    OwnScheduleSchema,
    ScheduleChangeSchema,
    ScheduleRequestSchema,
)
from catalog.schedules.services.add import add_schedule
from catalog.schedules.services.cancel import cancel_schedule
from catalog.schedules.services.change import change_schedule
from catalog.trainers.errors import TooFewAssistants, TooFewTrainers, TrainerBusy
from catalog.trainers.models import Part
from catalog.trainers.queries import trainers_of
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_caller, require_scope
from openapi.versions import ETAG_HEADER, IF_MATCH, IfMatchMissing, etag, read_version

blueprint = Blueprint(
    "schedules",
    __name__,
    url_prefix="/v1/provider/courses/<uuid:course_id>/schedules",
    description="The runs of your institution's courses: planned, changed, called off.",
)

INSTITUTION = "training_institution"
Shown = tuple[dict[str, Any], int, dict[str, str]]


@blueprint.route("")
class OwnSchedules(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(OwnScheduleQuerySchema, location="query")
    @blueprint.response(200, OwnSchedulePageSchema)
    @blueprint.refusals(OwnCourseNotFound, InvalidCursor)
    def get(self, query: dict[str, Any], course_id: UUID) -> Page[Schedule]:
        """List the runs of a course, the first to start first."""
        with reading("schedules.own") as session:
            own_course(session, course_id, provider_id=_institution())
            return paginate(
                session,
                own_schedules(course_id, coming=query["which"] == "coming", at=now()),
                [Key(Schedule.starts_at, "starts_at"), Key(Schedule.id, "id")],
                limit=query["limit"],
                cursor=query["cursor"],
            )

    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(ScheduleRequestSchema)
    @idempotent(blueprint, 201, OwnScheduleSchema, operation="schedules.add")
    @blueprint.refusals(
        OwnCourseNotFound,
        CourseRetired,
        errors.TooManySchedules,
        errors.ScheduleReferenceTaken,
        errors.ScheduleUnfit,
        TooFewTrainers,
        TooFewAssistants,
        TrainerBusy,
    )
    def post(
        self, body: dict[str, Any], course_id: UUID, *, session: Session
    ) -> dict[str, Any]:
        """Plan a run; it is sold once the course is on sale.

        Its ETag is its `version` in quotes.
        """
        schedule = add_schedule(
            session, course_id, provider_id=_institution(), plan=Plan(**body), at=now()
        )
        return _body(session, schedule)


@blueprint.route("/<uuid:schedule_id>")
class OwnSchedule(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.response(200, OwnScheduleSchema, headers=ETAG_HEADER)
    @blueprint.refusals(OwnCourseNotFound, errors.OwnScheduleNotFound)
    def get(self, course_id: UUID, schedule_id: UUID) -> Shown:
        """Read a run with its sessions and the seats that are taken."""
        with reading("schedules.own_one") as session:
            return _shown(session, _own(session, course_id, schedule_id))

    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(ScheduleChangeSchema)
    @blueprint.response(200, OwnScheduleSchema, headers=ETAG_HEADER)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.refusals(
        IfMatchMissing,
        OwnCourseNotFound,
        errors.OwnScheduleNotFound,
        errors.ScheduleVersionChanged,
        errors.ScheduleCancelledAlready,
        ScheduleStarted,
        errors.ScheduleReferenceTaken,
        errors.ScheduleUnfit,
        errors.CapacityBelowTaken,
        errors.NoticeTooShort,
        TooFewTrainers,
        TooFewAssistants,
        TrainerBusy,
    )
    def patch(self, body: dict[str, Any], course_id: UUID, schedule_id: UUID) -> Shown:
        """Change the fields that you send; the list of sessions is replaced as a whole.

        Where seats are taken, another time or place is told to those who hold them, at
        least a day before, and their vouchers follow. Nobody can buy on the old terms
        from then on. The capacity is never below what is taken.
        """
        with unit_of_work("schedules.change") as session:
            # Whose run it is comes before what is wrong with the request.
            _own(session, course_id, schedule_id)
            schedule = change_schedule(
                session,
                course_id,
                schedule_id,
                provider_id=_institution(),
                patch=body,
                version=read_version(),
                zone=current_app.extensions["settings"].zone.key,
                by=f"client:{current_caller().client_id}",
                at=now(),
            )
            return _shown(session, schedule)


@blueprint.route("/<uuid:schedule_id>/cancellation")
class OwnScheduleCancellation(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(CancellationSchema)
    @blueprint.response(200, OwnScheduleSchema, headers=ETAG_HEADER)
    @blueprint.refusals(OwnCourseNotFound, errors.OwnScheduleNotFound, ScheduleStarted)
    def put(self, body: dict[str, Any], course_id: UUID, schedule_id: UUID) -> Shown:
        """Call a run off before it starts; this is not undone.

        Nobody can buy it from then on. Whoever holds a seat is told why, and offered
        other classes where there are any. Who takes none gets the money back, which
        `order.voided` tells her platform.
        """
        with unit_of_work("schedules.cancel") as session:
            schedule = cancel_schedule(
                session,
                course_id,
                schedule_id,
                provider_id=_institution(),
                reason=CancelReason(body["reason"]),
                explanation=body["explanation"],
                at=now(),
            )
            return _shown(session, schedule)


def _institution() -> UUID:
    return current_caller().organisation_id


def _own(session: Session, course_id: UUID, schedule_id: UUID) -> Schedule:
    own_course(session, course_id, provider_id=_institution())
    return own_schedule(session, schedule_id, course_id=course_id)


def _shown(session: Session, schedule: Schedule) -> Shown:
    return _body(session, schedule), 200, etag(schedule.version)


def _body(session: Session, schedule: Schedule) -> dict[str, Any]:
    columns = {each.key: getattr(schedule, each.key) for each in Schedule.__table__.c}
    return columns | {
        "sessions": sessions_of(session, schedule.id),
        "trainers": trainers_of(session, schedule.id),
        "assistants": trainers_of(session, schedule.id, Part.ASSISTANT),
    }
