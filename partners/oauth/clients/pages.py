"""/partner/<code>/clients: the pages of a developer's clients."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.problems import status_of
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.oauth.clients import forms
from partners.oauth.clients.queries import clients_of, own_client
from partners.oauth.clients.rules import MAX_CLIENTS, SCOPE_RULES, scopes_for
from partners.oauth.clients.services.change import change_client
from partners.oauth.clients.services.create import create_client
from partners.oauth.clients.services.scopes import ask_for_scopes, give_up_scope
from partners.oauth.clients.services.secrets import new_secret, revoke_secret
from partners.oauth.clients.services.switch import (
    ORGANISATION,
    disable_client,
    enable_client,
)
from partners.oauth.clients.views import ClientView, show_client, show_clients
from partners.oauth.clients.wording import (
    GRANT_NAMES,
    METHOD_NAMES,
    STATE_NAMES,
    scope_name,
)
from partners.oauth.models import Client
from partners.oauth.server import settings
from partners.oauth.services.register_client import LIVE_SECRETS
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint("client-pages", __name__, template_folder="../../templates")

MANAGE = Permission.CLIENTS_MANAGE

add_section(
    Section("clients", Text("Programs", "Program"), MANAGE, group=Group.PROGRAMS)
)

Page = Response | str | tuple[str, int]


@blueprint.get("/partner/<code>/clients")
@for_staff(MANAGE)
def clients() -> str:
    """The clients of the organisation; there are few enough for one page."""
    with reading("clients.page") as session:
        found = session.scalars(
            clients_of(current_staff().organisation.id)
            .order_by(Client.disabled_at.is_not(None), Client.name, Client.id)
            .limit(10 * MAX_CLIENTS)
        ).all()
        views = show_clients(session, found)
    return render_template("clients/clients.html", clients=views, base=_base())


@blueprint.get("/partner/<code>/clients/new")
@for_staff(MANAGE)
def new_client() -> str:
    """The form for a new client."""
    return _new_page(forms.NewClientForm())


@blueprint.post("/partner/<code>/clients")
@for_staff(MANAGE)
def make_client() -> Page:
    """Make a client and show its secret, this once: nothing leads back to it."""
    form, staff = forms.NewClientForm(), current_staff()
    form.offer(scopes_for(staff.organisation.kinds))
    if not form.validate():
        return _new_page(form), 422
    try:
        with unit_of_work("clients.create") as session:
            client, secret = create_client(
                session,
                staff.organisation,
                form.wanted(),
                asked_by=staff.seat.account_id,
                at=now(),
            )
            view = show_client(session, client, secret=secret)
    except Refusal as refusal:
        return _new_page(form, refusal), status_of(type(refusal))
    return _client_page(view, made=True)


@blueprint.get("/partner/<code>/clients/<client_id>")
@for_staff(MANAGE)
def client(client_id: str) -> str:
    """One client: what it may do, its secrets, its addresses."""
    with reading("clients.read") as session:
        return _client_page(show_client(session, _find(session, client_id)))


@blueprint.post("/partner/<code>/clients/<client_id>")
@for_staff(MANAGE)
def change(client_id: str) -> Page:
    """Change name, redirect URIs and allow list; refused when another was faster."""
    form = forms.ChangeForm()
    if not form.validate():
        return _again(client_id, form=form), 422
    return _act(
        client_id,
        lambda session, found: change_client(
            session,
            found,
            form.changes(),
            expected=form.expected,
            profile_required=settings().is_production,
            at=now(),
        ),
        _("The changes are in force."),
        form=form,
    )


@blueprint.post("/partner/<code>/clients/<client_id>/secrets")
@for_staff(MANAGE)
def add_secret(client_id: str) -> Page:
    """Give the client one more secret, or one instead of another; shown this once."""
    form = forms.SecretForm()
    try:
        with unit_of_work("clients.new_secret") as session:
            found = _find(session, client_id, lock=True)
            _, secret = new_secret(
                session,
                found,
                name=(form.name.data or "").strip()[:100] or None,
                replaces=_uuid(form.replaces.data),
                at=now(),
            )
            view = show_client(session, found, secret=secret)
    except Refusal as refusal:
        return _again(client_id, refusal), status_of(type(refusal))
    return _client_page(view)


@blueprint.post("/partner/<code>/clients/<client_id>/secrets/<uuid:secret_id>/revoke")
@for_staff(MANAGE)
def end_secret(client_id: str, secret_id: UUID) -> Page:
    """Revoke one of the client's secrets."""
    return _act(
        client_id,
        lambda session, found: revoke_secret(session, found, secret_id, at=now()),
        _("The secret is revoked."),
    )


@blueprint.post("/partner/<code>/clients/<client_id>/scopes")
@for_staff(MANAGE)
def ask(client_id: str) -> Page:
    """Ask for more scopes."""
    form, staff = forms.AskForm(), current_staff()
    form.offer(scopes_for(staff.organisation.kinds))
    if not form.validate() or not form.scopes.data:
        return _again(client_id, ask_form=form), 422
    return _act(
        client_id,
        lambda session, found: ask_for_scopes(
            session,
            found,
            form.scopes.data or [],
            kinds=staff.organisation.kinds,
            purpose=form.purpose.data or "",
            asked_by=staff.seat.account_id,
            at=now(),
        ),
        _("What is not sensitive is given; the operator decides on the rest."),
    )


@blueprint.post("/partner/<code>/clients/<client_id>/scopes/<scope>/give-up")
@for_staff(MANAGE)
def give_up(client_id: str, scope: str) -> Page:
    """Give up a scope, or withdraw the request for it."""
    return _act(
        client_id,
        lambda session, found: give_up_scope(session, found, scope, at=now()),
        _("The scope is given up."),
    )


@blueprint.post("/partner/<code>/clients/<client_id>/disable")
@for_staff(MANAGE)
def disable(client_id: str) -> Page:
    """Disable the client; its tokens are dead with its next request."""
    return _switch(client_id, disable_client, _("The client is disabled."))


@blueprint.post("/partner/<code>/clients/<client_id>/enable")
@for_staff(MANAGE)
def enable(client_id: str) -> Page:
    """Enable a client that was disabled here."""
    return _switch(client_id, enable_client, _("The client is enabled."))


def _switch(client_id: str, turn: Callable[..., None], done: str) -> Page:
    form = forms.ReasonForm()
    if not form.validate():
        return _again(client_id, reason_form=form), 422
    reason = form.reason.data or ""
    return _act(
        client_id,
        lambda session, found: turn(
            session, found, by=ORGANISATION, reason=reason, at=now()
        ),
        done,
    )


def _act(
    client_id: str,
    act: Callable[[Session, Client], object],
    done: str,
    **again: Any,
) -> Page:
    """Do one thing to the client, then show it; a refusal is shown on its page."""
    try:
        with unit_of_work("clients.act") as session:
            act(session, _find(session, client_id, lock=True))
    except Refusal as refusal:
        return _again(client_id, refusal, **again), status_of(type(refusal))
    flash(done)
    return redirect(f"{_base()}/{client_id}", 303)


def _again(client_id: str, refusal: Refusal | None = None, **more: Any) -> str:
    with reading("clients.read") as session:
        view = show_client(session, _find(session, client_id))
    return _client_page(view, refusal, **more)


def _client_page(
    view: ClientView,
    refusal: Refusal | None = None,
    *,
    form: forms.ChangeForm | None = None,
    ask_form: forms.AskForm | None = None,
    reason_form: forms.ReasonForm | None = None,
    made: bool = False,
) -> str:
    kinds = current_staff().organisation.kinds
    waiting = {one.scope for one in view.scope_requests if one.state == "requested"}
    offered = [
        scope
        for scope in scopes_for(kinds)
        if scope not in waiting and scope not in view.scopes
    ]
    ask_form = ask_form or forms.AskForm(formdata=None)
    ask_form.offer(offered)
    if form is None:
        form = forms.ChangeForm(
            formdata=None,
            version=str(view.version),
            name=view.name,
            redirect_uris="\n".join(view.redirect_uris),
            post_logout_redirect_uris="\n".join(view.post_logout_redirect_uris),
            allowed_networks="\n".join(view.allowed_networks),
            id_token_alg=view.id_token_alg,
            requires_pushed_requests=view.requires_pushed_requests,
            requires_bound_tokens=view.requires_bound_tokens,
        )
    language = page_locale()
    return render_template(
        "clients/client.html",
        client=view,
        base=_base(),
        made=made,
        form=form,
        ask_form=ask_form,
        secret_form=forms.SecretForm(formdata=None),
        reason_form=reason_form or forms.ReasonForm(formdata=None),
        refusal=in_words(refusal) if refusal else None,
        room=len(view.secrets) < LIVE_SECRETS,
        grants=[GRANT_NAMES[name].in_(language) for name in view.grant_types],
        method=METHOD_NAMES[view.auth_method].in_(language),
        states={name: words.in_(language) for name, words in STATE_NAMES.items()},
        scope_name=lambda scope: scope_name(scope, language),
    )


def _new_page(form: forms.NewClientForm, refusal: Refusal | None = None) -> str:
    kinds = current_staff().organisation.kinds
    form.offer(scopes_for(kinds))
    return render_template(
        "clients/new.html",
        form=form,
        base=_base(),
        refusal=in_words(refusal) if refusal else None,
        sensitive=[
            scope for scope in scopes_for(kinds) if SCOPE_RULES[scope].sensitive
        ],
    )


def _find(session: Session, client_id: str, *, lock: bool = False) -> Client:
    organisation_id = current_staff().organisation.id
    return own_client(session, client_id, organisation_id=organisation_id, lock=lock)


def _base() -> str:
    return f"/partner/{current_staff().organisation.code}/clients"


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
