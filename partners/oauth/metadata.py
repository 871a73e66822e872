"""What the server says about itself (RFC 8414); every value is true (OA-08)."""

from typing import Any

from partners.oauth.details.types import TYPES
from partners.oauth.grants import ALL_METHODS, CONFIDENTIAL_METHODS
from partners.oauth.jws import ALGORITHMS
from partners.oauth.oidc.metadata import openid_abilities
from partners.oauth.scopes import SCOPES
from partners.oauth.services.register_client import GRANT_TYPES


def metadata_of(issuer: str) -> dict[str, Any]:
    """The metadata of the server at `issuer`, an address without a slash at its end."""
    return {"issuer": issuer, **_addresses(issuer), **_abilities()}


def _addresses(issuer: str) -> dict[str, str]:
    return {
        "authorization_endpoint": f"{issuer}/oauth/authorize",
        "token_endpoint": f"{issuer}/oauth/token",
        "pushed_authorization_request_endpoint": f"{issuer}/oauth/par",
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "introspection_endpoint": f"{issuer}/oauth/introspect",
        "userinfo_endpoint": f"{issuer}/v1/userinfo",
        "end_session_endpoint": f"{issuer}/oauth/logout",
        "jwks_uri": f"{issuer}/oauth/jwks.json",
        "service_documentation": f"{issuer}/docs",
    }


def _abilities() -> dict[str, Any]:
    signatures = {
        f"{endpoint}_endpoint_auth_signing_alg_values_supported": ALGORITHMS
        for endpoint in ("token", "revocation", "introspection")
    }
    return {
        **signatures,
        "dpop_signing_alg_values_supported": ALGORITHMS,
        "scopes_supported": list(SCOPES),
        "authorization_details_types_supported": list(TYPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": GRANT_TYPES,
        "token_endpoint_auth_methods_supported": ALL_METHODS,
        "revocation_endpoint_auth_methods_supported": ALL_METHODS,
        "introspection_endpoint_auth_methods_supported": CONFIDENTIAL_METHODS,
        "code_challenge_methods_supported": ["S256"],
        "require_pushed_authorization_requests": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "subject_types_supported": ["pairwise"],
        **openid_abilities(),
    }
