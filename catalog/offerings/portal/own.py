"""An institution's side: where a course is listed, what was proposed, and notices."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.authoring.api import zone
from catalog.authoring.portal.frame import (
    INSTITUTION,
    WRITES,
    institution,
    may_write,
    overview_of,
)
from catalog.authoring.queries import own_course
from catalog.courses.models import Category, LeavingBy, Offering
from catalog.offerings.bounds import most_commission
from catalog.offerings.models import Proposal
from catalog.offerings.portal.frame import COURSE, blueprint, offerings_address, said
from catalog.offerings.portal.typed import (
    leaving_typed,
    reason_typed,
    split,
    terms_typed,
)
from catalog.offerings.queries import (
    of_institution,
    offerings_of_course,
    platforms_selling,
    proposals,
)
from catalog.offerings.services.leave import NOTICE_DAYS, give_notice
from catalog.offerings.services.propose import (
    Terms,
    propose_offering,
    withdraw_proposal,
)
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading
from partners.accounts.acting import carry_out
from partners.organisations.models import Organisation
from partners.staff.web import for_staff

MOST = 100


@blueprint.get(f"{COURSE}/offerings")
@for_staff(WRITES, kind=INSTITUTION)
def offerings(course_id: UUID) -> str:
    """The platforms that list a course, and what was proposed to them."""
    return _page(course_id)


@blueprint.post(f"{COURSE}/offerings")
@for_staff(WRITES, kind=INSTITUTION)
def propose(course_id: UUID) -> Response | tuple[str, int] | str:
    """Propose a course to a platform; or work out what everybody would get."""
    terms, faults = terms_typed(request.form)
    if terms is None:
        return _page(course_id, faults=faults), 422
    if request.form.get("act") == "compute":
        return _page(course_id, terms=terms)
    return _act(
        course_id,
        lambda session: propose_offering(
            session,
            course_id,
            provider_id=institution(),
            platform_code=request.form.get("platform", "")[:100],
            terms=terms,
            at=now(),
        ),
        _("It is proposed. Nothing changes for buyers before the platform accepts."),
        terms=terms,
    )


@blueprint.post(f"{COURSE}/proposals/<uuid:proposal_id>/withdrawal")
@for_staff(WRITES, kind=INSTITUTION)
def fetch_back(course_id: UUID, proposal_id: UUID) -> Response | tuple[str, int]:
    """Take a proposal back that waits."""

    def act(session: Session) -> None:
        own_course(session, course_id, provider_id=institution())
        withdraw_proposal(
            session, course_id, proposal_id, provider_id=institution(), at=now()
        )

    return _act(course_id, act, _("The proposal is taken back."))


@blueprint.post(f"{COURSE}/offerings/<uuid:offering_id>/notice")
@for_staff(WRITES, kind=INSTITUTION)
def leave(course_id: UUID, offering_id: UUID) -> Response | tuple[str, int]:
    """Give notice: the course leaves a platform."""
    reason, faults = reason_typed(request.form)
    leaves_at, more = leaving_typed(request.form, zone())
    if faults or more:
        return _page(course_id, faults=faults | more, leaving=offering_id), 422

    def act(session: Session) -> None:
        own_course(session, course_id, provider_id=institution())
        give_notice(
            session,
            offering_id,
            of_institution(institution()),
            Offering.course_id == course_id,
            by=LeavingBy.INSTITUTION,
            reason=reason,
            leaves_at=leaves_at,
            at=now(),
        )

    return _act(course_id, act, _("Notice is given."), leaving=offering_id)


def _act(
    course_id: UUID, act: Callable[[Session], Any], done: str, **shown: Any
) -> Response | tuple[str, int]:
    return carry_out(
        "pages.change_offering",
        act,
        done=done,
        then=offerings_address(course_id),
        again=lambda refusal: _page(course_id, refusal=refusal, **shown),
    )


def _page(
    course_id: UUID,
    *,
    terms: Terms | None = None,
    faults: dict[str, Text] | None = None,
    leaving: UUID | None = None,
    refusal: Refusal | None = None,
) -> str:
    with reading("pages.own_offerings") as session:
        view = overview_of(session, course_id)
        listed = session.execute(
            offerings_of_course(course_id).order_by(Organisation.name).limit(MOST)
        ).all()
        proposed = session.execute(
            proposals()
            .where(Proposal.course_id == course_id)
            .order_by(Proposal.id.desc())
            .limit(MOST)
        ).all()
        platforms = session.scalars(platforms_selling().limit(MOST)).all()
        category = session.get(Category, view["course"].category)
        most = most_commission(session)
    return render_template(
        "offerings/own.html",
        **view,
        listed=[(each, split(_terms(each))) for each in listed],
        proposed=[(each, split(_terms(each))) for each in proposed],
        platforms=platforms,
        form=request.form,
        split=split(terms) if terms else None,
        commission=terms.commission_bps if terms else 0,
        most=most,
        cap=category.price_cap if category else None,
        notice_days=NOTICE_DAYS,
        leaving=leaving,
        faults=faults or {},
        may_write=may_write(),
        refusal=said(refusal) if refusal else None,
    )


def _terms(row: Any) -> Terms:
    return Terms(row.price, row.commission_bps)
