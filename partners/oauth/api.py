"""The OAuth endpoints that programs call, their metadata, and who the person is.

Token, revocation and introspection answer as RFC 6749, 7009 and 7662 say, not with our
problem documents; /v1/userinfo is an operation of the API like all others.
"""

from typing import Any, cast

from authlib.oauth2 import OAuth2Error
from flask import Blueprint as FlaskBlueprint
from flask import Response, jsonify, request
from flask.views import MethodView

from core.clock import now
from core.privacy import vault_of
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.security import current_caller, public, require_scope
from partners.accounts.rules import given_name
from partners.oauth import requests
from partners.oauth.metadata import metadata_of
from partners.oauth.queries import subject_and_account
from partners.oauth.schemas import UserInfoSchema
from partners.oauth.server import make_server, settings

endpoints = FlaskBlueprint("oauth", __name__)
blueprint = Blueprint(
    "userinfo", __name__, url_prefix="/v1", description="Who the participant is."
)
server: Any = make_server()


@endpoints.post("/oauth/token")
@public("The client authenticates itself in the request.")
def token() -> Response:
    """Give a token for a code, a refresh token or a client's own credentials."""
    return _answer("oauth.token", lambda asked: server.create_token_response(asked))


@endpoints.post("/oauth/revoke")
@public("The client authenticates itself in the request.")
def revoke() -> Response:
    """End a token and all that came from the same authorization."""
    return _answer(
        "oauth.revoke",
        lambda asked: server.create_endpoint_response("revocation", asked),
    )


@endpoints.post("/oauth/introspect")
@public("The client authenticates itself in the request.")
def introspect() -> Response:
    """Tell a client whether its token is still good."""
    return _answer(
        "oauth.introspect",
        lambda asked: server.create_endpoint_response("introspection", asked),
    )


@endpoints.get("/.well-known/oauth-authorization-server")
@endpoints.get("/.well-known/openid-configuration")
@public("Clients find the endpoints here (RFC 8414).")
def metadata() -> Response:
    """What this server can do, the same at both addresses; every value is true."""
    return jsonify(metadata_of(settings().public_url))


@blueprint.route("/userinfo")
class UserInfo(MethodView):
    @require_scope("profile:read", person=True)
    @blueprint.response(200, UserInfoSchema)
    def get(self) -> dict[str, str]:
        """Know the participant who consented.

        `sub` is hers for your organisation alone and never changes; other platforms
        know her by another. It is the `subject` of your account.linked events.
        """
        with reading("oauth.userinfo") as session:
            subject, account = subject_and_account(session, current_caller().token_id)
            full_name = vault_of(session).open(
                account.full_name_sealed, row=account.id, field="full_name"
            )
        return {"sub": subject, "given_name": given_name(full_name)}


def _answer(name: str, respond: Any) -> Response:
    """Answer in one transaction. Refusals are answers, and commit (see server.py)."""
    with unit_of_work(name) as session:
        requests.begin(session, at=now())
        asked = server.create_oauth2_request(None)
        try:
            requests.require_body(request)
            requests.refuse_repeated(asked.payload)
        except OAuth2Error as error:
            return cast(Response, server.handle_error_response(asked, error))
        return cast(Response, respond(asked))
