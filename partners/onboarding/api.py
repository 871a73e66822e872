"""An organisation's own applications: begin, save, complete, send."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.problems import locale
from openapi.security import current_person, public, require_scope
from openapi.versions import ETAG_HEADER, IF_MATCH, IfMatchMissing, etag, read_version
from partners.onboarding.errors import (
    AnswersUnusable,
    ApplicationNotFound,
    ApplicationStateWrong,
    ApplicationUnderWay,
    DraftChangedMeanwhile,
    KindAlreadyHeld,
    KindNotOnOffer,
    NameUnusable,
    OrganisationCannotApply,
    OrganisationNameTaken,
    TieNotFound,
    TieUnusable,
    TooManyApplications,
    TooManyTies,
)
from partners.onboarding.kinds import show_requirement
from partners.onboarding.models import PartnerApplication
from partners.onboarding.queries import applications_of, find_application
from partners.onboarding.requirement import Relation
from partners.onboarding.rules import DeclaredTie
from partners.onboarding.schemas import (
    AnswersSchema,
    NewOrganisationApplicationSchema,
    NewPartnerApplicationSchema,
    NewPartnerTieSchema,
    PartnerApplicationPageSchema,
    PartnerApplicationSchema,
    PartnerKindListSchema,
    PartnerTieSchema,
)
from partners.onboarding.services.save import save_answers
from partners.onboarding.services.start import (
    start_application,
    start_with_new_organisation,
)
from partners.onboarding.services.ties import add_tie, remove_tie
from partners.onboarding.shipped import kinds_on_offer, requirement_in_force
from partners.onboarding.views import (
    ApplicationView,
    TieView,
    show_application,
    show_tie,
)
from partners.organisations.errors import OrganisationCodeTaken
from partners.staff.access import SCOPE, require_staff
from partners.staff.rules import Permission
from partners.staff.web import current_staff
from partners.switches.errors import SignUpClosed

blueprint = Blueprint(
    "onboarding",
    __name__,
    url_prefix="/v1",
    description="Take part: apply for one or more kinds of organisation.",
)

Answer = tuple[ApplicationView, int, dict[str, str]]


def zone() -> ZoneInfo:
    """The programme's zone, in which days begin and end."""
    found: ZoneInfo = current_app.extensions["settings"].zone
    return found


@blueprint.route("/partner-kinds")
class PartnerKinds(MethodView):
    @public("Whoever thinks of taking part reads what it asks for.")
    @blueprint.response(200, PartnerKindListSchema)
    def get(self) -> dict[str, Any]:
        """Show what each kind of organisation has to tell, show and fulfil.

        With the source of every criterion, and the working days within which an
        application is decided. Texts are in the language of Accept-Language.
        """
        today = now().astimezone(zone()).date()
        return {
            "items": [
                show_requirement(requirement_in_force(kind, on=today), locale())
                for kind in kinds_on_offer(on=today)
            ]
        }


@blueprint.route("/partner-applications")
class NewPartners(MethodView):
    @require_scope(SCOPE, person=True)
    @blueprint.arguments(NewOrganisationApplicationSchema)
    @blueprint.response(201, PartnerApplicationSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        NameUnusable,
        OrganisationNameTaken,
        OrganisationCodeTaken,
        KindNotOnOffer,
        TooManyApplications,
        SignUpClosed,
    )
    def post(self, body: dict[str, str]) -> Answer:
        """Begin an application for an organisation that is not here yet.

        The organisation is written down, you become its owner, and the draft is open
        to you and those whom you invite. It may do nothing until it is approved.
        """
        with unit_of_work("onboarding.start_organisation") as session:
            application = start_with_new_organisation(
                session, **body, account_id=current_person(), zone=zone(), at=now()
            )
            session.flush()
            return shown(seen(session, application), 201)


@blueprint.route("/organisations/<uuid:organisation_id>/applications")
class OwnApplications(MethodView):
    @require_staff(Permission.ORGANISATION_READ)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, PartnerApplicationPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(
        self, query: dict[str, Any], organisation_id: UUID
    ) -> Page[PartnerApplication]:
        """List your organisation's applications, the newest first."""
        with reading("onboarding.applications") as session:
            return paginate(
                session,
                applications_of(organisation_id),
                [Key(PartnerApplication.id, "id", descending=True)],
                **query,
            )

    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.arguments(NewPartnerApplicationSchema)
    @blueprint.response(201, PartnerApplicationSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        KindNotOnOffer, KindAlreadyHeld, OrganisationCannotApply, ApplicationUnderWay
    )
    def post(self, body: dict[str, str], organisation_id: UUID) -> Answer:
        """Begin an application for another kind.

        One application per kind is open at a time. What your organisation does
        already goes on meanwhile.
        """
        del organisation_id
        with unit_of_work("onboarding.start") as session:
            application = start_application(
                session,
                current_staff().organisation,
                kind=body["kind"],
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            session.flush()
            return shown(seen(session, application), 201)


@blueprint.route(
    "/organisations/<uuid:organisation_id>/applications/<uuid:application_id>"
)
class OwnApplication(MethodView):
    @require_staff(Permission.ORGANISATION_READ)
    @blueprint.response(200, PartnerApplicationSchema, headers=ETAG_HEADER)
    @blueprint.refusals(ApplicationNotFound)
    def get(self, organisation_id: UUID, application_id: UUID) -> Answer:
        """Show an application: its state, what is missing and why, who has to act."""
        with reading("onboarding.application") as session:
            application = find_application(
                session, application_id, organisation_id=organisation_id
            )
            return shown(seen(session, application))

    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.arguments(AnswersSchema)
    @blueprint.response(200, PartnerApplicationSchema, headers=ETAG_HEADER)
    @blueprint.refusals(
        ApplicationNotFound,
        ApplicationStateWrong,
        DraftChangedMeanwhile,
        AnswersUnusable,
        IfMatchMissing,
    )
    def patch(
        self, body: dict[str, Any], organisation_id: UUID, application_id: UUID
    ) -> Answer:
        """Save answers, as far as you have them.

        Only their form is checked now; `missing` in the answer says what is still
        needed before the application can be sent.
        """
        version = read_version()
        with unit_of_work("onboarding.save") as session:
            application = save_answers(
                session,
                application_id,
                organisation_id=organisation_id,
                answers=body["answers"],
                version=version,
                at=now(),
            )
            session.flush()
            return shown(seen(session, application))


@blueprint.route(
    "/organisations/<uuid:organisation_id>/applications/<uuid:application_id>/ties"
)
class Ties(MethodView):
    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.arguments(NewPartnerTieSchema)
    @blueprint.response(201, PartnerTieSchema)
    @blueprint.refusals(
        ApplicationNotFound, ApplicationStateWrong, TieUnusable, TooManyTies
    )
    def post(
        self, body: dict[str, Any], organisation_id: UUID, application_id: UUID
    ) -> TieView:
        """Name an owner, an officer, a bank account or a domain.

        Names and numbers are sealed. From the approval on they stand in the register
        of conflicts of interest, which keeps those who are tied to you from judging
        you.
        """
        tie = DeclaredTie(**{**body, "relation": Relation(body["relation"])})
        with unit_of_work("onboarding.add_tie") as session:
            made = add_tie(
                session,
                application_id,
                organisation_id=organisation_id,
                tie=tie,
                account_id=current_person(),
                at=now(),
            )
            return show_tie(session, made)


@blueprint.route(
    "/organisations/<uuid:organisation_id>/applications/<uuid:application_id>"
    "/ties/<uuid:tie_id>"
)
class OneTie(MethodView):
    @require_staff(Permission.ORGANISATION_APPLY)
    @blueprint.response(204)
    @blueprint.refusals(ApplicationNotFound, ApplicationStateWrong, TieNotFound)
    def delete(self, organisation_id: UUID, application_id: UUID, tie_id: UUID) -> None:
        """Take an owner, officer, bank account or domain back."""
        with unit_of_work("onboarding.remove_tie") as session:
            remove_tie(
                session,
                application_id,
                tie_id,
                organisation_id=organisation_id,
                at=now(),
            )


def seen(session: Session, application: PartnerApplication) -> ApplicationView:
    """An application as it is today, in the caller's language."""
    today = now().astimezone(zone()).date()
    return show_application(session, application, language=locale(), today=today)


def shown(view: ApplicationView, status: int = 200) -> Answer:
    """An application with its ETag."""
    return view, status, etag(view.version)
