"""`authorization_details` in the requests of authlib's grants, which knows none.

RFC 9396. Stricter than it has to be: one detail in a request, and no scope beside it,
because one consent is about one act.
"""

from typing import Any

import marshmallow as ma
import orjson
from authlib.oauth2 import OAuth2Error

from core.database import Json
from partners.oauth.adapters import ServedClient
from partners.oauth.details.types import TYPES, DetailType
from partners.oauth.rules import parse_scopes

PARAMETER = "authorization_details"
MAX_LETTERS = 2_000


class InvalidAuthorizationDetailsError(OAuth2Error):
    """RFC 9396, section 5."""

    error = "invalid_authorization_details"


class AuthorizationDetails:
    """Reads and checks the parameter; register it with every grant:

    server.register_grant(CodeGrant, [AuthorizationDetails()])
    """

    def __call__(self, grant: Any) -> None:
        grant.register_hook(
            "after_validate_authorization_request_payload", self.validate_request
        )
        grant.register_hook("before_create_token_response", self.validate_token_request)

    def validate_request(self, grant: Any, _: Any) -> None:
        """Check what an authorization request asks for, before anyone consents."""
        text = grant.request.payload.data.get(PARAMETER)
        if text is None:
            return
        if parse_scopes(grant.request.payload.scope):
            raise InvalidAuthorizationDetailsError(
                "Ask for a scope or for authorization_details, not for both."
            )
        grant.request.detail = read_detail(text, grant.request.client)

    def validate_token_request(self, grant: Any) -> None:
        """A token request may repeat what was granted, and ask for nothing else
        (RFC 9396, section 6)."""
        text = grant.request.payload.data.get(PARAMETER)
        if text is None:
            return
        code = grant.request.authorization_code
        granted = code.row.detail if code is not None else None
        if granted is None or read_detail(text, grant.request.client) != granted:
            raise InvalidAuthorizationDetailsError(
                "These authorization_details were not granted."
            )


def read_detail(text: str, client: ServedClient) -> Json:
    """The one detail of the parameter, as it is stored.

    Raises InvalidAuthorizationDetailsError for anything but a list of one object of a
    type that we know and that this client may ask for, with exactly its members.
    """
    document = _read_only_object(text)
    name = document.get("type")
    kind = TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise InvalidAuthorizationDetailsError("The type is not supported.")
    if not _may_ask(client, kind):
        raise InvalidAuthorizationDetailsError("The type is not for this client.")
    try:
        return kind.read(document)
    except ma.ValidationError as error:
        raise InvalidAuthorizationDetailsError(_wrong_members(error, kind)) from error


def _read_only_object(text: str) -> Json:
    if len(text) > MAX_LETTERS:
        raise InvalidAuthorizationDetailsError("authorization_details is too long.")
    try:
        document = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        raise InvalidAuthorizationDetailsError(
            "authorization_details is not JSON."
        ) from error
    if not isinstance(document, list) or len(document) != 1:
        raise InvalidAuthorizationDetailsError("Ask for exactly one detail, in a list.")
    detail = document[0]
    if not isinstance(detail, dict):
        raise InvalidAuthorizationDetailsError("A detail is an object with a type.")
    return detail


def _may_ask(client: ServedClient, kind: DetailType) -> bool:
    """Money and attendance are asked for by a program that can keep a secret."""
    return kind.kind in client.organisation.kinds and not client.is_public


def _wrong_members(error: ma.ValidationError, kind: DetailType) -> str:
    """Names the members of the type that are wrong; a stranger's are not repeated."""
    messages = error.messages if isinstance(error.messages, dict) else {}
    known = sorted(name for name in messages if name in kind.schema().fields)
    if len(known) < len(messages):
        known.append("a member that the type does not have")
    return f"Not usable in {kind.name}: {', '.join(known)}."
