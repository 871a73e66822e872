"""An institution's trainers: registered, changed, ended, and where they are missed."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.trainers import errors
from catalog.trainers.models import Trainer
from catalog.trainers.queries import findings_for, own_trainer, own_trainers
from catalog.trainers.schemas import (
    EndingSchema,
    TrainerChangeSchema,
    TrainerFindingPageSchema,
    TrainerPageSchema,
    TrainerRequestSchema,
    TrainerSchema,
    TrainersQuerySchema,
)
from catalog.trainers.services.end import end_trainer, take_back_ending
from catalog.trainers.services.register import change_trainer, register_trainer
from catalog.trainers.showing import read_trainer, shown
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_caller, require_scope
from openapi.versions import ETAG_HEADER, IF_MATCH, IfMatchMissing, etag, read_version

blueprint = Blueprint(
    "trainers",
    __name__,
    url_prefix="/v1/provider",
    description="Your institution's trainers, whom its courses and runs name.",
)

SCOPE, INSTITUTION = "trainers:manage", "training_institution"
Shown = tuple[dict[str, Any], int, dict[str, str]]


@blueprint.route("/trainers")
class Trainers(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(TrainersQuerySchema, location="query")
    @blueprint.response(200, TrainerPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Any]:
        """List your trainers, those first who were registered first; masked."""
        with reading("trainers.list") as session:
            page = paginate(
                session,
                own_trainers(_institution(), state=query["state"]),
                [Key(Trainer.id, "id")],
                limit=query["limit"],
                cursor=query["cursor"],
            )
            return Page(shown(session, page.items, today=_today()), page.next_cursor)

    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(TrainerRequestSchema)
    @idempotent(blueprint, 201, TrainerSchema, operation="trainers.register")
    @blueprint.refusals(
        errors.TooManyTrainers, errors.TrainerRegistered, errors.TrainerSkillsUnknown
    )
    def post(self, body: dict[str, Any], *, session: Session) -> dict[str, Any]:
        """Register a trainer; the answer is masked. Her ETag is her `version`."""
        trainer = register_trainer(
            session, provider_id=_institution(), values=body, at=now()
        )
        return shown(session, [trainer], today=_today())[0]


@blueprint.route("/trainers/<uuid:trainer_id>")
class OneTrainer(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.response(200, TrainerSchema, headers=ETAG_HEADER)
    @blueprint.refusals(errors.TrainerNotFound)
    def get(self, trainer_id: UUID) -> Shown:
        """Read a trainer in clear; that you did stays on the record."""
        with unit_of_work("trainers.read") as session:
            found = read_trainer(
                session,
                trainer_id,
                provider_id=_institution(),
                today=_today(),
                at=now(),
            )
        return found, 200, etag(found["version"])

    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(TrainerChangeSchema)
    @blueprint.response(200, TrainerSchema, headers=ETAG_HEADER)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.refusals(
        IfMatchMissing,
        errors.TrainerNotFound,
        errors.TrainerChanged,
        errors.TrainerRegistered,
        errors.TrainerSkillsUnknown,
    )
    def patch(self, patch: dict[str, Any], trainer_id: UUID) -> Shown:
        """Change the fields that you send; null clears one, certificates replace all.

        The answer is masked.
        """
        with unit_of_work("trainers.change") as session:
            # Whose trainer it is comes before what is wrong with the request.
            own_trainer(session, trainer_id, provider_id=_institution())
            trainer = change_trainer(
                session,
                trainer_id,
                provider_id=_institution(),
                patch=patch,
                version=read_version(),
                at=now(),
            )
            return _shown(session, trainer)


@blueprint.route("/trainers/<uuid:trainer_id>/ending")
class TrainerEnding(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(EndingSchema)
    @blueprint.response(200, TrainerSchema, headers=ETAG_HEADER)
    @blueprint.refusals(errors.TrainerNotFound)
    def put(self, body: dict[str, Any], trainer_id: UUID) -> Shown:
        """Say that somebody does not teach for you any more.

        Courses and coming runs that name her are listed in `trainer-findings`.
        """
        with unit_of_work("trainers.end") as session:
            trainer = end_trainer(
                session,
                trainer_id,
                provider_id=_institution(),
                reason=body["reason"],
                at=now(),
            )
            return _shown(session, trainer)

    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.response(200, TrainerSchema, headers=ETAG_HEADER)
    @blueprint.refusals(errors.TrainerNotFound)
    def delete(self, trainer_id: UUID) -> Shown:
        """Say that she teaches for you again."""
        with unit_of_work("trainers.reinstate") as session:
            trainer = take_back_ending(
                session, trainer_id, provider_id=_institution(), at=now()
            )
            return _shown(session, trainer)


@blueprint.route("/trainer-findings")
class TrainerFindings(MethodView):
    @require_scope(SCOPE, kind=INSTITUTION)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, TrainerFindingPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List where your courses and coming runs name somebody who may not teach.

        She ended, or has no certificate that is good: today for a course, on its last
        day for a run.
        """
        zone = current_app.extensions["settings"].zone
        found = findings_for(_institution(), zone=zone, at=now())
        with reading("trainers.findings") as session:
            return paginate(
                session,
                select(found),
                [
                    Key(found.c.trainer_id, "trainer_id"),
                    Key(found.c.object_id, "object_id"),
                ],
                **page,
                scalars=False,
            )


def _institution() -> UUID:
    return current_caller().organisation_id


def _today() -> date:
    return now().astimezone(current_app.extensions["settings"].zone).date()


def _shown(session: Session, trainer: Trainer) -> Shown:
    (body,) = shown(session, [trainer], today=_today())
    return body, 200, etag(trainer.version)
