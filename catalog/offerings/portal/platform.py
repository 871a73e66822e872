"""A platform's side: what institutions propose, its answers, and its notices."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.api import zone
from catalog.authoring.portal.showing import said_in
from catalog.authoring.queries import published_content
from catalog.courses.models import Course, LeavingBy, Offering
from catalog.offerings.models import Proposal, ProposalState
from catalog.offerings.portal.frame import blueprint, said
from catalog.offerings.portal.typed import leaving_typed, reason_typed, split
from catalog.offerings.queries import offering_of, proposal_with, proposals
from catalog.offerings.services.answer import accept_proposal, decline_proposal
from catalog.offerings.services.leave import NOTICE_DAYS, give_notice
from catalog.offerings.services.propose import Terms
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import asked
from openapi.pagination import Key, paginate
from openapi.problems import status_of
from partners.accounts.acting import carry_out
from partners.accounts.web import page_locale
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import check_conflict
from partners.organisations.models import STOPPED, Kind, Organisation
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

WRITES, PLATFORM = Permission.CATALOGUE_WRITE, Kind.DIGITAL_PLATFORM
LIST = "/partner/<code>/proposals"
ONE = f"{LIST}/<uuid:proposal_id>"
LISTED = "/partner/<code>/listed-courses"
LISTED_ONE = f"{LISTED}/<uuid:offering_id>"
PAGE = 20
LONGEST_SEARCH = 100

add_section(
    Section(
        "proposals",
        Text("Proposals of courses", "Usulan pelatihan"),
        WRITES,
        kinds=frozenset({PLATFORM}),
        group=Group.COURSES,
        first=True,
    )
)
add_section(
    Section(
        "listed-courses",
        Text("Listed courses", "Pelatihan yang ditawarkan"),
        WRITES,
        kinds=frozenset({PLATFORM}),
        group=Group.COURSES,
    )
)


@blueprint.get(LIST)
@for_staff(WRITES, kind=PLATFORM)
def waiting() -> str:
    """What waits for an answer, the oldest first; or what was answered, the latest
    first."""
    asked = request.args.get("state", ProposalState.WAITING)
    state = asked if asked in list(ProposalState) else ProposalState.WAITING
    wanted = proposals().where(
        Proposal.platform_id == _platform(), Proposal.state == state
    )
    newest = state != ProposalState.WAITING
    with reading("pages.proposals") as session:
        page = paginate(
            session,
            wanted,
            [Key(Proposal.id, "id", descending=newest)],
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template(
        "offerings/proposals.html",
        page=page,
        state=state,
        states=list(ProposalState),
        address=_address("proposals"),
    )


@blueprint.get(ONE)
@for_staff(WRITES, kind=PLATFORM)
def one(proposal_id: UUID) -> str:
    """A proposal beside what is agreed now, and whether a tie stands in the way."""
    return _page(proposal_id)


@blueprint.post(f"{ONE}/acceptance")
@for_staff(WRITES, kind=PLATFORM)
def accept(proposal_id: UUID) -> Response | tuple[str, int]:
    """List the course at the proposed terms."""
    return _act(
        proposal_id,
        lambda session: accept_proposal(
            session, proposal_id, platform_id=_platform(), at=now()
        ),
        _("Accepted. The course is listed, or will be once it is published."),
    )


@blueprint.post(f"{ONE}/refusal")
@for_staff(WRITES, kind=PLATFORM)
def decline(proposal_id: UUID) -> Response | tuple[str, int]:
    """Say no, and why."""
    reason, faults = reason_typed(request.form)
    if faults:
        return _page(proposal_id, faults=faults), 422
    return _act(
        proposal_id,
        lambda session: decline_proposal(
            session, proposal_id, platform_id=_platform(), reason=reason, at=now()
        ),
        _("Declined. The institution reads your reason."),
    )


@blueprint.get(LISTED)
@for_staff(WRITES, kind=PLATFORM)
def listed() -> str:
    """The courses that the platform lists, by title."""
    words = asked("q", most=LONGEST_SEARCH)
    wanted = _listed()
    if words:
        wanted = wanted.where(Course.title.icontains(words, autoescape=True))
    with reading("pages.listed_courses") as session:
        page = paginate(
            session,
            wanted,
            [Key(Course.title, "title"), Key(Offering.id, "id")],
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template(
        "offerings/listed.html",
        page=page,
        words=words,
        address=_address("listed-courses"),
    )


@blueprint.get(LISTED_ONE)
@for_staff(WRITES, kind=PLATFORM)
def listed_one(offering_id: UUID) -> str:
    """One of them, and the form of a notice."""
    return _listed_page(offering_id)


@blueprint.post(f"{LISTED_ONE}/notice")
@for_staff(WRITES, kind=PLATFORM)
def leave_a_course(offering_id: UUID) -> Response | tuple[str, int]:
    """Give notice: the platform lists the course for another week, or longer."""
    reason, faults = reason_typed(request.form)
    leaves_at, more = leaving_typed(request.form, zone())
    if faults or more:
        return _listed_page(offering_id, faults=faults | more), 422
    try:
        with unit_of_work("pages.platform_notice") as session:
            give_notice(
                session,
                offering_id,
                Offering.platform_id == _platform(),
                by=LeavingBy.PLATFORM,
                reason=reason,
                leaves_at=leaves_at,
                at=now(),
            )
    except Refusal as refusal:
        return _listed_page(offering_id, refusal=refusal), status_of(type(refusal))
    flash(_("Notice is given."))
    return redirect(f"{_address('listed-courses')}/{offering_id}", 303)


def _act(
    proposal_id: UUID, act: Callable[[Session], Any], done: str
) -> Response | tuple[str, int]:
    return carry_out(
        "pages.answer_proposal",
        act,
        done=done,
        then=_address("proposals"),
        again=lambda refusal: _page(proposal_id, refusal=refusal),
    )


def _page(
    proposal_id: UUID,
    *,
    faults: dict[str, Text] | None = None,
    refusal: Refusal | None = None,
) -> str:
    platform = current_staff().organisation
    with reading("pages.proposal") as session:
        _, course = proposal_with(
            session, proposal_id, Proposal.platform_id == platform.id
        )
        row = session.execute(proposals().where(Proposal.id == proposal_id)).one()
        tie = check_conflict(
            session, course.provider_id, platform.id, purpose=Purpose.SALE
        )
        content = published_content(session, course)
        course_said = said_in(session, content, language=page_locale())
    return render_template(
        "offerings/proposal.html",
        proposal=row,
        course=course,
        course_said=course_said,
        tie=tie,
        blocked=tie.refused and row.price > 0,
        split=split(Terms(row.price, row.commission_bps)),
        agreed=split(Terms(row.listed_price, row.listed_commission_bps))
        if row.listed_price is not None
        else None,
        form=request.form,
        faults=faults or {},
        address=_address("proposals"),
        may_write=platform.standing not in STOPPED,
        refusal=said(refusal) if refusal else None,
    )


def _listed_page(
    offering_id: UUID,
    *,
    faults: dict[str, Text] | None = None,
    refusal: Refusal | None = None,
) -> str:
    platform = current_staff().organisation
    with reading("pages.listed_course") as session:
        offering_of(session, offering_id, platform_id=platform.id)
        row = session.execute(_listed().where(Offering.id == offering_id)).one()
    return render_template(
        "offerings/listed_one.html",
        offering=row,
        split=split(Terms(row.price, row.commission_bps)),
        notice_days=NOTICE_DAYS,
        form=request.form,
        faults=faults or {},
        address=_address("listed-courses"),
        may_write=platform.standing not in STOPPED,
        refusal=said(refusal) if refusal else None,
    )


def _listed() -> Any:
    return (
        select(
            Offering.id,
            Course.title,
            Course.status,
            Organisation.name.label("institution_name"),
            Offering.price,
            Offering.commission_bps,
            Offering.listed_at,
            Offering.leaves_at,
            Offering.leaving_by,
            Offering.leaving_reason,
        )
        .join(Course, Course.id == Offering.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Offering.platform_id == _platform(), Offering.withdrawn_at.is_(None))
    )


def _platform() -> UUID:
    return current_staff().organisation.id


def _address(section: str) -> str:
    return f"/partner/{current_staff().organisation.code}/{section}"
