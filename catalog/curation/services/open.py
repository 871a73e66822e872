"""A case begins when a draft is submitted, and ends when it is taken back."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.authoring.events import CourseSubmitted, CourseTakenBack
from catalog.authoring.models import Draft
from catalog.courses.models import Course
from catalog.curation.errors import PlatformNeeded, PlatformUnfit
from catalog.curation.layers import Judge, curation_in_force
from catalog.curation.models import Case, CaseState, Panel, Task, TaskState
from catalog.curation.queries import latest_case, layer_of, rules_of
from catalog.curation.services.compare import lookalikes, price_findings
from catalog.curation.services.draft import forget_drafts
from catalog.curation.services.seat import fill_seats, judged_before
from core.audit import record
from core.ids import new_id
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import refuse_conflict
from partners.organisations.models import Kind, Organisation, Standing


def on_submitted(session: Session, event: CourseSubmitted, *, zone: ZoneInfo) -> None:
    """Open a case in the transaction of the submission, which holds the course.

    What is submitted again after changes goes to those who asked for them. Raises
    PlatformNeeded, PlatformUnfit or ReviewerTied, and the draft is not submitted.
    """
    at = event.occurred_at
    course = session.get_one(Course, event.course_id)
    draft = session.get_one(Draft, course.id)
    before = latest_case(session, course.id)
    if before is not None and before.state == CaseState.OPEN:
        _withdraw(session, before, at=at)
    case = _case(course, draft, before, zone=zone, at=at)
    _check_platform(session, case)
    case.lookalikes = lookalikes(session, course.id, case.content)
    case.findings = price_findings(
        session, course.id, course.provider_id, case.content, case.lookalikes
    )
    session.add(case)
    session.flush()
    again = judged_before(session, case) if case.follows_id else []
    seats = max(layer_of(case).seats, len(again))
    fill_seats(session, case, seats=seats, at=at, wanted=again)
    record(
        session,
        action="curation_case.opened",
        object_type="curation_case",
        object_id=case.id,
        at=at,
        after={"course_id": str(course.id), "layer": case.layer},
    )


def on_taken_back(session: Session, event: CourseTakenBack) -> None:
    """Nobody judges what was taken back."""
    case = latest_case(session, event.course_id)
    if case is not None and case.state == CaseState.OPEN:
        _withdraw(session, case, at=event.occurred_at)


def _case(
    course: Course,
    draft: Draft,
    before: Case | None,
    *,
    zone: ZoneInfo,
    at: datetime,
) -> Case:
    identity = new_id()
    rules = curation_in_force(on=at.astimezone(zone).date())
    case = Case(
        id=identity,
        course_id=course.id,
        provider_id=course.provider_id,
        platform_id=draft.platform_id,
        root_id=identity,
        draft_version=draft.version,
        content=draft.content,
        standards_version=draft.standards_version,
        layers_version=rules.version,
        layer=rules.layers[0].code,
        panel=Panel.FIRST,
        state=CaseState.OPEN,
        is_renewal=draft.renewable_from is not None and at >= draft.renewable_from,
        opened_at=at,
    )
    if before is not None and before.state == CaseState.CHANGES_REQUESTED:
        _follow(case, before)
    return case


def _follow(case: Case, before: Case) -> None:
    """Go on by the same rules where the other one stopped; another platform looks at
    it from the beginning."""
    case.follows_id, case.root_id = before.id, before.root_id
    case.layers_version = before.layers_version
    case.is_final = before.is_final or before.appealed_at is not None
    if case.platform_id == before.platform_id:
        case.layer, case.panel = before.layer, before.panel
    else:
        case.layer = rules_of(case).layers[0].code


def _check_platform(session: Session, case: Case) -> None:
    if all(layer.by != Judge.PLATFORM for layer in rules_of(case).layers):
        return
    if case.platform_id is None:
        raise PlatformNeeded
    platform = session.get(Organisation, case.platform_id)
    if (
        platform is None
        or Kind.DIGITAL_PLATFORM not in platform.kinds
        or platform.standing != Standing.APPROVED
    ):
        raise PlatformUnfit
    refuse_conflict(session, platform.id, case.provider_id, purpose=Purpose.ASSESSMENT)


def _withdraw(session: Session, case: Case, *, at: datetime) -> None:
    session.scalar(select(Case.id).where(Case.id == case.id).with_for_update())
    case.decide(CaseState.WITHDRAWN, at=at)
    cancel_tasks(session, case.id, at=at)


def cancel_tasks(session: Session, case_id: UUID, *, at: datetime) -> None:
    """Nobody has to answer any more."""
    session.execute(
        update(Task)
        .where(Task.case_id == case_id, Task.state == TaskState.ASSIGNED)
        .values(state=TaskState.CANCELLED, closed_at=at)
    )
    forget_drafts(session, case_id)
    session.flush()
