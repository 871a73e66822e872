"""Resource indicators (RFC 8707): where a token is to be used.

There is one resource, our API. A client may name it, so that stock libraries which
always do are served, and so that no token of ours is ever asked for in the name of
another's API; it may also leave it out. A second `resource` is refused as every
repeated parameter is.
"""

from typing import Any

from authlib.oauth2 import OAuth2Error
from flask import current_app

PARAMETER = "resource"


class InvalidTargetError(OAuth2Error):
    """RFC 8707, section 2."""

    error = "invalid_target"
    description = "The resource is not the API of this server."


def api_at(issuer: str) -> str:
    """The identifier of the API of the server at `issuer`."""
    return f"{issuer}/v1"


def resource_metadata(issuer: str, resource: str) -> dict[str, Any]:
    """What a client that knows the API's address has to know of it (RFC 9728)."""
    return {
        "resource": resource,
        "authorization_servers": [issuer],
        "resource_documentation": f"{issuer}/docs",
    }


class ResourceIndicator:
    """Checks the parameter in requests of authlib's grants, and remembers it."""

    def __call__(self, grant: Any) -> None:
        grant.register_hook(
            "after_validate_authorization_request_payload", self.check_request
        )
        grant.register_hook("before_create_token_response", self.check_token_request)

    def check_request(self, grant: Any, redirect_uri: str) -> None:
        """Raise invalid_target for another's resource, before anyone consents."""
        grant.request.resource = _named(grant.request)

    def check_token_request(self, grant: Any) -> None:
        """The token is for what its request names, else for what was granted."""
        request = grant.request
        granted = request.authorization_code or request.refresh_token
        before = granted.row.resource if granted is not None else None
        request.resource = _named(request) or before


def _named(request: Any) -> str | None:
    named = request.payload.data.get(PARAMETER)
    if named is None:
        return None
    issuer = current_app.extensions["settings"].public_url
    bare = str(named).removesuffix("/")
    if bare not in (issuer, api_at(issuer)):
        raise InvalidTargetError
    return bare
