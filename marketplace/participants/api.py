"""Registration, a participant's own record, and disclosures to operators."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.participants.errors import (
    BirthDateMismatch,
    DistrictUnknown,
    FamilyCardMalformed,
    IdentityTaken,
    NikBirthDateImpossible,
    NikNotSixteenDigits,
    NikSerialImpossible,
    ParticipantNotFound,
    PhoneMalformed,
    PhoneTaken,
)
from marketplace.participants.models import Participant
from marketplace.participants.queries import profile_of
from marketplace.participants.rules import Occupation, Office
from marketplace.participants.schemas import (
    DisclosureRequestSchema,
    DisclosureSchema,
    ProfileSchema,
    RegistrationRequestSchema,
    RegistrationSchema,
)
from marketplace.participants.services.disclose import Disclosable, disclose
from marketplace.participants.services.register import (
    Declarations,
    Identity,
    register_participant,
)
from marketplace.programme.queries import find_award
from openapi.blueprint import Blueprint
from openapi.security import current_person, require_scope
from partners.accounts.errors import (
    EmailTaken,
    EmailUnusable,
    PasswordGuessable,
    PasswordTooLong,
    PasswordTooShort,
)
from partners.switches.errors import RegistrationClosed

blueprint = Blueprint(
    "participants",
    __name__,
    url_prefix="/v1",
    description="People who take part: registration and their own record.",
)


@blueprint.route("/registrations")
class Registrations(MethodView):
    @require_scope("registrations:write", kind="operator")
    @blueprint.arguments(RegistrationRequestSchema)
    @blueprint.response(201, RegistrationSchema)
    @blueprint.refusals(
        BirthDateMismatch,
        DistrictUnknown,
        EmailTaken,
        EmailUnusable,
        FamilyCardMalformed,
        IdentityTaken,
        NikBirthDateImpossible,
        NikNotSixteenDigits,
        NikSerialImpossible,
        PasswordGuessable,
        PasswordTooLong,
        PasswordTooShort,
        PhoneMalformed,
        PhoneTaken,
        RegistrationClosed,
    )
    def post(self, body: dict[str, Any]) -> Participant:
        """Register a person.

        For the programme's own applications, online or at a counter. The identity
        number must agree with the date of birth. A number that is taken is refused
        without a word on whose it is.
        """
        at = now()
        today = at.astimezone(current_app.extensions["settings"].zone).date()
        with unit_of_work("participants.register") as session:
            return register_participant(
                session,
                email=body["email"],
                full_name=body["full_name"],
                password=body["password"],
                identity=_identity(body),
                at=at,
                today=today,
                locale=body["locale"],
            )


@blueprint.route("/me")
class Me(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.response(200, ProfileSchema)
    @blueprint.refusals(ParticipantNotFound)
    def get(self) -> dict[str, Any]:
        """Show the participant's own record.

        Identity numbers and ways to reach her are masked. `training_balance` tells what
        she may still spend, and until when she has to buy.
        """
        with reading("participants.me") as session:
            profile = profile_of(session, current_person())
            award = find_award(session, current_person())
        return {**vars(profile), "training_balance": award}


@blueprint.route("/participants/<uuid:participant_id>/disclosures")
class Disclosures(MethodView):
    @require_scope("participants:reveal", kind="operator")
    @blueprint.arguments(DisclosureRequestSchema)
    @blueprint.response(201, DisclosureSchema)
    @blueprint.refusals(ParticipantNotFound)
    def post(self, body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
        """Show personal data in clear, for a reason.

        Each disclosure is a line of the audit trail: who, which fields, why and when.
        """
        with unit_of_work("participants.disclose") as session:
            values = disclose(
                session,
                participant_id=participant_id,
                fields=[Disclosable(field) for field in body["fields_"]],
                reason=body["reason"],
                at=now(),
            )
        return {"participant_id": participant_id, "values": values}


def _identity(body: dict[str, Any]) -> Identity:
    declared = body["declarations"]
    return Identity(
        nik=body["nik"],
        family_card=body["family_card"],
        phone=body["phone"],
        birth_date=body["birth_date"],
        district_code=body["district_code"],
        declarations=Declarations(
            occupation=Occupation(declared["occupation"]),
            offices=tuple(Office(office) for office in declared["offices"]),
            student=declared["student"],
            other_aid=declared["other_aid"],
        ),
    )
