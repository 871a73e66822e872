"""An organisation's own applications: evidence, sending, withdrawing, appealing."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from core.clock import now
from core.files.errors import FileGone
from core.files.keeping import put
from core.files.receiving import receive
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.files import FILE_BODY, FILE_REFUSALS, as_attachment, sent_file
from openapi.requests import takes_file
from openapi.security import current_person
from openapi.versions import ETAG_HEADER
from partners.onboarding.api import Answer, seen, shown, zone
from partners.onboarding.errors import (
    AppealNotPossible,
    ApplicationIncomplete,
    ApplicationNotFound,
    ApplicationStateWrong,
    EvidenceNotAsked,
    EvidenceNotFound,
    TooManyFiles,
)
from partners.onboarding.queries import find_application
from partners.onboarding.schemas import (
    FileQuerySchema,
    PartnerApplicationSchema,
    PartnerFileSchema,
    PartnerReasonSchema,
)
from partners.onboarding.services.decide import appeal
from partners.onboarding.services.evidence import (
    attach,
    check_room,
    read_file,
    remove,
)
from partners.onboarding.services.submit import submit, withdraw
from partners.onboarding.views import FileView, show_file
from partners.staff.access import require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "onboarding_sending",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/applications"
    "/<uuid:application_id>",
    description="Evidence, and sending an application.",
)


@blueprint.route("/files")
class Files(MethodView):
    @takes_file
    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.doc(requestBody=FILE_BODY)
    @blueprint.arguments(FileQuerySchema, location="query")
    @blueprint.response(201, PartnerFileSchema)
    @blueprint.refusals(
        ApplicationNotFound,
        ApplicationStateWrong,
        EvidenceNotAsked,
        TooManyFiles,
        *FILE_REFUSALS,
    )
    def post(
        self, query: dict[str, str], organisation_id: UUID, application_id: UUID
    ) -> FileView:
        """Attach a file, which is the whole body: a PDF, a JPEG or a PNG.

        It is recognised by its content, scanned and opened; pictures are kept as
        encoded anew, without the place where they were taken. At most 10 MiB.
        """
        with reading("onboarding.check_room") as session:
            draft = find_application(
                session, application_id, organisation_id=organisation_id
            )
            check_room(session, draft, query["item"])
        file = put(receive(sent_file()))
        with unit_of_work("onboarding.attach") as session:
            made = attach(
                session,
                application_id,
                organisation_id=organisation_id,
                item=query["item"],
                name=query["name"],
                file=file,
                account_id=current_person(),
                at=now(),
            )
            return show_file(session, made)


@blueprint.route("/files/<uuid:file_id>")
class OneFile(MethodView):
    @require_staff(Permission.ORGANISATION_READ)
    @blueprint.response(200, content_type="application/octet-stream")
    @blueprint.refusals(ApplicationNotFound, EvidenceNotFound, FileGone)
    def get(
        self, organisation_id: UUID, application_id: UUID, file_id: UUID
    ) -> Response:
        """Download a file. Each download is on the record."""
        with unit_of_work("onboarding.download") as session:
            application = find_application(
                session, application_id, organisation_id=organisation_id
            )
            return as_attachment(read_file(session, application, file_id, at=now()))

    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.response(204)
    @blueprint.refusals(ApplicationNotFound, ApplicationStateWrong, EvidenceNotFound)
    def delete(
        self, organisation_id: UUID, application_id: UUID, file_id: UUID
    ) -> None:
        """Take a file back. What was sent before stays with those who judged by it."""
        with unit_of_work("onboarding.remove_file") as session:
            remove(
                session,
                application_id,
                file_id,
                organisation_id=organisation_id,
                at=now(),
            )


@blueprint.route("/submission")
class SubmissionOfOwn(MethodView):
    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.response(200, PartnerApplicationSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        ApplicationNotFound, ApplicationStateWrong, ApplicationIncomplete
    )
    def post(self, organisation_id: UUID, application_id: UUID) -> Answer:
        """Send a complete application; the published clock starts or goes on."""
        with unit_of_work("onboarding.submit") as session:
            application = submit(
                session,
                application_id,
                organisation_id=organisation_id,
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            session.flush()
            return shown(seen(session, application))


@blueprint.route("/withdrawal")
class Withdrawal(MethodView):
    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.response(200, PartnerApplicationSchema, headers=ETAG_HEADER)
    @blueprint.refusals(ApplicationNotFound, ApplicationStateWrong)
    def post(self, organisation_id: UUID, application_id: UUID) -> Answer:
        """Take an undecided application back; another may be begun."""
        with unit_of_work("onboarding.withdraw") as session:
            application = withdraw(
                session,
                application_id,
                organisation_id=organisation_id,
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            session.flush()
            return shown(seen(session, application))


@blueprint.route("/appeal")
class Appeal(MethodView):
    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.arguments(PartnerReasonSchema)
    @blueprint.response(200, PartnerApplicationSchema, headers=ETAG_HEADER)
    @blueprint.refusals(ApplicationNotFound, ApplicationStateWrong, AppealNotPossible)
    def post(
        self, body: dict[str, Any], organisation_id: UUID, application_id: UUID
    ) -> Answer:
        """Ask for a refusal to be decided again by somebody who had no part in it.

        Once, and within the days that the kind's requirements name.
        """
        with unit_of_work("onboarding.appeal") as session:
            application = appeal(
                session,
                application_id,
                organisation_id=organisation_id,
                reason=body["reason"],
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            session.flush()
            return shown(seen(session, application))
