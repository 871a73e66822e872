"""The OAuth endpoints that programs call, and their metadata.

Token, revocation and introspection answer as RFC 6749, 7009 and 7662 say, not with our
problem documents.
"""

from typing import Any, cast

from authlib.oauth2 import OAuth2Error
from flask import Blueprint as FlaskBlueprint
from flask import Response, jsonify, request

from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.security import public
from partners.oauth import requests
from partners.oauth.guarding import guarded
from partners.oauth.metadata import metadata_of
from partners.oauth.resources import resource_metadata
from partners.oauth.server import make_server, settings

endpoints = FlaskBlueprint("oauth", __name__)
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


@endpoints.post("/oauth/par")
@public("The client authenticates itself in the request.")
def push() -> Response:
    """Keep an authorization request for the person's browser to refer to (RFC 9126)."""
    return _answer(
        "oauth.push",
        lambda asked: server.create_endpoint_response(
            "pushed_authorization_request", asked
        ),
    )


@endpoints.get("/.well-known/oauth-authorization-server")
@endpoints.get("/.well-known/openid-configuration")
@public("Clients find the endpoints here (RFC 8414).")
def metadata() -> Response:
    """What this server can do, the same at both addresses; every value is true."""
    return jsonify(metadata_of(settings().public_url))


@endpoints.get("/.well-known/oauth-protected-resource")
@endpoints.get("/.well-known/oauth-protected-resource/v1")
@public("Clients that know the API alone find our authorization server here.")
def protected_resource() -> Response:
    """What there is to know of the API as a resource (RFC 9728)."""
    issuer = settings().public_url
    named = request.path.removeprefix("/.well-known/oauth-protected-resource")
    return jsonify(resource_metadata(issuer, issuer + named))


def _answer(name: str, respond: Any) -> Response:
    """Answer, unless the caller has failed to authenticate itself too often."""
    asked = server.create_oauth2_request(None)
    return guarded(asked, lambda: _in_one_transaction(name, respond))


def _in_one_transaction(name: str, respond: Any) -> Response:
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
