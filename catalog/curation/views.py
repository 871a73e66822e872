"""Cases and tasks as those see them who judge, who oversee, and whose course it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.curation.drawing import draw
from catalog.curation.layers import Indicator, Layer
from catalog.curation.models import Case, CaseState, Draw, Panel, Task, TaskState
from catalog.curation.queries import (
    draws_of,
    layer_of,
    rules_of,
    tasks_of,
)
from catalog.curation.rules import changes_together
from catalog.curation.services.appeal import may_appeal
from catalog.curation.services.cap import cap_of
from catalog.curation.titles import title_of
from catalog.trainers.showing import qualifications_of
from core.database import Json
from partners.organisations.queries import names_of

PRICE = "list_price"


def task_for_judges(session: Session, task: Task, *, language: str) -> Json:
    """All that somebody needs to judge: the course without what she is not to know, the
    rubric, what looks like it, and what was asked for before."""
    case = session.get_one(Case, task.case_id)
    layer = layer_of(case, task.layer)
    names = names_of(session, [UUID(each["provider_id"]) for each in case.lookalikes])
    return {
        **task_line(task, case),
        "layer_title": layer.title.in_(language),
        "is_renewal": case.is_renewal,
        "appeal_reason": case.appeal_reason if task.panel == Panel.APPEAL else None,
        "blind": sorted(layer.blind),
        "content": _without(case.content, layer),
        "trainers": _trainers(session, case),
        "price_cap": None if PRICE in layer.blind else cap_of(session, case.content),
        "rubric": [_indicator(each, language) for each in rules_of(case).rubric(layer)],
        "lookalikes": [_lookalike(each, names, layer) for each in case.lookalikes],
        "findings": [] if PRICE in layer.blind else _findings(case.findings),
        "asked_before": _asked_before(session, case),
        "answer": _answer(task),
    }


def task_line(task: Task, case: Case) -> Json:
    """A task in a list."""
    return {
        "id": task.id,
        "course_id": case.course_id,
        "title": title_of(case.content),
        "layer": task.layer,
        "panel": task.panel,
        "state": task.state,
        "verdict": task.verdict,
        "assigned_at": task.assigned_at,
        "due_at": task.due_at,
        "closed_at": task.closed_at,
    }


def case_for_institution(
    session: Session, case: Case, *, language: str, at: datetime
) -> Json:
    """Where a course is, who has to act and until when, and what was asked for; by kind
    of organisation, for nobody is told who judges."""
    layer = layer_of(case)
    decided = [each for each in _deciding(session, case) if each.verdict]
    over = case.state != CaseState.OPEN
    return {
        "course_id": case.course_id,
        "state": case.state,
        "layer": case.layer,
        "panel": case.panel,
        "waits_for": None if over else layer.by,
        "due_at": case.due_at,
        "layers": _layers(case, language),
        "submitted_at": case.opened_at,
        "decided_at": case.decided_at,
        "valid_until": case.valid_until,
        "renewable_from": _renewable_from(case),
        "appeal_until": case.appeal_until if may_appeal(case, at=at) else None,
        "reasons": [each.reasons for each in decided] if over else [],
        "failed": _failed(case, layer, decided, language) if over else [],
        "changes": _changes(decided)
        if case.state == CaseState.CHANGES_REQUESTED
        else [],
    }


def case_for_operator(session: Session, case: Case) -> Json:
    """A case with everybody who was asked, what they said, and how they were drawn."""
    tasks = tasks_of(session, case)
    names = names_of(
        session,
        [
            case.provider_id,
            *(each.organisation_id for each in tasks),
            *(UUID(each["provider_id"]) for each in case.lookalikes),
        ],
    )
    return {
        **case_line(case),
        "provider_name": names[case.provider_id],
        "content": case.content,
        "trainers": _trainers(session, case),
        "price_cap": cap_of(session, case.content),
        "standards_version": case.standards_version,
        "layers_version": case.layers_version,
        "findings": _findings(case.findings),
        "lookalikes": [_lookalike(each, names, None) for each in case.lookalikes],
        "appeal_reason": case.appeal_reason,
        "tasks": [
            {
                **task_line(each, case),
                "organisation_id": each.organisation_id,
                "organisation_name": names[each.organisation_id],
                "answer": _answer(each),
            }
            for each in tasks
        ],
        "draws": [draw_again(each) for each in draws_of(session, case)],
    }


def case_line(case: Case) -> Json:
    """A case in the operator's queue."""
    return {
        "id": case.id,
        "course_id": case.course_id,
        "provider_id": case.provider_id,
        "platform_id": case.platform_id,
        "title": title_of(case.content),
        "state": case.state,
        "layer": case.layer,
        "panel": case.panel,
        "is_renewal": case.is_renewal,
        "lacking": case.lacking,
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "decided_at": case.decided_at,
        "valid_until": case.valid_until,
    }


def draw_again(kept: Draw) -> Json:
    """A draw as it was, and whether drawing again comes to the same."""
    again = draw(kept.seed, kept.candidates, seats=kept.seats)
    return {
        "id": kept.id,
        "layer": kept.layer,
        "panel": kept.panel,
        "seats": kept.seats,
        "seed": kept.seed,
        "candidates": kept.candidates,
        "excluded": kept.excluded,
        "drawn": kept.drawn,
        "drawn_at": kept.drawn_at,
        "reproduced": again == kept.drawn,
    }


def _layers(case: Case, language: str) -> list[Json]:
    """Which layers there are, and which of them are passed; one that was sent back or
    rejected is where it stopped. After an appeal there is the appeal's alone."""
    order = rules_of(case).layers
    if case.panel == Panel.APPEAL:
        order = (layer_of(case),)
    now = [each.code for each in order].index(case.layer)
    passed = case.state in (CaseState.APPROVED, CaseState.ENDED, CaseState.REPLACED)
    return [
        {
            "code": each.code,
            "title": each.title.in_(language),
            "state": "passed"
            if passed or place < now
            else "here"
            if place == now
            else "ahead",
        }
        for place, each in enumerate(order)
    ]


def _failed(
    case: Case, layer: Layer, decided: Sequence[Task], language: str
) -> list[Json]:
    """The indicators that were scored below what is asked for, and by how many of
    those who judged; who they are, and their notes, are not told."""
    found = []
    for each in rules_of(case).rubric(layer):
        scores = [(one.scores or {}).get(each.code) for one in decided]
        below = sum(1 for one in scores if one and one["score"] < each.least)
        if below:
            found.append(
                {
                    "indicator": each.code,
                    "text": each.text.in_(language),
                    "mandatory": each.mandatory,
                    "below": below,
                    "judged": len(decided),
                }
            )
    return found


def _renewable_from(case: Case) -> datetime | None:
    if case.state != CaseState.APPROVED or case.valid_until is None:
        return None
    return case.valid_until - rules_of(case).renewal


def _trainers(session: Session, case: Case) -> list[Json]:
    named = case.content.get("trainers") or []
    return qualifications_of(session, case.provider_id, named) if named else []


def _deciding(session: Session, case: Case) -> Sequence[Task]:
    return session.scalars(
        select(Task)
        .where(
            Task.case_id == case.id,
            Task.layer == case.layer,
            Task.panel == case.panel,
            Task.state == TaskState.SUBMITTED,
        )
        .order_by(Task.id)
    ).all()


def _asked_before(session: Session, case: Case) -> list[Json]:
    """What was asked for in the submission that this one follows."""
    if case.follows_id is None:
        return []
    return _changes(_deciding(session, session.get_one(Case, case.follows_id)))


def _changes(tasks: Sequence[Task]) -> list[Json]:
    together = changes_together([each.changes or [] for each in tasks])
    return [{"place": each.place, "words": each.words} for each in together]


def _without(content: Mapping[str, Any], layer: Layer) -> Json:
    return {name: value for name, value in content.items() if name not in layer.blind}


def _indicator(each: Indicator, language: str) -> Json:
    return {
        "code": each.code,
        "aspect": each.aspect,
        "text": each.text.in_(language),
        "most": each.most,
        "least": each.least,
        "mandatory": each.mandatory,
        "source": each.source,
    }


def _lookalike(
    each: Mapping[str, Any], names: Mapping[UUID, str], layer: Layer | None
) -> Json:
    return {
        **each,
        "provider_name": names.get(UUID(each["provider_id"]), "-"),
        "list_price": None if layer and PRICE in layer.blind else each["list_price"],
    }


def _findings(findings: Sequence[Mapping[str, Any]]) -> list[Json]:
    return [dict(each) for each in findings]


def _answer(task: Task) -> Json | None:
    if task.verdict is None:
        return None
    return {
        "verdict": task.verdict,
        "reasons": task.reasons,
        "scores": [
            {"indicator": code, **given} for code, given in (task.scores or {}).items()
        ],
        "changes": task.changes or [],
    }
