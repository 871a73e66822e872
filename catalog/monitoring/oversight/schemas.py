"""The wire of plans, and of findings as the operator sees them."""

import marshmallow as ma
from marshmallow.validate import OneOf

from catalog.monitoring.models import AskedState, Kind, Outcome, Part, Why
from catalog.monitoring.schemas import (
    LONG,
    CourseFindingQuerySchema,
    CourseFindingSchema,
    VisitCheckSchema,
    VisitLineSchema,
)
from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema

COMMITMENT = {"description": "SHA-256 of the seed, in hexadecimal, published before."}
PART = {
    "description": "The sample of the period, or a `late` one of what was planned or"
    " first sold after it was drawn: of that, `first_on` is the day of its draw."
}
SEED = {"description": "Null before the sample is drawn.", "example": "9f" * 16}


class VisitCountsSchema(Schema):
    """How many visits are in each state."""

    waiting = WholeNumber(required=True)
    assigned = WholeNumber(required=True)
    accepted = WholeNumber(required=True)
    reported = WholeNumber(required=True)
    missed = WholeNumber(required=True)
    cancelled = WholeNumber(required=True)


class MonitoringPlanLineSchema(Schema):
    """The sample of a period."""

    id = ma.fields.UUID(required=True)
    part = Text(required=True, validate=OneOf([*Part]), metadata=PART)
    first_on = ma.fields.Date(required=True)
    ends_on = ma.fields.Date(
        required=True, metadata={"description": "The first day after it."}
    )
    version = WholeNumber(required=True, metadata={"description": "Of the rules."})
    commitment = Text(required=True, metadata=COMMITMENT)
    committed_at = ma.fields.AwareDateTime(required=True)
    drawn_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    live = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "How many sessions could be chosen."},
    )
    self_paced = WholeNumber(required=True, allow_none=True)
    visits = ma.fields.Nested(VisitCountsSchema, required=True)


class RiskFactorSchema(Schema):
    """A sign of risk and its points."""

    code = Text(required=True, metadata={"example": "new_institution"})
    points = WholeNumber(required=True)


class LeftOutMonitorSchema(Schema):
    """A monitor that could not be drawn."""

    organisation_id = ma.fields.UUID(required=True)
    reason = Text(required=True, validate=OneOf(["tied", "assessor", "asked", "busy"]))


class MonitorAskingSchema(Schema):
    """A monitor that was drawn for a visit, and how."""

    organisation_id = ma.fields.UUID(required=True)
    organisation_name = Text(required=True)
    state = Text(required=True, validate=OneOf([*AskedState]))
    asked_at = ma.fields.AwareDateTime(required=True)
    closed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    cause = Text(required=True, allow_none=True)
    seed = Text(required=True)
    candidates = ma.fields.List(ma.fields.UUID(), required=True)
    excluded = ma.fields.List(ma.fields.Nested(LeftOutMonitorSchema), required=True)
    reproduced = Flag(
        required=True, metadata={"description": "Drawing again comes to the same."}
    )


class ChosenVisitSchema(VisitLineSchema):
    """What was chosen, and why."""

    provider_id = ma.fields.UUID(required=True)
    provider_name = Text(required=True)
    item = Text(required=True)
    why = Text(required=True, validate=OneOf([*Why]))
    points = WholeNumber(required=True)
    factors = ma.fields.List(ma.fields.Nested(RiskFactorSchema), required=True)
    frame_size = WholeNumber(
        required=True, metadata={"description": "Of how many it was chosen."}
    )
    askings = ma.fields.List(ma.fields.Nested(MonitorAskingSchema), required=True)


class MonitoringPlanSchema(MonitoringPlanLineSchema):
    """A period's sample with everything that was chosen."""

    seed = Text(required=True, allow_none=True, metadata=SEED)
    reproduced = Flag(
        required=True,
        allow_none=True,
        metadata={
            "description": "The seed is the one that was committed to, and choosing"
            " from the frame again comes to the same."
        },
    )
    chosen = ma.fields.List(ma.fields.Nested(ChosenVisitSchema), required=True)


class FrameItemSchema(Schema):
    """Something that could be chosen."""

    item = Text(required=True)
    kind = Text(required=True, validate=OneOf([*Kind]))
    provider_id = ma.fields.UUID(required=True)
    points = WholeNumber(required=True)


class FrameQuerySchema(PageArgumentsSchema):
    """Which page of it."""


class FindingQueueQuerySchema(CourseFindingQuerySchema):
    """Which findings."""

    appealed = Text(
        load_default=None,
        validate=OneOf(["true"]),
        metadata={"description": "`true`: those whose appeal waits alone."},
    )


class OverseenFindingSchema(CourseFindingSchema):
    """A finding with who found it."""

    visit_id = ma.fields.UUID(required=True)
    plan_id = ma.fields.UUID(required=True)
    provider_id = ma.fields.UUID(required=True)
    provider_name = Text(required=True)
    monitor_id = ma.fields.UUID(required=True, allow_none=True)
    monitor_name = Text(required=True, allow_none=True)
    remarks = Text(required=True, allow_none=True)
    sanction_id = ma.fields.UUID(required=True, allow_none=True)


class FindingDecisionSchema(Schema):
    """What you decide, with reasons for the institution."""

    outcome = Text(required=True, validate=OneOf([*Outcome]))
    reason = Text(
        required=True, validate=LONG, metadata={"example": "The photo shows it."}
    )


class RiskRuleSchema(Schema):
    """A sign of risk."""

    code = Text(required=True)
    text = Text(required=True)
    points = WholeNumber(required=True)
    at = WholeNumber(required=True, metadata={"description": "From where it counts."})


class SampleRuleSchema(Schema):
    """How many of a kind are chosen in a period."""

    kind = Text(required=True, validate=OneOf([*Kind]))
    by_risk = WholeNumber(required=True)
    by_draw = WholeNumber(required=True)
    most_per_institution = WholeNumber(required=True)
    source = Text(required=True)


class LateSampleRuleSchema(Schema):
    """The draws of what was in no frame before."""

    after_days = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "After the period's first day; null for a draw on each day,"
            " of what begins from then on."
        },
    )
    hour = WholeNumber(
        required=True,
        maximum=23,
        metadata={"description": "Of the programme's zone.", "example": 20},
    )
    samples = ma.fields.List(ma.fields.Nested(SampleRuleSchema), required=True)
    source = Text(required=True)


class MonitorLoadRuleSchema(Schema):
    """What one monitor is asked for at most."""

    live_a_day = WholeNumber(
        required=True,
        minimum=1,
        metadata={"description": "Sessions that begin on one day."},
    )
    self_paced_at_once = WholeNumber(required=True, minimum=1)
    source = Text(required=True)


class SeverityRuleSchema(Schema):
    """What a finding weighs."""

    code = Text(required=True)
    upheld = WholeNumber(required=True)
    mended = WholeNumber(required=True)
    evidence = Flag(required=True)


class ModeCheckSchema(VisitCheckSchema):
    """One thing to look at in courses of some modes."""

    modes = ma.fields.List(Text(), required=True)


class MonitoringRulesSchema(Schema):
    """How classes are sampled and visited, and what findings lead to."""

    version = WholeNumber(required=True)
    since = ma.fields.Date(required=True)
    period_days = WholeNumber(required=True)
    commit_days = WholeNumber(required=True)
    draw_days = WholeNumber(required=True)
    samples = ma.fields.List(ma.fields.Nested(SampleRuleSchema), required=True)
    late = ma.fields.Nested(LateSampleRuleSchema, required=True, allow_none=True)
    monitor_load = ma.fields.Nested(
        MonitorLoadRuleSchema, required=True, allow_none=True
    )
    risks = ma.fields.List(ma.fields.Nested(RiskRuleSchema), required=True)
    least_points = WholeNumber(required=True)
    checks = ma.fields.List(ma.fields.Nested(ModeCheckSchema), required=True)
    severities = ma.fields.List(ma.fields.Nested(SeverityRuleSchema), required=True)
    answer_days = WholeNumber(required=True)
    appeal_days = WholeNumber(required=True)
    points_days = WholeNumber(required=True)
    warning = WholeNumber(
        required=True, metadata={"description": "Points of a warning."}
    )
    no_new_starts = WholeNumber(
        required=True, metadata={"description": "Points of a proposed stop of sales."}
    )


class MonitoringCommitmentSchema(Schema):
    """What was committed to for a period, and what came of it once it is over."""

    part = Text(required=True, validate=OneOf([*Part]), metadata=PART)
    first_on = ma.fields.Date(required=True)
    ends_on = ma.fields.Date(required=True)
    version = WholeNumber(required=True)
    commitment = Text(required=True, metadata=COMMITMENT)
    committed_at = ma.fields.AwareDateTime(required=True)
    seed = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Null until the period is over."},
    )
    live = WholeNumber(required=True, allow_none=True)
    self_paced = WholeNumber(required=True, allow_none=True)
    visits = WholeNumber(required=True, allow_none=True)
    reported = WholeNumber(required=True, allow_none=True)


class MonitoringPlanQuerySchema(PageArgumentsSchema):
    """Which page of the plans."""


MonitoringPlanPageSchema = page_schema(MonitoringPlanLineSchema, "MonitoringPlanPage")
FramePageSchema = page_schema(FrameItemSchema, "MonitoringFramePage")
CommitmentPageSchema = page_schema(
    MonitoringCommitmentSchema, "MonitoringCommitmentPage"
)
