"""The pages on which people link platforms, and take the link back."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from authlib.oauth2 import OAuth2Error
from flask import Response, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.security import public
from partners.accounts.models import Account
from partners.accounts.web import (
    PageBlueprint,
    for_people,
    page_locale,
    sign_in_address,
    signed_in_account,
    visitor,
)
from partners.oauth import requests
from partners.oauth.adapters import ServedClient
from partners.oauth.api import server
from partners.oauth.consent import consent_text, lines_of, opening_of, warning_of
from partners.oauth.errors import AddressNotRegistered, UnknownClient
from partners.oauth.models import Grant
from partners.oauth.queries import find_client, links_of, live_grant
from partners.oauth.rules import parse_scopes
from partners.oauth.server import settings
from partners.oauth.services.give_consent import give_consent
from partners.oauth.services.withdraw_consent import withdraw_consent

blueprint = PageBlueprint("consent", __name__, template_folder="../templates")


@blueprint.get("/oauth/authorize")
@public("It checks the platform first, and then asks the person to sign in.")
def ask() -> AnyResponse | str:
    """Ask a person whether a platform may act for her.

    Nothing is redirected to the platform before the platform and the address are
    verified; from then on every error goes there (OA-06, OA-07).
    """
    account = visitor()
    with unit_of_work("oauth.ask") as session:
        client, grant_or_error = _read_request(session)
        if isinstance(grant_or_error, Response):
            return grant_or_error
        if account is None:
            return redirect(sign_in_address(), 303)
        standing = live_grant(session, account_id=account.id, client_id=client.row.id)
        if standing is not None and _may_skip(client, standing):
            return _respond(grant_or_error, standing)
    return _consent_page(client)


@blueprint.post("/oauth/authorize")
@public("It checks the platform first, and then asks the person to sign in.")
def decide() -> AnyResponse:
    """Carry her decision out: a code for the platform, or access_denied."""
    account = visitor()
    with unit_of_work("oauth.decide") as session:
        client, grant_or_error = _read_request(session)
        if isinstance(grant_or_error, Response):
            return grant_or_error
        if account is None:
            return redirect(sign_in_address(), 303)
        consent = None
        if request.form.get("decision") == "allow":
            consent = _give(session, account, client)
        return _respond(grant_or_error, consent)


@blueprint.get("/links")
@for_people
def links() -> str:
    """The platforms that she has linked, what each may do, and since when."""
    with unit_of_work("oauth.links") as session:
        rows = links_of(session, signed_in_account().id)
    language = page_locale()
    shown = [
        {
            "id": grant.id,
            "platform": organisation.name,
            "program": client.name,
            "granted_at": grant.granted_at,
            "lines": lines_of(grant.scopes, language),
        }
        for grant, client, organisation in rows
    ]
    return render_template("oauth/links.html", links=shown)


@blueprint.post("/links/<uuid:grant_id>/unlink")
@for_people
def unlink(grant_id: UUID) -> AnyResponse:
    """Take the link back; the platform's tokens are dead at once."""
    with unit_of_work("oauth.unlink") as session:
        withdraw_consent(
            session, grant_id=grant_id, account_id=signed_in_account().id, at=now()
        )
    flash(_("The platform is no longer linked."))
    return redirect("/links", 303)


def _read_request(session: Session) -> tuple[ServedClient, Any]:
    """The client, and authlib's grant for a valid request, or the error to redirect.

    Raises UnknownClient or AddressNotRegistered, which are pages of ours.
    """
    requests.begin(session, at=now())
    asked = server.create_oauth2_request(None)
    ids, addresses = (
        asked.payload.datalist.get(name, []) for name in ("client_id", "redirect_uri")
    )
    found = find_client(session, ids[0]) if len(ids) == 1 else None
    if found is None:
        raise UnknownClient
    client = ServedClient(found)
    if len(addresses) != 1 or not client.check_redirect_uri(addresses[0]):
        raise AddressNotRegistered
    _allow_form_to_lead_to(addresses[0])
    try:
        if request.method == "POST":
            requests.require_body(request)
        return client, server.get_consent_grant(request=asked)
    except OAuth2Error as error:
        states = asked.payload.datalist.get("state", [])
        error.state = states[0] if len(states) == 1 else None
        error.redirect_uri = addresses[0]
        return client, server.handle_error_response(asked, error)


def _may_skip(client: ServedClient, standing: Grant) -> bool:
    """Whether she need not be asked again: her consent covers all that is asked, and
    the client has proved who it is. A public client could be another program behind
    the same loopback address (RFC 8252, section 8.6), so for it she is asked."""
    asked = parse_scopes(request.args.get("scope"))
    return not client.is_public and set(asked) <= set(standing.scopes)


def _give(session: Session, account: Account, client: ServedClient) -> Grant:
    scopes = parse_scopes(request.form.get("scope"))
    return give_consent(
        session,
        account_id=account.id,
        client=client.row,
        scopes=scopes,
        consent_text=consent_text(client.organisation.name, scopes, page_locale()),
        subject_key=settings().subject_key,
        at=now(),
    )


def _respond(grant: Any, consent: Grant | None) -> Response:
    answer: Response = server.create_authorization_response(
        request=grant.request, grant_user=consent, grant=grant
    )
    return answer


def _consent_page(client: ServedClient) -> str:
    scopes = parse_scopes(request.args.get("scope"))
    language = page_locale()
    return render_template(
        "oauth/consent.html",
        platform=client.organisation.name,
        program=client.row.name,
        opening=opening_of(client.organisation.name, language),
        lines=lines_of(scopes, language),
        warning=warning_of(scopes, language),
        host=urlsplit(request.args["redirect_uri"]).netloc,
        parameters=request.args.items(),
    )


def _allow_form_to_lead_to(address: str) -> None:
    """Browsers hold a form's redirect to the policy too, so it names the platform."""
    parts = urlsplit(address)
    g.form_action = f"'self' {parts.scheme}://{parts.netloc}"
