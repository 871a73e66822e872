"""Schemes and batches for operators; applications, award and balance of a person."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.jobs import enqueue
from core.unit_of_work import reading, unit_of_work
from marketplace.participants.errors import ParticipantNotFound
from marketplace.programme import tasks
from marketplace.programme.errors import (
    AlreadyApplied,
    AwardedBefore,
    AwardNotFound,
    BatchNotFound,
    BatchNotInState,
    BatchNotOpen,
    BatchNumberTaken,
    SchemeNotFound,
    VerificationUnfinished,
)
from marketplace.programme.models import Application, Batch, BatchStatus, Scheme
from marketplace.programme.parameters import Parameters
from marketplace.programme.queries import (
    AwardView,
    BatchView,
    applications_of,
    award_of,
    batch_view,
    latest_scheme,
    latest_schemes,
)
from marketplace.programme.rules import commitment_to, words_of
from marketplace.programme.schemas import (
    ApplicationRequestSchema,
    ApplicationSchema,
    AwardSchema,
    BalanceSchema,
    BatchDetailSchema,
    BatchRequestSchema,
    BatchSchema,
    DecisionRequestSchema,
    SchemeSchema,
)
from marketplace.programme.services.apply import apply
from marketplace.programme.services.award import award_next
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.services.run_batch import (
    close_batch,
    open_batch,
    plan_batch,
)
from marketplace.programme.services.select_recipients import select_recipients
from marketplace.programme.services.verify import verify_next
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import Key, Page, PageArgumentsSchema, page_schema, paginate
from openapi.problems import locale
from openapi.security import current_person, require_scope
from partners.switches.errors import ProgrammeClosed

# What is checked or awarded within the request; the rest goes to a job.
AT_ONCE = 1_000

blueprint = Blueprint(
    "programme",
    __name__,
    url_prefix="/v1",
    description="Schemes, batches, applications and awards.",
)

may_read = require_scope("programme:read", kind="operator")
may_manage = require_scope("programme:manage", kind="operator")
is_participant = require_scope("participant:self", person=True)

SchemePage = page_schema(SchemeSchema, "SchemePage")
BatchPage = page_schema(BatchSchema, "BatchPage")
ApplicationPage = page_schema(ApplicationSchema, "ApplicationPage")


@blueprint.route("/schemes")
class Schemes(MethodView):
    @may_read
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, SchemePage)
    def get(self, page: dict[str, Any]) -> Page[Scheme]:
        """List the newest version of every scheme, by code."""
        with reading("programme.schemes") as session:
            return paginate(
                session, latest_schemes(), [Key(Scheme.code, "code")], **page
            )


@blueprint.route("/schemes/<string:code>")
class SchemeByCode(MethodView):
    @may_read
    @blueprint.response(200, SchemeSchema)
    @blueprint.refusals(SchemeNotFound)
    def get(self, code: str) -> Scheme:
        """Show the newest version of a scheme."""
        with reading("programme.scheme") as session:
            scheme = latest_scheme(session, code)
        if scheme is None:
            raise SchemeNotFound
        return scheme


@blueprint.route("/batches")
class Batches(MethodView):
    @may_read
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, BatchPage)
    def get(self, page: dict[str, Any]) -> Page[Batch]:
        """List batches, the highest number first."""
        with reading("programme.batches") as session:
            keys = [Key(Batch.number, "number", descending=True)]
            return paginate(session, select(Batch), keys, **page)

    @may_manage
    @blueprint.arguments(BatchRequestSchema)
    @blueprint.response(201, BatchDetailSchema)
    @blueprint.refusals(SchemeNotFound, BatchNumberTaken)
    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Plan a batch under the newest version of a scheme.

        The version stays, whatever is changed in the scheme later.
        """
        with unit_of_work("programme.plan") as session:
            batch = plan_batch(session, **body, at=now())
            return _detail(batch_view(session, batch.id))


@blueprint.route("/batches/<uuid:batch_id>")
class BatchById(MethodView):
    @may_read
    @blueprint.response(200, BatchDetailSchema)
    @blueprint.refusals(BatchNotFound)
    def get(self, batch_id: UUID) -> dict[str, Any]:
        """Show a batch in figures."""
        with reading("programme.batch") as session:
            return _detail(batch_view(session, batch_id))


@blueprint.route("/batches/<uuid:batch_id>/opening")
class Opening(MethodView):
    @may_manage
    @blueprint.response(200, BatchDetailSchema)
    @blueprint.refusals(BatchNotFound, BatchNotInState)
    def post(self, batch_id: UUID) -> dict[str, Any]:
        """Open a planned batch for applications."""
        with unit_of_work("programme.open") as session:
            open_batch(session, batch_id=batch_id, at=now())
            return _detail(batch_view(session, batch_id))


@blueprint.route("/batches/<uuid:batch_id>/closing")
class Closing(MethodView):
    @may_manage
    @blueprint.response(200, BatchDetailSchema)
    @blueprint.refusals(BatchNotFound, BatchNotInState)
    def post(self, batch_id: UUID) -> dict[str, Any]:
        """Close an open batch, and check its applications.

        The first 1,000 are checked at once, all others by a job: `applications` tells
        how many are left as `submitted`.
        """
        at = now()
        with unit_of_work("programme.close") as session:
            close_batch(session, batch_id=batch_id, at=at)
            checked = verify_next(session, batch_id=batch_id, at=at, limit=AT_ONCE)
            if checked == AT_ONCE:
                _leave_to(session, tasks.verify_batch, batch_id)
            return _detail(batch_view(session, batch_id))


@blueprint.route("/batches/<uuid:batch_id>/selection")
class Selection(MethodView):
    @may_manage
    @blueprint.response(200, BatchDetailSchema)
    @blueprint.refusals(BatchNotFound, BatchNotInState, VerificationUnfinished)
    def post(self, batch_id: UUID) -> dict[str, Any]:
        """Draw the recipients of a closed batch.

        By the seed that was committed when the batch was planned; the answer tells it,
        so that anyone can repeat the draw.
        """
        with unit_of_work("programme.select") as session:
            select_recipients(session, batch_id=batch_id, at=now())
            return _detail(batch_view(session, batch_id))


@blueprint.route("/batches/<uuid:batch_id>/decision")
class Decision(MethodView):
    @may_manage
    @blueprint.arguments(DecisionRequestSchema)
    @idempotent(blueprint, 200, BatchDetailSchema, operation="programme.decide")
    @blueprint.refusals(BatchNotFound, BatchNotInState, ProgrammeClosed)
    def post(
        self, body: dict[str, str], batch_id: UUID, *, session: Session
    ) -> dict[str, Any]:
        """Decide a selected batch by decree, and credit the training balances.

        The first 1,000 awards are made at once, all others by a job: `awarded` tells
        how far it is.
        """
        at = now()
        zone = current_app.extensions["settings"].zone
        decide_batch(session, batch_id=batch_id, **body, at=at, zone=zone)
        if award_next(session, batch_id=batch_id, at=at, limit=AT_ONCE) == AT_ONCE:
            _leave_to(session, tasks.award_batch, batch_id)
        return _detail(batch_view(session, batch_id))


@blueprint.route("/me/applications")
class MyApplications(MethodView):
    @is_participant
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, ApplicationPage)
    def get(self, page: dict[str, Any]) -> Page[dict[str, Any]]:
        """List the participant's applications, the newest first.

        A rejected one names every rule that she does not meet, in words.
        """
        with reading("programme.my_applications") as session:
            found = paginate(
                session,
                applications_of(current_person()),
                [Key(Application.id, "id", descending=True)],
                **page,
                scalars=False,
            )
        items = [_application(*row[1:]) for row in found.items]
        return Page(items, found.next_cursor)

    @is_participant
    @blueprint.arguments(ApplicationRequestSchema)
    @blueprint.response(201, ApplicationSchema)
    @blueprint.refusals(
        ParticipantNotFound,
        BatchNotFound,
        BatchNotOpen,
        AlreadyApplied,
        AwardedBefore,
        ProgrammeClosed,
    )
    def post(self, body: dict[str, int]) -> dict[str, Any]:
        """Join an open batch.

        Eligibility is checked when the batch closes. One application can be under way
        at a time.
        """
        with unit_of_work("programme.apply") as session:
            application = apply(
                session,
                participant_id=current_person(),
                batch_number=body["batch_number"],
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
        return {
            **vars(application),
            "batch_number": body["batch_number"],
            "failed_rules": [],
        }


@blueprint.route("/me/award")
class MyAward(MethodView):
    @is_participant
    @blueprint.response(200, AwardSchema)
    @blueprint.refusals(AwardNotFound)
    def get(self) -> AwardView:
        """Show the participant's award, with what is left of it."""
        with reading("programme.my_award") as session:
            return award_of(session, current_person())


@blueprint.route("/participant/balance")
class Balance(MethodView):
    @require_scope("balance:read", person=True)
    @blueprint.response(200, BalanceSchema)
    @blueprint.refusals(AwardNotFound)
    def get(self) -> AwardView:
        """Show what the participant of the token may spend, and until when."""
        with reading("programme.balance") as session:
            return award_of(session, current_person())


def _leave_to(session: Session, job: Any, batch_id: UUID) -> None:
    enqueue(session, job, lock=f"batch:{batch_id}", batch_id=str(batch_id))


def _detail(view: BatchView) -> dict[str, Any]:
    """A batch's figures; the seed is told only once it can change nothing."""
    batch = view.batch
    is_drawn = batch.status in (BatchStatus.SELECTED, BatchStatus.DECIDED)
    return {
        **vars(batch),
        "scheme_code": view.scheme.code,
        "scheme_version": view.scheme.version,
        "applications": view.applications,
        "awarded": view.awarded,
        "seed_commitment": commitment_to(batch.selection_seed),
        "selection_seed": batch.selection_seed if is_drawn else None,
    }


def _application(
    application: Application, batch_number: int, scheme: Scheme
) -> dict[str, Any]:
    rules = Parameters.from_document(scheme.document).eligibility
    failed = [
        {"rule": rule, "words": words_of(rule, rules).in_(locale())}
        for rule in application.failed_rules
    ]
    return {
        **vars(application),
        "batch_number": batch_number,
        "failed_rules": failed,
    }
