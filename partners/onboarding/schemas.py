"""Applications on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf, Regexp

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.onboarding.models import ApplicationState
from partners.onboarding.requirement import Relation
from partners.onboarding.review_models import Outcome, Step, Verdict
from partners.onboarding.rules import WHOLE_BPS, Lacking
from partners.organisations.models import Kind

KINDS = [str(kind) for kind in Kind if kind is not Kind.OPERATOR]
STATES = [str(state) for state in ApplicationState]
RELATIONS = [str(relation) for relation in Relation]

ANSWERS_EXAMPLE = {"legal_form": "limited_company", "website": "https://lp.example"}


def _kind() -> Text:
    return Text(
        required=True,
        validate=OneOf(KINDS),
        metadata={"description": "What the organisation wants to be."},
    )


class NewOrganisationApplicationSchema(Schema):
    name = Text(
        required=True,
        validate=Length(min=3, max=120),
        metadata={"example": "Kursus Maju Bersama"},
    )
    code = Text(
        required=True,
        validate=[
            Length(min=3, max=40),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
                error="Use small letters, digits and single hyphens between them.",
            ),
        ],
        metadata={
            "description": "A short public handle, which stands in addresses.",
            "example": "kursus-maju",
        },
    )
    kind = _kind()


class NewPartnerApplicationSchema(Schema):
    kind = _kind()


class AnswersSchema(Schema):
    answers = ma.fields.Dict(
        keys=Text(),
        required=True,
        metadata={
            "description": "Answers by field, as GET /v1/partner-kinds describes them;"
            " null clears one. Fields that are left out stay as they are.",
            "example": ANSWERS_EXAMPLE,
        },
    )


class NewPartnerTieSchema(Schema):
    relation = Text(
        required=True,
        validate=OneOf(RELATIONS),
        metadata={"example": "owner"},
    )
    is_person = Flag(
        load_default=False,
        metadata={"description": "An owner may be a person or an organisation."},
    )
    name = Text(
        load_default=None,
        allow_none=True,
        validate=Length(max=200),
        metadata={
            "description": "Of the owner, the officer or the holder of the account.",
            "example": "PT Induk Sejahtera",
        },
    )
    number = Text(
        load_default=None,
        allow_none=True,
        validate=Length(max=60),
        metadata={
            "description": "Identity, registration or account number. It is sealed,"
            " and shown masked from then on.",
            "example": "8120011223344",
        },
    )
    detail = Text(
        load_default=None,
        allow_none=True,
        validate=Length(max=300),
        metadata={
            "description": "An officer's position, an account's bank, or the domain.",
            "example": "Direktur Utama",
        },
    )
    share_bps = WholeNumber(
        load_default=None,
        allow_none=True,
        maximum=WHOLE_BPS,
        metadata={"description": "An owner's share in basis points.", "example": 5100},
    )


class PartnerTieSchema(Schema):
    id = ma.fields.UUID(required=True)
    relation = Text(required=True, validate=OneOf(RELATIONS))
    is_person = Flag(required=True)
    name = Text(required=True, allow_none=True)
    number_masked = Text(
        required=True, allow_none=True, metadata={"example": "8120•••••3344"}
    )
    detail = Text(required=True, allow_none=True)
    share_bps = WholeNumber(required=True, allow_none=True)


class PartnerFileSchema(Schema):
    id = ma.fields.UUID(required=True)
    item = Text(required=True, metadata={"example": "founding_act"})
    name = Text(required=True, metadata={"example": "akta.pdf"})
    media_type = Text(required=True, metadata={"example": "application/pdf"})
    size = WholeNumber(required=True)
    sha256 = Text(
        required=True,
        metadata={"description": "Of what is kept: a picture is encoded anew."},
    )
    received_sha256 = Text(required=True, metadata={"description": "Of what you sent."})
    pages = WholeNumber(required=True, allow_none=True)
    uploaded_at = ma.fields.AwareDateTime(required=True)


class FileQuerySchema(Schema):
    item = Text(
        required=True,
        validate=Length(min=1, max=60),
        metadata={"description": "A code of the kind's evidence."},
    )
    name = Text(
        load_default="file",
        validate=Length(max=300),
        metadata={"description": "What people will see it called."},
    )


class PartnerReasonSchema(Schema):
    reason = Text(
        required=True,
        validate=[
            Length(min=1, max=2000),
            Regexp(r"[\s\S]*\S", error="Blanks alone are no text."),
        ],
        metadata={"example": "The founding act that we sent was the old one."},
    )


class PartnerFindingRequestSchema(Schema):
    verdict = Text(required=True, validate=OneOf([str(each) for each in Verdict]))
    note = Text(
        load_default=None,
        allow_none=True,
        validate=Length(max=2000),
        metadata={
            "description": "For the applicant; needed unless it is met.",
            "example": "The licence has expired.",
        },
    )


class PartnerRecommendationSchema(PartnerReasonSchema):
    outcome = Text(required=True, validate=OneOf([str(each) for each in Outcome]))


class PartnerDecisionSchema(PartnerReasonSchema):
    confirm = Flag(
        required=True,
        metadata={
            "description": "True makes the recommendation the decision; false returns"
            " it to the review."
        },
    )


class PartnerFindingSchema(Schema):
    criterion = Text(required=True)
    verdict = Text(required=True, validate=OneOf([str(each) for each in Verdict]))
    note = Text(required=True, allow_none=True)
    carried = Flag(
        required=True,
        metadata={"description": "Taken over, as nothing that shows it changed."},
    )
    found_at = ma.fields.AwareDateTime(required=True)


class MissingSchema(Schema):
    lacking = Text(required=True, validate=OneOf([str(each) for each in Lacking]))
    what = Text(required=True, metadata={"example": "founding_act"})
    label = Text(required=True, metadata={"example": "Founding act or law"})
    criterion = Text(required=True, allow_none=True, metadata={"example": "exists"})
    rule = Text(
        required=True,
        allow_none=True,
        metadata={"description": "What the criterion says, in your language."},
    )
    source = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Where the rule comes from."},
    )


class PartnerApplicationStepSchema(Schema):
    from_state = Text(required=True, allow_none=True, validate=OneOf(STATES))
    to_state = Text(required=True, validate=OneOf(STATES))
    moved_at = ma.fields.AwareDateTime(required=True)
    reason = Text(required=True, allow_none=True)


class PartnerApplicationSummarySchema(Schema):
    id = ma.fields.UUID(required=True)
    organisation_id = ma.fields.UUID(required=True)
    kind = _kind()
    requirement_version = WholeNumber(
        required=True,
        metadata={"description": "The version of the requirements it is held to."},
    )
    version = WholeNumber(
        required=True, metadata={"description": "The same as its ETag."}
    )
    state = Text(required=True, validate=OneOf(STATES))
    started_at = ma.fields.AwareDateTime(required=True)
    changed_at = ma.fields.AwareDateTime(required=True)
    submitted_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    due_on = ma.fields.Date(
        required=True,
        allow_none=True,
        metadata={
            "description": "The day by which the operator has to act; null while the"
            " clock stands still."
        },
    )
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class PartnerApplicationSchema(PartnerApplicationSummarySchema):
    who_acts = Text(
        required=True,
        allow_none=True,
        validate=OneOf(["applicant", "operator"]),
        metadata={"description": "Who has to do the next step."},
    )
    answers = ma.fields.Dict(keys=Text(), required=True)
    ties = ma.fields.List(ma.fields.Nested(PartnerTieSchema), required=True)
    files = ma.fields.List(ma.fields.Nested(PartnerFileSchema), required=True)
    findings = ma.fields.List(
        ma.fields.Nested(PartnerFindingSchema),
        required=True,
        metadata={"description": "What was found, once you have to act or it is over."},
    )
    missing = ma.fields.List(
        ma.fields.Nested(MissingSchema),
        required=True,
        metadata={"description": "All that keeps it from being sent."},
    )
    history = ma.fields.List(
        ma.fields.Nested(PartnerApplicationStepSchema), required=True
    )


PartnerApplicationPageSchema = page_schema(
    PartnerApplicationSummarySchema, "PartnerApplicationPage"
)


class KindChoiceSchema(Schema):
    code = Text(required=True)
    label = Text(required=True)


class KindFieldSchema(Schema):
    code = Text(required=True, metadata={"example": "legal_form"})
    form = Text(required=True, metadata={"example": "choice"})
    label = Text(required=True)
    help = Text(required=True, allow_none=True)
    required = Flag(
        required=True,
        metadata={"description": "False if it is asked for under a condition only."},
    )
    choices = ma.fields.List(ma.fields.Nested(KindChoiceSchema), required=True)
    minimum = WholeNumber(required=True)
    maximum = WholeNumber(required=True)
    longest = WholeNumber(required=True)
    pattern = Text(required=True, allow_none=True)


class KindEvidenceSchema(Schema):
    code = Text(required=True, metadata={"example": "founding_act"})
    label = Text(required=True)
    required = Flag(required=True)
    most = WholeNumber(required=True, metadata={"description": "Files at most."})


class KindCriterionSchema(Schema):
    code = Text(required=True, metadata={"example": "exists"})
    text = Text(required=True)
    source = Text(required=True)
    url = Text(required=True, allow_none=True, metadata={"format": "uri"})
    confidence = Text(required=True, metadata={"example": "law"})
    checked_by = Text(required=True, metadata={"example": "legal"})
    fields_ = ma.fields.List(Text(), required=True, data_key="fields")
    evidence = ma.fields.List(Text(), required=True)


class PartnerKindSchema(Schema):
    kind = _kind()
    version = WholeNumber(required=True)
    since = ma.fields.Date(required=True)
    sha256 = Text(
        required=True, metadata={"description": "Of the document, in hexadecimal."}
    )
    review_working_days = WholeNumber(required=True)
    appeal_working_days = WholeNumber(required=True)
    appeal_within_days = WholeNumber(required=True)
    fields_ = ma.fields.List(
        ma.fields.Nested(KindFieldSchema), required=True, data_key="fields"
    )
    evidence = ma.fields.List(ma.fields.Nested(KindEvidenceSchema), required=True)
    criteria = ma.fields.List(ma.fields.Nested(KindCriterionSchema), required=True)


class PartnerKindListSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(PartnerKindSchema), required=True)


class PartnerCriterionSchema(Schema):
    code = Text(required=True)
    text = Text(required=True)
    source = Text(required=True)
    checked_by = Text(required=True)
    changed = Flag(
        required=True,
        metadata={"description": "Something that shows it changed since last time."},
    )
    verdict = Text(
        required=True,
        allow_none=True,
        validate=OneOf([str(each) for each in Verdict]),
    )
    note = Text(required=True, allow_none=True)
    carried = Flag(required=True)


class PartnerJudgementSchema(Schema):
    step = Text(required=True, validate=OneOf([str(each) for each in Step]))
    outcome = Text(
        required=True,
        allow_none=True,
        validate=OneOf([str(each) for each in Outcome]),
    )
    reason = Text(required=True)
    judged_at = ma.fields.AwareDateTime(required=True)
    judged_by = ma.fields.UUID(required=True)


class PartnerReviewSchema(Schema):
    application = ma.fields.Nested(PartnerApplicationSchema, required=True)
    organisation_name = Text(required=True)
    overdue = Flag(required=True)
    checklist = ma.fields.List(ma.fields.Nested(PartnerCriterionSchema), required=True)
    judgements = ma.fields.List(ma.fields.Nested(PartnerJudgementSchema), required=True)


class QueueQuerySchema(PageArgumentsSchema):
    state = Text(load_default=None, validate=OneOf(STATES))
