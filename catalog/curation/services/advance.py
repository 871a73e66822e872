"""What follows when somebody has answered: a third, the next layer, or a decision."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.authoring.models import Draft, DraftState
from catalog.curation.events import CourseAssessed
from catalog.curation.letters import APPROVED, CHANGES, REJECTED
from catalog.curation.models import Case, CaseState, Panel, Task, Verdict
from catalog.curation.queries import layer_of, rules_of, tasks_now
from catalog.curation.rules import outcome_of
from catalog.curation.services.approval import replace_approvals
from catalog.curation.services.seat import fill_seats, refresh_due
from catalog.curation.services.write import tell_institution
from core.audit import record
from core.events import publish

OUTCOMES = {
    Verdict.APPROVE: (CaseState.APPROVED, DraftState.APPROVED),
    Verdict.CHANGES: (CaseState.CHANGES_REQUESTED, DraftState.CHANGES_REQUESTED),
    Verdict.REJECT: (CaseState.REJECTED, DraftState.REJECTED),
}

LETTERS = {
    Verdict.APPROVE: APPROVED,
    Verdict.CHANGES: CHANGES,
    Verdict.REJECT: REJECTED,
}


def advance(session: Session, case: Case, *, at: datetime) -> None:
    """Take a held case as far as its answers allow: wait for those who have not
    answered, ask whoever is missing, go to the next layer, or decide."""
    layer, tasks = layer_of(case), tasks_now(session, case)
    verdicts = [Verdict(task.verdict) for task in tasks if task.verdict]
    seats = seats_needed(case, tasks)
    if len(tasks) < seats:
        fill_seats(session, case, seats=seats, at=at)
    elif len(verdicts) < len(tasks):
        refresh_due(session, case)
    elif outcome_of(verdicts, third=layer.third) == Verdict.APPROVE:
        _next_layer(session, case, at=at)
    else:
        _decide(
            session,
            case,
            outcome_of(verdicts, third=layer.third) or Verdict.CHANGES,
            at=at,
        )


def seats_needed(case: Case, tasks: Sequence[Task]) -> int:
    """How many judge in the layer now: one more than at first where all of the first
    have answered and do not agree, or once a third was asked."""
    layer = layer_of(case)
    verdicts = [Verdict(task.verdict) for task in tasks if task.verdict]
    full = len(verdicts) == len(tasks) == layer.seats
    if full and outcome_of(verdicts, third=layer.third) is None:
        return layer.seats + 1
    return max(layer.seats, len(tasks))


def _next_layer(session: Session, case: Case, *, at: datetime) -> None:
    following = rules_of(case).after(case.layer)
    if case.panel == Panel.APPEAL or following is None:
        _decide(session, case, Verdict.APPROVE, at=at)
        return
    case.layer = following.code
    fill_seats(session, case, seats=following.seats, at=at)


def _decide(session: Session, case: Case, outcome: Verdict, *, at: datetime) -> None:
    state, draft_state = OUTCOMES[outcome]
    rules = rules_of(case)
    draft = session.get_one(Draft, case.course_id)
    draft.move(draft_state, at=at)
    case.decide(state, at=at)
    if outcome == Verdict.APPROVE:
        case.valid_until = at + rules.valid
        draft.renewable_from = case.valid_until - rules.renewal
        replace_approvals(session, case)
    elif outcome == Verdict.REJECT:
        case.is_final = case.is_final or case.appealed_at is not None
        case.appeal_until = None if case.is_final else at + rules.appeal_window
    session.flush()
    record(
        session,
        action="course.assessed",
        object_type="course",
        object_id=case.course_id,
        at=at,
        after={"case_id": str(case.id), "outcome": outcome, "layer": case.layer},
    )
    publish(
        session,
        CourseAssessed(
            occurred_at=at,
            audience=(case.provider_id,),
            course_id=case.course_id,
            outcome=outcome,
            layer=case.layer,
        ),
    )
    tell_institution(session, case, LETTERS[outcome], at=at)
