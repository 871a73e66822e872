"""What everybody may know of monitoring: the rules, and what was committed to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask.views import MethodView
from sqlalchemy import select

from catalog.monitoring.models import Plan
from catalog.monitoring.oversight.schemas import (
    CommitmentPageSchema,
    MonitoringPlanQuerySchema,
    MonitoringRulesSchema,
)
from catalog.monitoring.plans import Monitoring, Sample, monitoring_in_force
from catalog.monitoring.queries import counts_of
from catalog.monitoring.services.commit import seed_of
from catalog.monitoring.views import check_shown, plan_for_everybody
from core.clock import now
from core.database import Json
from core.signing import issuer_of
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.security import public

blueprint = Blueprint(
    "published_monitoring",
    __name__,
    url_prefix="/v1",
    description="How classes are sampled and visited.",
)
WHY_PUBLIC = "Whoever is looked at may know by which rules, and check the draw."


@blueprint.route("/monitoring-rules")
class MonitoringRules(MethodView):
    @public(WHY_PUBLIC)
    @blueprint.response(200, MonitoringRulesSchema)
    def get(self) -> Json:
        """Read how classes are sampled and visited, and what findings lead to."""
        return _rules(monitoring_in_force(on=now().date()), locale())


@blueprint.route("/monitoring-commitments")
class MonitoringCommitments(MethodView):
    @public(WHY_PUBLIC)
    @blueprint.arguments(MonitoringPlanQuerySchema, location="query")
    @blueprint.response(200, CommitmentPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Json]:
        """List what was committed to for each period, the newest first.

        The SHA-256 of a period's seed stands here before its sample is drawn, the seed
        itself when the period is over: nobody could choose, or foresee, the sample.
        """
        with reading("monitoring.commitments") as session:
            today = now().astimezone(issuer_of(session).zone).date()
            found = paginate(
                session, select(Plan), [Key(Plan.id, "id", descending=True)], **query
            )
            counts = counts_of(session, [each.id for each in found.items])
            lines = [
                {
                    **plan_for_everybody(each, counts[each.id], today=today),
                    "seed": seed_of(session, each) if _is_over(each, today) else None,
                }
                for each in found.items
            ]
            return Page(lines, found.next_cursor)


def _is_over(plan: Plan, today: date) -> bool:
    return plan.drawn_at is not None and plan.ends_on <= today


def _rules(rules: Monitoring, language: str) -> Json:
    return {
        "version": rules.version,
        "since": rules.since,
        "period_days": rules.period.days,
        "commit_days": rules.period.commit_days,
        "draw_days": rules.period.draw_days,
        "samples": _samples(rules.samples),
        "late": None
        if rules.late is None
        else {
            "after_days": rules.late.after_days,
            "hour": rules.late.hour,
            "samples": _samples(rules.late.samples),
            "source": rules.late.source,
        },
        "monitor_load": rules.load and vars(rules.load),
        "risks": [
            {**vars(each), "text": each.text.in_(language)}
            for each in rules.risks.values()
        ],
        "least_points": rules.least_points,
        "checks": [
            {**check_shown(each, language), "modes": sorted(each.modes)}
            for each in rules.checks.values()
        ],
        "severities": [vars(each) for each in rules.severities.values()],
        "answer_days": rules.deadlines.answer_days,
        "appeal_days": rules.deadlines.appeal_days,
        "points_days": rules.effect.days,
        "warning": rules.effect.warning,
        "no_new_starts": rules.effect.no_new_starts,
    }


def _samples(samples: Mapping[str, Sample]) -> list[Json]:
    return [{"kind": kind, **vars(each)} for kind, each in samples.items()]
