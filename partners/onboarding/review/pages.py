"""The operator's pages about applications: the queue, the checklist, the decision."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core import audit
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.files import as_attachment
from openapi.problems import status_of
from partners.accounts.web import (
    PageBlueprint,
    in_words,
    page_locale,
    signed_in_account,
)
from partners.onboarding.api import zone
from partners.onboarding.models import ApplicationState, PartnerApplication
from partners.onboarding.queries import find_application, queue, requirement_for
from partners.onboarding.review_models import Outcome, Verdict
from partners.onboarding.services.clock import local_day
from partners.onboarding.services.decide import decide, decide_appeal, recommend
from partners.onboarding.services.evidence import read_file
from partners.onboarding.services.review import record_finding, request_changes
from partners.onboarding.views import show_review
from partners.organisations.models import Organisation
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator

blueprint = PageBlueprint(
    "onboarding_review_pages", __name__, template_folder="../../templates"
)
add_section(
    Section(
        "applications",
        Text("Applications", "Permohonan"),
        Permission.ONBOARDING_REVIEW,
        operator=True,
        group=Group.PARTNERS,
    )
)

ONE = "/operator/applications/<uuid:application_id>"
MOST = 100


@blueprint.get("/operator/applications")
@for_operator(Permission.ONBOARDING_REVIEW)
def applications() -> str:
    """What was sent: those that are due first come first."""
    state = request.args.get("state")
    known = state if state in list(ApplicationState) else None
    with reading("pages.application_queue") as session:
        rows = session.execute(
            queue(known)
            .join(Organisation, Organisation.id == PartnerApplication.organisation_id)
            .add_columns(Organisation.name)
            .order_by(
                PartnerApplication.due_on.asc().nulls_last(),
                PartnerApplication.id.desc(),
            )
            .limit(MOST)
        ).all()
    return render_template(
        "onboarding/queue.html",
        rows=rows,
        state=known,
        states=[each for each in ApplicationState if each != ApplicationState.DRAFT],
        today=local_day(now(), zone()),
    )


@blueprint.get(ONE)
@for_operator(Permission.ONBOARDING_REVIEW)
def one(application_id: UUID) -> str:
    """One application with its checklist; looking at it is on the record."""
    return _page(application_id)


@blueprint.get(f"{ONE}/files/<uuid:file_id>")
@for_operator(Permission.ONBOARDING_REVIEW)
def download(application_id: UUID, file_id: UUID) -> Response:
    """A file, saved and never shown; each download is on the record."""
    with unit_of_work("pages.download") as session:
        application = find_application(session, application_id)
        return as_attachment(read_file(session, application, file_id, at=now()))


@blueprint.post(f"{ONE}/findings")
@for_operator(Permission.ONBOARDING_REVIEW)
def find(application_id: UUID) -> Response | tuple[str, int]:
    """Write down the verdicts of the whole checklist; lines left open stay so."""
    return _act(application_id, lambda session: _find_all(session, application_id))


@blueprint.post(f"{ONE}/changes-request")
@for_operator(Permission.ONBOARDING_REVIEW)
def give_back(application_id: UUID) -> Response | tuple[str, int]:
    """Ask for changes."""
    return _act(application_id, _step(request_changes, application_id, zone=zone()))


@blueprint.post(f"{ONE}/recommendation")
@for_operator(Permission.ONBOARDING_REVIEW)
def recommend_one(application_id: UUID) -> Response | tuple[str, int]:
    """The first person says how to decide."""
    return _act(
        application_id,
        _step(recommend, application_id, outcome=_outcome(), zone=zone()),
    )


@blueprint.post(f"{ONE}/decision")
@for_operator(Permission.STANDING_CHANGE)
def decide_one(application_id: UUID) -> Response | tuple[str, int]:
    """The second person confirms, or returns it."""
    confirm = request.form.get("confirm") == "yes"
    return _act(
        application_id, _step(decide, application_id, confirm=confirm, zone=zone())
    )


@blueprint.post(f"{ONE}/appeal-decision")
@for_operator(Permission.STANDING_CHANGE)
def decide_appeal_of(application_id: UUID) -> Response | tuple[str, int]:
    """A third person decides an appeal."""
    return _act(
        application_id,
        _step(decide_appeal, application_id, outcome=_outcome(), zone=zone()),
    )


def _outcome() -> Outcome:
    approve = request.form.get("outcome") == Outcome.APPROVE
    return Outcome.APPROVE if approve else Outcome.REFUSE


def _find_all(session: Session, application_id: UUID) -> None:
    application = find_application(session, application_id)
    for criterion in requirement_for(application).criteria:
        verdict = request.form.get(f"verdict-{criterion.code}", "")
        if verdict in list(Verdict):
            record_finding(
                session,
                application_id,
                criterion=criterion.code,
                verdict=Verdict(verdict),
                note=request.form.get(f"note-{criterion.code}", "")[:2000],
                account_id=signed_in_account().id,
                at=now(),
            )


def _step(
    service: Callable[..., Any], application_id: UUID, **more: Any
) -> Callable[[Session], Any]:
    def act(session: Session) -> Any:
        return service(
            session,
            application_id,
            reason=request.form.get("reason", "")[:2000],
            account_id=signed_in_account().id,
            at=now(),
            **more,
        )

    return act


def _act(
    application_id: UUID, act: Callable[[Session], Any]
) -> Response | tuple[str, int]:
    try:
        with unit_of_work("pages.review_application") as session:
            act(session)
    except Refusal as refusal:
        return _page(application_id, refusal), status_of(type(refusal))
    flash(_("Done."))
    return redirect(f"/operator/applications/{application_id}", 303)


def _page(application_id: UUID, refusal: Refusal | None = None) -> str:
    at = now()
    with unit_of_work("pages.review") as session:
        application = find_application(session, application_id)
        organisation = session.scalars(
            select(Organisation).where(Organisation.id == application.organisation_id)
        ).one()
        audit.record(
            session,
            action="partner_application.viewed",
            object_type="partner_application",
            object_id=application.id,
            at=at,
            after={"fields": ["tie_name", "file_name"]},
        )
        review = show_review(
            session,
            application,
            organisation.name,
            language=page_locale(),
            today=local_day(at, zone()),
        )
    return render_template(
        "onboarding/review.html",
        review=review,
        view=review.application,
        requirement=requirement_for(application),
        may_decide=Permission.STANDING_CHANGE in current_staff().permissions,
        refusal=in_words(refusal) if refusal else None,
    )
