"""/operator/scope-requests and /operator/clients: deciding about clients."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.oauth.clients.forms import ReasonForm
from partners.oauth.clients.models import ScopeState
from partners.oauth.clients.oversight.api import page_of_asked
from partners.oauth.clients.queries import any_client
from partners.oauth.clients.services.scopes import decide
from partners.oauth.clients.services.switch import (
    OPERATOR,
    disable_client,
    enable_client,
)
from partners.oauth.clients.views import show_client
from partners.oauth.clients.wording import STATE_NAMES, scope_name
from partners.oauth.server import settings
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator

blueprint = PageBlueprint(
    "client-oversight-pages", __name__, template_folder="../../../templates"
)

REVIEW, STANDING = Permission.ONBOARDING_REVIEW, Permission.STANDING_CHANGE

add_section(
    Section(
        "scope-requests",
        Text("Scopes asked for", "Permintaan cakupan"),
        REVIEW,
        True,
        group=Group.PARTNERS,
    )
)
add_section(
    Section(
        "clients",
        Text("Partners' programs", "Program mitra"),
        STANDING,
        True,
        group=Group.PARTNERS,
    )
)

Page = Response | str | tuple[str, int]


@blueprint.get("/operator/scope-requests")
@for_operator(REVIEW)
def scope_requests() -> str:
    """What clients ask for, the oldest first; others by their state."""
    return _requests_page()


@blueprint.post("/operator/scope-requests/<uuid:request_id>")
@for_operator(REVIEW)
def decide_request(request_id: UUID) -> Page:
    """Give the scope, or refuse it, with a reason that the partner reads."""
    form = ReasonForm()
    if not form.validate():
        return _requests_page(wrong=request_id, form=form), 422
    try:
        with unit_of_work("clients.decide") as session:
            decide(
                session,
                request_id,
                grant=request.form.get("decision") == "grant",
                reason=form.reason.data or "",
                decided_by=current_staff().seat.account_id,
                profile_required=settings().is_production,
                profile_waiver=request.form.get("waiver", "").strip()[:500] or None,
                at=now(),
            )
    except Refusal as refusal:
        return _requests_page(refusal=refusal), status_of(type(refusal))
    flash(_("It is decided, and the partner is told."))
    return redirect("/operator/scope-requests", 303)


@blueprint.get("/operator/clients")
@for_operator(STANDING)
def find_client() -> Page:
    """Find a client by its id, to stop it or let it go on."""
    client_id = request.args.get("client_id", "").strip()
    if not client_id or "\0" in client_id:
        return _client_page()
    try:
        return _client_page(client_id=client_id)
    except Refusal as refusal:
        return _client_page(refusal=refusal), status_of(type(refusal))


@blueprint.post("/operator/clients/<client_id>/stop")
@for_operator(STANDING)
def stop(client_id: str) -> Page:
    """Stop a client with its next request."""
    return _switch(client_id, disable_client, _("The program is stopped."))


@blueprint.post("/operator/clients/<client_id>/release")
@for_operator(STANDING)
def release(client_id: str) -> Page:
    """Let a stopped client go on."""
    return _switch(client_id, enable_client, _("The program may act again."))


def _switch(client_id: str, turn: Callable[..., None], done: str) -> Page:
    form = ReasonForm()
    if not form.validate():
        return _client_page(client_id=client_id, form=form), 422
    try:
        with unit_of_work("clients.switch") as session:
            client = any_client(session, client_id, lock=True)
            turn(session, client, by=OPERATOR, reason=form.reason.data, at=now())
    except Refusal as refusal:
        return _client_page(refusal=refusal), status_of(type(refusal))
    flash(done)
    return redirect(f"/operator/clients?client_id={client_id}", 303)


def _client_page(
    *,
    client_id: str | None = None,
    refusal: Refusal | None = None,
    form: ReasonForm | None = None,
) -> str:
    view = None
    if client_id is not None:
        with reading("clients.oversee") as session:
            view = show_client(session, any_client(session, client_id))
    return render_template(
        "clients/oversight.html",
        client=view,
        asked=request.values.get("client_id", client_id or "")[:100],
        form=form or ReasonForm(formdata=None),
        refusal=in_words(refusal) if refusal else None,
    )


def _requests_page(
    *,
    refusal: Refusal | None = None,
    wrong: UUID | None = None,
    form: ReasonForm | None = None,
) -> str:
    asked = request.args.get("state", "")
    state = ScopeState(asked) if asked in set(ScopeState) else ScopeState.REQUESTED
    with reading("clients.scope_requests") as session:
        page = page_of_asked(
            session, state, limit=50, cursor=request.args.get("cursor") or None
        )
    language = page_locale()
    return render_template(
        "clients/scope_requests.html",
        page=page,
        state=state,
        states={name: words.in_(language) for name, words in STATE_NAMES.items()},
        scope_name=lambda scope: scope_name(scope, language),
        refusal=in_words(refusal) if refusal else None,
        wrong=wrong,
        wrong_form=form,
        form=ReasonForm(formdata=None),
    )
