"""Visits and findings as those see them who go there, who oversee, and whose class it
is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.models import Revision
from catalog.courses.models import Course, Schedule
from catalog.curation.drawing import draw
from catalog.monitoring.filling import REMARKS, by_check
from catalog.monitoring.models import (
    Asking,
    Finding,
    MonitoringFile,
    Plan,
    Visit,
    VisitDraft,
    VisitState,
)
from catalog.monitoring.plans import Check, Monitoring
from catalog.monitoring.queries import (
    counts_of,
    courses_of,
    files_of_finding,
    files_of_visit,
    findings_of,
    rules_of,
    visits_in,
)
from catalog.monitoring.services.answer import may_appeal
from catalog.monitoring.services.commit import seed_of
from catalog.monitoring.services.draw import is_reproduced
from core.database import Json
from core.files.keeping import name_of
from partners.organisations.models import Organisation
from partners.organisations.queries import names_of

# What was promised, and is compared with what is there.
PROMISED = (
    *("title", "mode", "syllabus", "outcomes", "evaluation", "trainers"),
    *("equipment", "access", "languages", "list_price"),
)


def visit_lines(session: Session, visits: Sequence[Visit]) -> list[Json]:
    """Visits in a monitor's list; why they were chosen is not told."""
    courses = courses_of(session, [each.course_id for each in visits])
    return [visit_line(each, courses[each.course_id]) for each in visits]


def visit_line(visit: Visit, course: Course) -> Json:
    return {
        "id": visit.id,
        "kind": visit.kind,
        "course_id": visit.course_id,
        "title": course.title,
        "state": visit.state,
        "starts_at": visit.starts_at,
        "ends_at": visit.ends_at,
        "due_at": visit.due_at if visit.closed_at is None else None,
        "closed_at": visit.closed_at,
        "cause": visit.cause,
    }


def visit_for_monitor(session: Session, visit: Visit, *, language: str) -> Json:
    """All that somebody needs in the class room: where it is, what was promised, what
    to look at, and what she has attached."""
    course = session.get_one(Course, visit.course_id)
    run = session.get_one(Schedule, visit.schedule_id) if visit.schedule_id else None
    provider = session.get_one(Organisation, visit.provider_id)
    return {
        **visit_line(visit, course),
        "mode": course.mode,
        "provider_name": provider.name,
        "sequence": visit.sequence,
        "place": run.place if run else None,
        "district_code": run.district_code if run else None,
        "link": run.link if run else None,
        "seats_taken": run.seats_taken if run else None,
        "promised": _promised(session, course),
        "checks": [
            check_shown(each, language)
            for each in rules_of(visit).checks_for(course.mode)
        ],
        "files": [
            file_shown(session, each) for each in files_of_visit(session, visit.id)
        ],
        "answers": _answers(visit),
        "remarks": visit.remarks,
        "findings": [_found(each) for each in findings_of(session, visit.id)],
    }


def draft_shown(draft: VisitDraft | None, checks: Sequence[Check]) -> Json:
    """What somebody has filled in of her report, check by check."""
    fields = draft.fields if draft else {}
    return {
        "version": draft.version if draft else 0,
        "saved_at": draft.saved_at if draft else None,
        "checks": by_check(fields, checks),
        "remarks": fields.get(REMARKS, ""),
    }


def finding_lines(
    session: Session, findings: Sequence[Finding], *, language: str
) -> list[Json]:
    """Findings in a list."""
    courses = courses_of(session, [each.course_id for each in findings])
    visits = {
        each.id: each
        for each in session.scalars(
            select(Visit).where(Visit.id.in_([one.visit_id for one in findings]))
        )
    }
    return [
        finding_line(
            each, courses[each.course_id], rules_of(visits[each.visit_id]), language
        )
        for each in findings
    ]


def finding_line(
    finding: Finding, course: Course, rules: Monitoring, language: str
) -> Json:
    return {
        **_found(finding),
        "id": finding.id,
        "course_id": finding.course_id,
        "title": course.title,
        "check_text": rules.checks[finding.check_code].text.in_(language),
        "state": finding.state,
        "found_at": finding.found_at,
        "answer_until": finding.answer_until,
        "decided_at": finding.decided_at,
        "appealed": finding.is_appealed,
        "final_at": finding.final_at,
        "points": finding.points,
    }


def finding_in_full(
    session: Session, finding: Finding, *, language: str, at: datetime
) -> Json:
    """A finding with its evidence, what the institution answered, and what was decided;
    who visited is not told."""
    course = session.get_one(Course, finding.course_id)
    visit = session.get_one(Visit, finding.visit_id)
    shown, answered = files_of_finding(session, finding)
    return {
        **finding_line(finding, course, rules_of(visit), language),
        "kind": visit.kind,
        "visited_at": visit.starts_at if visit.schedule_id else visit.closed_at,
        "note": (visit.answers or {}).get(finding.check_code, {}).get("note", ""),
        "files": [file_shown(session, each) for each in shown],
        "answer": finding.answer,
        "is_mended": finding.is_mended,
        "answered_at": finding.answered_at,
        "answer_files": [file_shown(session, each) for each in answered],
        "decision": finding.decision,
        "appeal_until": finding.appeal_until if may_appeal(finding, at=at) else None,
        "appeal": finding.appeal,
        "appeal_decision": finding.appeal_decision,
        "effect": finding.effect,
    }


def finding_for_operator(
    session: Session, finding: Finding, *, language: str, at: datetime
) -> Json:
    """The same, with who found it and at whose class."""
    visit = session.get_one(Visit, finding.visit_id)
    ids = [each for each in (finding.provider_id, visit.monitor_id) if each]
    names = names_of(session, ids)
    return {
        **finding_in_full(session, finding, language=language, at=at),
        "visit_id": visit.id,
        "plan_id": visit.plan_id,
        "provider_id": finding.provider_id,
        "provider_name": names[finding.provider_id],
        "monitor_id": visit.monitor_id,
        "monitor_name": names[visit.monitor_id] if visit.monitor_id else None,
        "remarks": visit.remarks,
        "sanction_id": finding.sanction_id,
    }


def plan_lines(session: Session, plans: Sequence[Plan]) -> list[Json]:
    """Plans with how far their visits are."""
    counts = counts_of(session, [each.id for each in plans])
    return [plan_line(each, counts[each.id]) for each in plans]


def plan_line(plan: Plan, counts: Mapping[str, int]) -> Json:
    return {
        "id": plan.id,
        "part": plan.part,
        "first_on": plan.first_on,
        "ends_on": plan.ends_on,
        "version": plan.version,
        "commitment": plan.commitment,
        "committed_at": plan.committed_at,
        "drawn_at": plan.drawn_at,
        "live": plan.live,
        "self_paced": plan.self_paced,
        "visits": {str(state): counts.get(state, 0) for state in VisitState},
    }


def plan_for_operator(session: Session, plan: Plan) -> Json:
    """A plan with everything that was chosen and why, drawn again; who was asked, and
    how those were drawn."""
    visits = session.scalars(visits_in(plan.id).order_by(Visit.starts_at, Visit.id))
    rows = visits.all()
    askings = _askings(session, rows)
    courses = courses_of(session, [each.course_id for each in rows])
    names = names_of(
        session,
        [
            *(each.provider_id for each in rows),
            *(one.organisation_id for each in askings.values() for one in each),
        ],
    )
    drawn = plan.drawn_at is not None
    return {
        **plan_lines(session, [plan])[0],
        "seed": seed_of(session, plan) if drawn else None,
        "reproduced": is_reproduced(session, plan) if drawn else None,
        "chosen": [
            {
                **visit_line(each, courses[each.course_id]),
                "provider_id": each.provider_id,
                "provider_name": names[each.provider_id],
                "item": each.item,
                "why": each.why,
                "points": each.points,
                "factors": [
                    {"code": code, "points": points}
                    for code, points in sorted(each.factors.items())
                ],
                "frame_size": each.frame_size,
                "askings": [
                    asking_again(one, names[one.organisation_id])
                    for one in askings.get(each.id, ())
                ],
            }
            for each in rows
        ],
    }


def plan_for_everybody(plan: Plan, counts: Mapping[str, int], *, today: date) -> Json:
    """What was committed to; once the period is over, the seed of it goes along in
    `seed`, which the caller adds, and the sizes."""
    over = plan.ends_on <= today and plan.drawn_at is not None
    return {
        "part": plan.part,
        "first_on": plan.first_on,
        "ends_on": plan.ends_on,
        "version": plan.version,
        "commitment": plan.commitment,
        "committed_at": plan.committed_at,
        "live": plan.live if over else None,
        "self_paced": plan.self_paced if over else None,
        "visits": sum(counts.values()) if over else None,
        "reported": counts.get(VisitState.REPORTED, 0) if over else None,
    }


def asking_again(kept: Asking, name: str) -> Json:
    """An asking as it was drawn, and whether drawing again comes to the same."""
    again = draw(kept.seed, kept.candidates, seats=1)
    return {
        "organisation_id": kept.organisation_id,
        "organisation_name": name,
        "state": kept.state,
        "asked_at": kept.asked_at,
        "closed_at": kept.closed_at,
        "cause": kept.cause,
        "seed": kept.seed,
        "candidates": kept.candidates,
        "excluded": kept.excluded,
        "reproduced": again == [str(kept.organisation_id)],
    }


def check_shown(check: Check, language: str) -> Json:
    return {
        "code": check.code,
        "text": check.text.in_(language),
        "severity": check.severity,
        "source": check.source,
    }


def file_shown(session: Session, file: MonitoringFile) -> Json:
    """A file with its name in clear."""
    return {
        "id": file.id,
        "check": file.check_code,
        "name": name_of(session, file),
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256.hex(),
        "received_sha256": file.received_sha256.hex(),
        "uploaded_at": file.uploaded_at,
    }


def _found(finding: Finding) -> Json:
    return {
        "check": finding.check_code,
        "severity": finding.severity,
        "words": finding.words,
        "links": finding.links,
    }


def _answers(visit: Visit) -> list[Json] | None:
    if visit.answers is None:
        return None
    return [{"check": code, **given} for code, given in visit.answers.items()]


def _promised(session: Session, course: Course) -> Json | None:
    """What the course says to everybody, as far as it was written here."""
    if course.revision is None:
        return None
    content: Any = session.scalar(
        select(Revision.content).where(
            Revision.course_id == course.id, Revision.number == course.revision
        )
    )
    if content is None:
        return None
    return {name: content[name] for name in PROMISED if name in content}


def _askings(session: Session, visits: Sequence[Visit]) -> dict[UUID, list[Asking]]:
    rows = session.scalars(
        select(Asking)
        .where(Asking.visit_id.in_([each.id for each in visits]))
        .order_by(Asking.id)
    )
    found: dict[UUID, list[Asking]] = {}
    for each in rows:
        found.setdefault(each.visit_id, []).append(each)
    return found
