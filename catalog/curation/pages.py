"""The pages of those who judge: their tasks, and the rubric as a form."""

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.content import FIELDS
from catalog.authoring.portal.fields import BY_FIELD
from catalog.authoring.portal.showing import said_in
from catalog.curation.layers import Judge
from catalog.curation.models import Case, Task, TaskState, Verdict
from catalog.curation.queries import find_task, layer_of, rules_of, tasks_for
from catalog.curation.rules import Answer, Change, Score
from catalog.curation.services.answer import answer_task, decline_task
from catalog.curation.services.draft import draft_of, keep_draft
from catalog.curation.views import task_for_judges, task_line
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed
from openapi.problems import status_of
from partners.accounts.acting import carry_out
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.organisations.models import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint("course_task_pages", __name__, template_folder="../templates")
add_section(
    Section(
        "assessments",
        Text("Courses to judge", "Penilaian pelatihan"),
        Permission.COURSES_ASSESS,
        kinds=frozenset({Kind.ASSESSOR, Kind.DIGITAL_PLATFORM, Kind.OPERATOR}),
        group=Group.COURSES,
    )
)

LIST = "/partner/<code>/assessments"
ONE = f"{LIST}/<uuid:task_id>"
MOST = 100
LONGEST = 4_000


@blueprint.get(LIST)
@for_staff(Permission.COURSES_ASSESS)
def tasks() -> str:
    """What is to be judged, those that are due first, and what was judged last."""
    organisation = current_staff().organisation
    wanted = tasks_for(organisation.id, None).join(Case, Case.id == Task.case_id)
    with reading("pages.course_tasks") as session:
        open_rows = session.execute(
            wanted.add_columns(Case)
            .where(Task.state == TaskState.ASSIGNED)
            .order_by(Task.due_at, Task.id)
            .limit(MOST)
        ).all()
        done_rows = session.execute(
            wanted.add_columns(Case)
            .where(Task.state != TaskState.ASSIGNED)
            .order_by(Task.id.desc())
            .limit(MOST)
        ).all()
    return render_template(
        "curation/tasks.html",
        waiting=[task_line(task, case) for task, case in open_rows],
        done=[task_line(task, case) for task, case in done_rows],
        code=organisation.code,
        at=now(),
    )


@blueprint.get(ONE)
@for_staff(Permission.COURSES_ASSESS)
def one(task_id: UUID) -> str:
    """A course with its rubric."""
    return _page(task_id)


@blueprint.post(f"{ONE}/verdict")
@for_staff(Permission.COURSES_ASSESS)
def judge(task_id: UUID) -> Response | tuple[str, int]:
    """Judge the course."""

    def act(session: Session) -> None:
        staff = current_staff()
        task = find_task(session, task_id, organisation_id=staff.organisation.id)
        answer_task(
            session,
            task_id,
            organisation_id=staff.organisation.id,
            account_id=staff.seat.account_id,
            answer=_answer(session.get_one(Case, task.case_id), task),
            at=now(),
        )

    return _act(task_id, act)


@blueprint.post(f"{ONE}/draft")
@for_staff(Permission.COURSES_ASSESS)
def save(task_id: UUID) -> Response | str | tuple[str, int]:
    """Keep what is filled in so far: by itself while she types, or by the button."""
    staff = current_staff()
    try:
        with unit_of_work("pages.keep_verdict") as session:
            task = find_task(session, task_id, organisation_id=staff.organisation.id)
            case = session.get_one(Case, task.case_id)
            keep_draft(
                session,
                task_id,
                {name: typed(name, most=LONGEST) for name in _names(case, task)},
                organisation_id=staff.organisation.id,
                account_id=staff.seat.account_id,
                at=now(),
            )
    except Refusal as refusal:
        return _page(task_id, refusal), status_of(type(refusal))
    if request.headers.get("HX-Request"):
        return _page(task_id)
    flash(_("Saved. Go on whenever you like; it is sent by the last button alone."))
    return redirect(f"/partner/{staff.organisation.code}/assessments/{task_id}", 303)


@blueprint.post(f"{ONE}/decline")
@for_staff(Permission.COURSES_ASSESS)
def decline(task_id: UUID) -> Response | tuple[str, int]:
    """Leave the course to another assessor."""

    def act(session: Session) -> None:
        decline_task(
            session,
            task_id,
            organisation_id=current_staff().organisation.id,
            reason=typed("reason", most=LONGEST) or "-",
            at=now(),
        )

    return _act(task_id, act)


def _names(case: Case, task: Task) -> list[str]:
    """The names under which the page sends what was filled in."""
    rubric = rules_of(case).rubric(layer_of(case, task.layer))
    scored = [f"{part}-{each.code}" for each in rubric for part in ("score", "note")]
    return [*scored, *(f"change-{each}" for each in FIELDS), "verdict", "reasons"]


def _answer(case: Case, task: Task) -> Answer:
    """What was filled in. Whoever chose nothing is told what is open."""
    scores = {}
    for each in rules_of(case).rubric(layer_of(case, task.layer)):
        given = request.form.get(f"score-{each.code}", "")
        if given.isascii() and given.isdigit() and len(given) < 4:
            scores[each.code] = Score(
                int(given), typed(f"note-{each.code}", most=LONGEST)
            )
    verdict = request.form.get("verdict", "")
    changes = [
        Change(f"/{field}", words)
        for field in sorted(FIELDS)
        if (words := typed(f"change-{field}", most=LONGEST))
    ]
    return Answer(
        verdict=Verdict(verdict) if verdict in list(Verdict) else Verdict.CHANGES,
        reasons=typed("reasons", most=LONGEST) or "-",
        scores=scores,
        changes=changes,
    )


def _empty(view: Mapping[str, Any]) -> list[str]:
    """What the institution left out, which can be asked for too."""
    hidden = {*view["content"], *view["blind"]}
    return [each for each in BY_FIELD if each not in hidden]


def _act(task_id: UUID, act: Callable[[Session], Any]) -> Response | tuple[str, int]:
    return carry_out(
        "pages.judge_course",
        act,
        done=_("Done."),
        then=f"/partner/{current_staff().organisation.code}/assessments",
        again=lambda refusal: _page(task_id, refusal),
    )


def _page(task_id: UUID, refusal: Refusal | None = None) -> str:
    organisation = current_staff().organisation
    with reading("pages.course_task") as session:
        task = find_task(session, task_id, organisation_id=organisation.id)
        case = session.scalars(select(Case).where(Case.id == task.case_id)).one()
        view = task_for_judges(session, task, language=page_locale())
        course = said_in(session, view["content"], language=page_locale())
        draft = draft_of(session, task_id, current_staff().seat.account_id)
    # What was just sent is newer than what was kept.
    sent = request.form if request.endpoint == f"{blueprint.name}.judge" else None
    rules = rules_of(case)
    return render_template(
        "curation/task.html",
        view=view,
        course=course,
        empty=_empty(view),
        rubric=[
            (rules.aspects[aspect], list(group))
            for aspect, group in groupby(view["rubric"], key=itemgetter("aspect"))
        ],
        faulty=refusal.members.get("indicators", ()) if refusal else (),
        may_decline=layer_of(case, task.layer).by == Judge.ASSESSORS,
        verdicts=list(Verdict),
        address=f"/partner/{organisation.code}/assessments/{task_id}",
        form=sent or (draft.fields if draft else {}),
        saved_at=draft.saved_at if draft else None,
        at=now(),
        refusal=in_words(refusal) if refusal else None,
    )
