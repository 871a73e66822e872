"""Attending and being assessed over HTTP."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.security import current_caller, current_person, require_scope
from partners.oauth.details.errors import (
    AuthorizationUsed,
    AuthorizationWithdrawn,
    NotAsAuthorized,
)
from partners.oauth.details.types import VERIFICATION
from vouchers.guessing.web import limit_guesses
from vouchers.learning import errors
from vouchers.learning.models import AssessmentKind, AssessmentResult, Verification
from vouchers.learning.queries import find_verification, results_of
from vouchers.learning.rules import return_address
from vouchers.learning.schemas import (
    AssessmentResultListSchema,
    AssessmentResultRequestSchema,
    AssessmentResultSchema,
    CompletionSchema,
    StartedVerificationSchema,
    StepConfirmationRequestSchema,
    StepConfirmationSchema,
    VerificationRequestSchema,
    VerificationSchema,
)
from vouchers.learning.services.complete import complete_voucher
from vouchers.learning.services.confirm_verification import confirm_verification
from vouchers.learning.services.report_result import report_result
from vouchers.learning.services.start_verification import Step, start_verification
from vouchers.vouchers.errors import (
    VoucherAlreadyCompleted,
    VoucherHasExpired,
    VoucherNotFound,
    VoucherNotRedeemed,
    VoucherWasVoided,
)
from vouchers.vouchers.services.find import find_voucher

blueprint = Blueprint(
    "learning",
    __name__,
    url_prefix="/v1",
    description="Steps that participants confirm, results, and completion.",
)

NOT_ALIVE = (VoucherWasVoided, VoucherHasExpired, VoucherAlreadyCompleted)
STEP_REFUSED = (
    *NOT_ALIVE,
    errors.ClassCancelled,
    errors.AlreadyConfirmed,
    errors.StepNotInCourse,
    errors.FirstStepMissing,
    errors.AttendanceMissing,
    errors.ScheduleWindowClosed,
)


@blueprint.route("/verifications")
class Verifications(MethodView):
    @require_scope("vouchers:verify")
    @blueprint.arguments(VerificationRequestSchema)
    @limit_guesses
    @idempotent(
        blueprint, 201, StartedVerificationSchema, operation="verifications.start"
    )
    @blueprint.refusals(VoucherNotFound, errors.RedirectNotRegistered, *STEP_REFUSED)
    def post(self, body: dict[str, Any], session: Session) -> dict[str, Any]:
        """Start the confirmation of an attendance step.

        Send the participant's browser to the `url` of the answer. She signs in there
        and confirms; sequence 1 redeems the voucher. The browser returns to
        `redirect_uri` with `verification_id`: do not trust that, read the verification.
        """
        caller = current_caller()
        step = Step(
            provider_id=caller.organisation_id, client_id=caller.client_id, **body
        )
        verification, state = start_verification(session, step, at=now())
        return {
            "verification_id": verification.id,
            "url": f"{_public_url()}/verify/{state}",
            "expires_at": verification.expires_at,
        }


@blueprint.route("/verifications/<uuid:verification_id>")
class OneVerification(MethodView):
    @require_scope("vouchers:verify")
    @blueprint.response(200, VerificationSchema)
    @blueprint.refusals(errors.VerificationNotFound)
    def get(self, verification_id: UUID) -> Verification:
        """Read a verification that your institution started: was it confirmed?"""
        with reading("verifications.read") as session:
            return find_verification(
                session,
                verification_id=verification_id,
                provider_id=current_caller().organisation_id,
            )


@blueprint.route("/me/verifications")
class MyVerifications(MethodView):
    @require_scope("participant:self", person=True, act=VERIFICATION)
    @blueprint.arguments(StepConfirmationRequestSchema)
    @idempotent(
        blueprint, 201, StepConfirmationSchema, operation="verifications.confirm"
    )
    @blueprint.refusals(
        errors.VerificationNotFound,
        errors.VerificationOver,
        *STEP_REFUSED,
        NotAsAuthorized,
        AuthorizationUsed,
        AuthorizationWithdrawn,
    )
    def post(self, body: dict[str, str], session: Session) -> dict[str, Any]:
        """Confirm an attendance step for the participant, as the page at
        `/verify/<state>` does.

        An institution that had her allow exactly this step (`authorization_details` of
        type `sequence_verification`, RFC 9396) sends the state of the verification that
        it started; its token confirms once.
        """
        confirmed = confirm_verification(
            session,
            state=body["state"],
            participant_id=current_person(),
            single_token_id=current_caller().single_token_id,
            at=now(),
        )
        return {
            "voucher_id": confirmed.voucher_id,
            "id": confirmed.id,
            "sequence": confirmed.sequence,
            "confirmed_at": confirmed.confirmed_at,
            "return_to": return_address(
                confirmed.redirect_uri, verification_id=confirmed.id
            ),
        }


@blueprint.route("/vouchers/<uuid:voucher_id>/results")
class Results(MethodView):
    @require_scope("learning:write")
    @blueprint.response(200, AssessmentResultListSchema)
    @blueprint.refusals(VoucherNotFound)
    def get(self, voucher_id: UUID) -> dict[str, Any]:
        """List the results that you reported for a voucher, with all revisions."""
        with reading("results.list") as session:
            voucher = find_voucher(
                session,
                voucher_id=voucher_id,
                provider_id=current_caller().organisation_id,
            )
            return {"items": results_of(session, voucher.id)}

    @require_scope("learning:write")
    @blueprint.arguments(AssessmentResultRequestSchema)
    @blueprint.response(201, AssessmentResultSchema)
    @blueprint.refusals(
        VoucherNotFound, VoucherNotRedeemed, errors.PostTestNotAttended, *NOT_ALIVE
    )
    def post(self, body: dict[str, Any], voucher_id: UUID) -> AssessmentResult:
        """Report a score of 0 to 100.

        The same kind and number again is a new revision, and the last one counts, so a
        repeated report does no harm. A post-test result follows sequence 999.
        """
        with unit_of_work("results.report") as session:
            return report_result(
                session,
                voucher_id=voucher_id,
                provider_id=current_caller().organisation_id,
                kind=AssessmentKind(body["kind"]),
                number=body["number"],
                score=body["score"],
                at=now(),
            )


@blueprint.route("/vouchers/<uuid:voucher_id>/completion")
class Completions(MethodView):
    @require_scope("learning:write")
    @idempotent(blueprint, 201, CompletionSchema, operation="vouchers.complete")
    @blueprint.refusals(
        VoucherNotFound, VoucherNotRedeemed, errors.CompletionNotEarned, *NOT_ALIVE
    )
    def post(self, voucher_id: UUID, session: Session) -> dict[str, Any]:
        """Declare that the participant finished; the certificate is issued.

        The completion rule that was pinned at purchase decides. When it is not met, the
        problem's `unmet` names each requirement with what is needed and what is there.
        """
        certificate = complete_voucher(
            session,
            voucher_id=voucher_id,
            provider_id=current_caller().organisation_id,
            at=now(),
        )
        return {
            "voucher_id": certificate.voucher_id,
            "issued_at": certificate.issued_at,
            "id": certificate.id,
            "verification_url": f"{_public_url()}/certificates/{certificate.public_id}",
        }


def _public_url() -> str:
    url: str = current_app.extensions["settings"].public_url
    return url
