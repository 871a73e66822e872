"""Pushed requests for authlib: the endpoint that takes them, and the way back in."""

from typing import Any

from authlib.consts import default_json_headers
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.endpoint import Endpoint, EndpointRequest

from partners.oauth.dpop.extension import PARAMETER as KEY_OF_CODE
from partners.oauth.grants import ALL_METHODS
from partners.oauth.pushed.errors import PushedRequestGone
from partners.oauth.pushed.services.push import (
    LIFETIME,
    PREFIX,
    open_request,
    push_request,
    use_up,
)
from partners.oauth.requests import PartnerRequest, work

# All parameters of a request together, in letters.
MAX_LENGTH = 16 * 1024

# How the client proves who it is belongs to this request alone.
NOT_KEPT = frozenset({"client_secret", "client_assertion", "client_assertion_type"})


class PushedRequests(Endpoint):
    """Checks a request as the authorization endpoint would, and keeps it."""

    ENDPOINT_NAME = "pushed_authorization_request"

    def validate_request(self, request: Any) -> EndpointRequest:
        """The request with its authenticated client. Its faults are answered here and
        now, with a status of 400, and redirect nobody (RFC 9126, section 2.3)."""
        client = self.server.authenticate_client(
            request, ALL_METHODS, self.ENDPOINT_NAME
        )
        if "request_uri" in request.form:
            raise InvalidRequestError("A pushed request is not pushed by reference.")
        parameters = {
            name: value for name, value in request.form.items() if name not in NOT_KEPT
        }
        if sum(map(len, [*parameters, *parameters.values()])) > MAX_LENGTH:
            raise InvalidRequestError("The request is too long.", status_code=413)
        parameters["client_id"] = client.get_client_id()
        if request.proof is not None:
            # The code that comes of it is bound to this key (RFC 9449, section 10.1).
            parameters.setdefault(KEY_OF_CODE, request.proof.thumbprint)
        request.be_pushed(parameters)
        try:
            self.server.get_consent_grant(request=request)
        except OAuth2Error as error:
            error.redirect_uri = error.state = None
            raise
        return EndpointRequest(request, client)

    def create_response(self, validated_request: Any) -> Any:
        """201 with the reference and how soon it has to be opened."""
        request_uri = push_request(
            work().session,
            validated_request.client.row,
            validated_request.request.payload.data.to_dict(),
            at=work().at,
        )
        answer = {
            "request_uri": request_uri,
            "expires_in": int(LIFETIME.total_seconds()),
        }
        return 201, answer, default_json_headers


def take_pushed(request: PartnerRequest) -> None:
    """Let a request with one of our references be what was pushed, whatever else it
    says (RFC 9126, section 4). Raises PushedRequestGone."""
    given = request.payload.datalist
    uris, clients = given.get("request_uri", []), given.get("client_id", [])
    if not any(uri.startswith(PREFIX) for uri in uris):
        return
    if len(uris) != 1 or len(clients) != 1:
        raise PushedRequestGone
    pushed, parameters = open_request(
        work().session, request_uri=uris[0], client_id=clients[0], at=work().at
    )
    request.be_pushed(parameters, pushed=pushed, request_uri=uris[0])


def answer_pushed(request: PartnerRequest) -> None:
    """Use a pushed request up, as it is answered now. Raises PushedRequestGone."""
    if request.pushed is not None:
        use_up(work().session, request.pushed, at=work().at)


class RequiredPush:
    """An extension of the code grant: clients that promised to push their requests are
    heard in no other way (FAPI 2.0, section 5.3.2.2)."""

    def __call__(self, grant: Any) -> None:
        grant.register_hook("after_validate_authorization_request_payload", self.check)

    def check(self, grant: Any, redirect_uri: str) -> None:
        """Raise invalid_request for a request that was not pushed but had to be."""
        client = grant.request.client.row
        if client.requires_pushed_requests and not grant.request.is_pushed:
            raise InvalidRequestError("This client must push its requests (RFC 9126).")
