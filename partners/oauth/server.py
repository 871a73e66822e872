"""The authorization server: authlib's, with our storage and our stricter answers.

One token request is one transaction. A refused one commits too, because what it wrote
before the refusal has to stay: the code that it burnt, the family that it revoked.
"""

from collections.abc import Collection
from typing import Any, cast

from authlib.common.urls import add_params_to_uri
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from flask import Response, current_app, json, request
from werkzeug.datastructures import Headers

from core.database import Json
from core.ids import new_id, new_token
from core.settings import Settings
from partners.oauth import admission, assertions
from partners.oauth.adapters import ServedClient
from partners.oauth.details.extension import AuthorizationDetails
from partners.oauth.details.types import wire_form
from partners.oauth.dpop.extension import KeyBinding, read_proof_of, take_proof
from partners.oauth.endpoints import Introspection, Revocation
from partners.oauth.grants import (
    CodeGrant,
    OwnAccountGrant,
    RefreshGrant,
    RequiredS256,
)
from partners.oauth.oidc.id_tokens import IdToken, IdTokenOfCode
from partners.oauth.partner_account import PartnerAccountParameter
from partners.oauth.pushed.endpoint import PushedRequests, RequiredPush
from partners.oauth.queries import find_client
from partners.oauth.requests import (
    Credentials,
    PartnerRequest,
    read_credentials,
    refuse_repeated,
    refused_client,
    work,
)
from partners.oauth.resources import ResourceIndicator
from partners.oauth.rules import REFRESH_LIFETIME, access_lifetime, parse_scopes
from partners.oauth.services.register_client import GRANT_TYPES
from partners.oauth.services.store_token import store_token


def settings() -> Settings:
    """The settings of the application that answers."""
    return cast(Settings, current_app.extensions["settings"])


class PartnerServer(AuthorizationServer):
    """Answers as RFC 6749 and RFC 9207 say, with the gaps of authlib closed."""

    @property
    def issuer(self) -> str:
        """Our name in everything that we issue: the public address."""
        return settings().public_url

    def query_client(self, client_id: str) -> Any:
        found = find_client(work().session, client_id)
        return ServedClient(found) if found is not None else None

    def create_oauth2_request(self, request_: Any) -> Any:
        if isinstance(request_, PartnerRequest):
            return request_
        return PartnerRequest(request, settings().public_url + request.path)

    def authenticate_client(
        self, request_: Any, methods: Collection[str], endpoint: str = "token"
    ) -> ServedClient:
        """The client that sends the request; one answer for all that is wrong.

        Its proof of a key, if it shows one, is looked at first and used up last, so
        that neither an assertion nor a code is lost when only the nonce is too old.
        """
        proof = read_proof_of(endpoint)
        shown = read_credentials(request_)
        if shown.method not in methods:
            raise refused_client()
        if shown.method == assertions.METHOD:
            client = assertions.client_that_signed(
                request_, self.query_client, issuer=settings().public_url
            )
        else:
            client = self._client_with_secret(shown, endpoint)
        request_.auth_method = shown.method
        admission.admit(client, shown.secret)
        take_proof(request_, proof)
        return client

    def _client_with_secret(self, shown: Credentials, endpoint: str) -> ServedClient:
        """The client with this secret, or the public client that needs none."""
        client: ServedClient | None = self.query_client(shown.client_id)
        if client is None:
            raise refused_client()
        if not client.check_endpoint_auth_method(shown.method, endpoint):
            raise refused_client()
        if shown.secret is not None and not client.check_client_secret(shown.secret):
            raise refused_client()
        return client

    def get_token_grant(self, request_: Any) -> Any:
        grant_type = request_.payload.grant_type
        if not grant_type:
            raise InvalidRequestError("Missing grant_type in request.")
        if grant_type not in GRANT_TYPES:
            raise OAuth2Error(error="unsupported_grant_type")
        return super().get_token_grant(request_)

    def get_authorization_grant(self, request_: Any) -> Any:
        refuse_repeated(request_.payload)
        for name in ("request", "request_uri"):
            if request_.payload.data.get(name):
                # Requests as signed objects (RFC 9101) are not offered.
                raise OAuth2Error(error=f"{name}_not_supported")
        if not request_.payload.response_type:
            raise InvalidRequestError("Missing response_type in request.")
        if request_.payload.response_type != "code":
            raise OAuth2Error(error="unsupported_response_type")
        return super().get_authorization_grant(request_)

    def create_token_response(self, request_: Any = None) -> Any:
        request_ = self.create_oauth2_request(request_)
        try:
            return super().create_token_response(request_)
        except OAuth2Error as error:
            return self.handle_error_response(request_, error)

    def generate_token(
        self,
        grant_type: str,
        client: Any,
        user: Any = None,
        scope: str | None = None,
        expires_in: int | None = None,
        include_refresh_token: bool = True,
    ) -> dict[str, Any]:
        """An opaque bearer token; its life depends on what it may do (OA-15)."""
        scopes = parse_scopes(scope)
        token = {
            "token_type": "Bearer",
            "access_token": new_token(),
            "expires_in": int(access_lifetime(scopes).total_seconds()),
            "scope": " ".join(scopes),
        }
        if include_refresh_token:
            token["refresh_token"] = new_token()
        return token

    def generate_single_token(self, detail: Json) -> dict[str, Any]:
        """A token for one act: no scope, no refresh token (RFC 9396, section 7)."""
        return {
            "token_type": "Bearer",
            "access_token": new_token(),
            "expires_in": int(access_lifetime((), detail=detail).total_seconds()),
            "authorization_details": [wire_form(detail)],
        }

    def save_token(self, token: dict[str, Any], request_: Any) -> None:
        """Store hashes in the transaction of the request (OA-19)."""
        at = work().at
        family_id, refresh_expires_at = new_id(), at + REFRESH_LIFETIME
        detail = None
        if request_.authorization_code is not None:
            family_id = request_.authorization_code.row.id
            detail = request_.authorization_code.row.detail
        if request_.refresh_token is not None:
            # The absolute end was set by the first token of the family (OA-14).
            family_id = request_.refresh_token.row.family_id
            refresh_expires_at = request_.refresh_token.row.refresh_expires_at
        store_token(
            work().session,
            client=request_.client.row,
            grant=request_.user,
            family_id=family_id,
            scopes=parse_scopes(token.get("scope")),
            access_token=token["access_token"],
            refresh_token=token.get("refresh_token"),
            refresh_expires_at=refresh_expires_at,
            detail=detail,
            is_refresh=request_.refresh_token is not None,
            key_thumbprint=request_.proof.thumbprint if request_.proof else None,
            resource=request_.resource,
            at=at,
        )

    def handle_response(self, status: int, body: Any, headers: Any) -> Response:
        """Every redirect names the issuer (OA-07) and is a 303, so that no browser
        sends the consent form on to the platform (OA-22)."""
        answer = Headers(headers)
        if status == 302:
            return redirect_to(answer["Location"])
        content = json.dumps(body) if isinstance(body, dict) else body
        return Response(content, status=status, headers=answer)

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens: what happened is in the tables and in the log."""


def redirect_to(location: str) -> Response:
    """Send the browser back to the platform, with our name (RFC 9207)."""
    named = add_params_to_uri(location, [("iss", settings().public_url)])
    return Response(status=303, headers={"Location": named})


def make_server() -> PartnerServer:
    """A server with exactly the grants and endpoints that we offer."""
    server = PartnerServer()
    binding, resource = KeyBinding(), ResourceIndicator()
    details = AuthorizationDetails()
    server.register_grant(
        CodeGrant,
        [
            RequiredS256(required=True),
            RequiredPush(),
            binding,
            resource,
            details,
            PartnerAccountParameter(),
            IdTokenOfCode(),
        ],
    )
    server.register_grant(RefreshGrant, [binding, resource, details, IdToken()])
    server.register_grant(OwnAccountGrant, [binding, resource, details])
    server.register_endpoint(Revocation)
    server.register_endpoint(Introspection)
    server.register_endpoint(PushedRequests)
    return server
