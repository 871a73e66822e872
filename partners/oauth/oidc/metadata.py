"""What the server says of itself as an OpenID provider (Discovery 1.0, section 3)."""

from typing import Any

from partners.oauth.oidc.rules import ACR_VALUES
from partners.oauth.token_keys import Algorithm

CLAIMS = [
    *("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash"),
    "given_name",
]


def openid_abilities() -> dict[str, Any]:
    """The members that OpenID Connect adds. What is left out would mean something
    else: `request_uri_parameter_supported` is true where nothing is said."""
    return {
        "id_token_signing_alg_values_supported": [str(one) for one in Algorithm],
        "claims_supported": CLAIMS,
        "claim_types_supported": ["normal"],
        "acr_values_supported": list(ACR_VALUES),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
