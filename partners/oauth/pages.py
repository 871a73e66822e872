"""The page on which a person decides what a platform may do for her."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2 import OAuth2Error
from authlib.oidc.core.errors import ConsentRequiredError
from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.models import Account
from partners.accounts.web import (
    PageBlueprint,
    csrf,
    let_forms_lead_to,
    page_locale,
    signed_in_account,
    visitor,
)
from partners.limits.rules import CONSENT_BY_ACCOUNT
from partners.limits.services.count import Limit
from partners.limits.web import count_tries
from partners.links.errors import LinkedWithOtherAccount, PartnerAccountTaken
from partners.oauth import requests
from partners.oauth.adapters import ServedClient
from partners.oauth.api import server
from partners.oauth.asking import Contradiction, contradiction, may_skip, words_for
from partners.oauth.consent import ConsentWords
from partners.oauth.details.describing import ActImpossible, training_balance
from partners.oauth.details.extension import InvalidAuthorizationDetailsError
from partners.oauth.errors import AddressNotRegistered, QuestionTooLong, UnknownClient
from partners.oauth.models import Grant
from partners.oauth.oidc.interaction import Interaction
from partners.oauth.oidc.progress import OURS
from partners.oauth.pushed.endpoint import answer_pushed, take_pushed
from partners.oauth.queries import find_client, live_grant, may_be_linked
from partners.oauth.rules import parse_scopes
from partners.oauth.server import settings
from partners.oauth.services.give_consent import give_consent
from partners.standing.errors import LinkingStopped

# What every server and browser on the way takes for an address.
LONGEST_QUESTION = 4000

# What our form adds to the parameters of the request that it repeats.
NOT_OF_THE_REQUEST = frozenset({"csrf_token", "decision", "shown"})

blueprint = PageBlueprint("consent", __name__, template_folder="../templates")


@blueprint.get("/oauth/authorize")
@public("It checks the platform first, and then asks the person to sign in.")
def ask() -> AnyResponse | str:
    """Ask a person whether a platform may act for her.

    Nothing is redirected to the platform before the platform and the address are
    verified; from then on every error goes there (OA-06, OA-07).
    """
    _refuse_too_long(request.args)
    with unit_of_work("oauth.ask") as session:
        client, grant_or_error = _read_request(session)
        if isinstance(grant_or_error, Response):
            return grant_or_error
        interaction: Interaction = grant_or_error.interaction
        page = interaction.page_before_consent()
        if page is not None:
            return page
        account = signed_in_account()
        standing = live_grant(session, account_id=account.id, client_id=client.row.id)
        if standing is not None and may_skip(session, grant_or_error, client, standing):
            return _respond(grant_or_error, standing)
        if interaction.wishes.silent:
            return _refuse(grant_or_error, ConsentRequiredError())
        if standing is None and not may_be_linked(session, client.organisation.id):
            raise LinkingStopped
        return _consent_page(session, account, client, grant_or_error)


@blueprint.post("/oauth/authorize")
@csrf.exempt
@public("It checks the platform first, and then asks the person to sign in.")
def decide() -> AnyResponse | str:
    """Carry her decision out: a code for the platform, or access_denied.

    A platform may ask its question by a form of its own (OpenID Connect Core, section
    3.1.2.1). It is asked again by GET: browsers keep our cookies back from a form that
    was sent elsewhere. Only what is sent from our own page decides anything.
    """
    if "decision" not in request.form:
        return redirect(_asked_by_get(), 303)
    csrf.protect()
    _count_decision()
    try:
        return _decide()
    except (LinkedWithOtherAccount, PartnerAccountTaken):
        # Somebody was faster: the page says so now.
        return redirect(_question_again(), 303)


def _count_decision() -> None:
    """Every decision counts for her account, whatever it is: a browser that a program
    has taken over does not give consents by the hundred. Raises TooManyRequests."""
    person = visitor()
    if person is not None:
        count_tries([Limit(CONSENT_BY_ACCOUNT, str(person.id))], at=now())


def _decide() -> AnyResponse | str:
    with unit_of_work("oauth.decide") as session:
        client, grant_or_error = _read_request(session)
        if isinstance(grant_or_error, Response):
            return grant_or_error
        interaction: Interaction = grant_or_error.interaction
        page = interaction.page_before_consent()
        if page is not None:
            return page
        account = signed_in_account()
        if request.form.get("decision") != "allow":
            return _respond(grant_or_error, None)
        return _allow(session, account, client, grant_or_error)


def _read_request(session: Session) -> tuple[ServedClient, Any]:
    """The client, and authlib's grant for a valid request, or the error to redirect.

    Raises UnknownClient, AddressNotRegistered or PushedRequestGone, which are pages of
    ours.
    """
    requests.begin(session, at=now())
    asked = server.create_oauth2_request(None)
    take_pushed(asked)
    ids, addresses = (
        asked.payload.datalist.get(name, []) for name in ("client_id", "redirect_uri")
    )
    found = find_client(session, ids[0]) if len(ids) == 1 else None
    if found is None:
        raise UnknownClient
    client = ServedClient(found)
    if len(addresses) != 1 or not client.check_redirect_uri(addresses[0]):
        raise AddressNotRegistered
    let_forms_lead_to(addresses[0])
    try:
        if request.method == "POST":
            requests.require_body(request)
        grant = server.get_consent_grant(request=asked, end_user=visitor())
        grant.interaction = Interaction(grant, client)
        return client, grant
    except OAuth2Error as error:
        states = asked.payload.datalist.get("state", [])
        error.state = states[0] if len(states) == 1 else None
        error.redirect_uri = addresses[0]
        return client, server.handle_error_response(asked, error)


def _allow(
    session: Session, account: Account, client: ServedClient, grant: Any
) -> AnyResponse:
    """Give the consent that she was shown; if the page would read otherwise by now,
    show it again instead, so that she never allows what she did not read."""
    try:
        words = _words(session, account, client, grant)
    except ActImpossible as error:
        return _impossible(grant, error)
    if request.form.get("shown") != words.digest:
        flash(_("What is asked has changed meanwhile. Please read it again."))
        return redirect(_question_again(), 303)
    consent = give_consent(
        session,
        account_id=account.id,
        client=client.row,
        scopes=parse_scopes(grant.request.scope),
        detail=grant.request.detail,
        partner_account=grant.request.partner_account,
        words=words,
        subject_key=settings().subject_key,
        at=now(),
    )
    return _respond(grant, consent)


def _words(
    session: Session, account: Account, client: ServedClient, grant: Any
) -> ConsentWords:
    return words_for(
        session, account, client, grant.request, language=page_locale(), at=now()
    )


def _impossible(grant: Any, error: ActImpossible) -> Response:
    """Tell the platform why, at its own address (RFC 9396, section 5)."""
    return _refuse(grant, InvalidAuthorizationDetailsError(error.reason))


def _refuse(grant: Any, error: OAuth2Error) -> Response:
    """Send an error back to the platform whose request is valid."""
    answer_pushed(grant.request)
    error.state = grant.request.payload.state
    error.redirect_uri = grant.redirect_uri
    answer: Response = server.handle_error_response(grant.request, error)
    return answer


def _asked_by_get() -> str:
    """The question of a platform's own form as an address."""
    return f"/oauth/authorize?{_refuse_too_long(request.form)}"


def _refuse_too_long(asked: MultiDict[str, str]) -> str:
    """The question as a query; raises QuestionTooLong for one that would be cut off on
    the way over the sign-in page. What we wrote into it ourselves does not count."""
    given = list(asked.items(multi=True))
    theirs = [(name, value) for name, value in given if name not in OURS]
    if len(urlencode(theirs)) > LONGEST_QUESTION:
        raise QuestionTooLong
    return urlencode(given)


def _question_again() -> str:
    """The address of the page that the form was sent from."""
    asked = {
        name: value
        for name, value in request.form.items()
        if name not in NOT_OF_THE_REQUEST
    }
    return f"/oauth/authorize?{urlencode(asked)}"


def _respond(grant: Any, consent: Grant | None) -> Response:
    answer_pushed(grant.request)
    answer: Response = server.create_authorization_response(
        request=grant.request, grant_user=consent, grant=grant
    )
    return answer


def _consent_page(
    session: Session, account: Account, client: ServedClient, grant: Any
) -> AnyResponse | str:
    conflict = contradiction(session, account, client, grant.request)
    if conflict is not None:
        return _conflict_page(client, grant, conflict)
    try:
        words = _words(session, account, client, grant)
    except ActImpossible as error:
        return _impossible(grant, error)
    return render_template(
        "oauth/consent.html",
        words=words,
        balance=training_balance(session, account.id) if words.spends else None,
        partner_account=grant.request.partner_account,
        host=urlsplit(grant.redirect_uri).netloc,
        parameters=grant.interaction.carried.items(),
    )


def _conflict_page(
    client: ServedClient, grant: Any, conflict: Contradiction
) -> Response:
    """Say why nothing is linked, and lead back to the platform."""
    language = page_locale()
    body = render_template(
        "oauth/conflict.html",
        platform=client.organisation.name,
        title=conflict.title.in_(language),
        detail=conflict.detail.in_(language),
        remedy=conflict.remedy.in_(language),
        parameters=grant.interaction.carried.items(),
    )
    return Response(body, status_of(type(conflict)))
