"""The page on which people sign out at a platform's wish."""

from typing import Any
from urllib.parse import urlencode

from authlib.oauth2 import OAuth2Error
from authlib.oidc.rpinitiated import EndSessionRequest
from flask import Response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.security import public
from partners.accounts.models import Account
from partners.accounts.web import (
    PageBlueprint,
    csrf,
    end_visit,
    let_forms_lead_to,
    visitor,
)
from partners.oauth import requests
from partners.oauth.api import server
from partners.oauth.errors import QuestionTooLong
from partners.oauth.oidc.errors import SignOutUnusable
from partners.oauth.oidc.logout import EndSession
from partners.oauth.rules import pairwise_subject
from partners.oauth.server import settings

END_SESSION = "/oauth/logout"
LONGEST_QUESTION = 4000
OURS = frozenset({"csrf_token", "decision"})

blueprint = PageBlueprint("sign_out", __name__, template_folder="../../templates")


@blueprint.get(END_SESSION)
@public("A platform sends the person here, who may be signed out already.")
def ask() -> AnyResponse | str:
    """Sign her out and send her back, or ask her first.

    She is not asked where an id_token of ours says that the platform means her. Without
    one, or where somebody else is signed in, anyone could have written the link
    (RP-Initiated Logout, section 6).
    """
    with unit_of_work("oauth.sign_out") as session:
        wish = _read(session)
        account = visitor()
        if account is None or (_is_meant(wish, account) and not _leads_astray(wish)):
            return _sign_out(wish)
    return _question(wish)


@blueprint.post(END_SESSION)
@csrf.exempt
@public("A platform sends the person here, who may be signed out already.")
def decide() -> AnyResponse | str:
    """Carry her decision out. A platform's own form is asked again by GET: browsers
    keep our cookies back from a form that was sent elsewhere."""
    if "decision" not in request.form:
        query = urlencode(list(request.form.items(multi=True)))
        if len(query) > LONGEST_QUESTION:
            raise QuestionTooLong
        return redirect(f"{END_SESSION}?{query}", 303)
    csrf.protect()
    with unit_of_work("oauth.sign_out") as session:
        return _sign_out(_read(session))


def _read(session: Session) -> EndSessionRequest:
    """The platform's wish; raises SignOutUnusable."""
    requests.begin(session, at=now())
    asked = server.create_oauth2_request(None)
    try:
        wish: EndSessionRequest = EndSession(server).validate_request(asked)
    except OAuth2Error as error:
        raise SignOutUnusable from error
    if wish.redirect_uri is not None:
        let_forms_lead_to(wish.redirect_uri)
    return wish


def _is_meant(wish: EndSessionRequest, account: Account) -> bool:
    if wish.id_token_claims is None or wish.client is None:
        return False
    subject = pairwise_subject(
        settings().subject_key,
        organisation_id=wish.client.row.organisation_id,
        account_id=account.id,
    )
    return bool(wish.id_token_claims["sub"] == subject)


def _leads_astray(wish: EndSessionRequest) -> bool:
    """Whether the platform names an address that it has not registered."""
    return wish.redirect_uri is None and bool(
        _parameters(wish).get("post_logout_redirect_uri")
    )


def _sign_out(wish: EndSessionRequest) -> AnyResponse | str:
    answer = EndSession(server).create_response(wish)
    if answer is None:
        response = Response(render_template("oauth/signed_out.html", visitor=None))
    else:
        location = dict(answer[2])["Location"]
        response = Response(status=303, headers={"Location": location})
    return end_visit(response)


def _question(wish: EndSessionRequest) -> str:
    return render_template(
        "oauth/sign_out.html",
        platform=wish.client.organisation.name if wish.client else None,
        leads_back=wish.redirect_uri is not None,
        parameters=[
            (name, value)
            for name, value in _parameters(wish).items()
            if name not in OURS
        ],
    )


def _parameters(wish: EndSessionRequest) -> Any:
    asked: Any = wish.request
    return asked.payload.data
