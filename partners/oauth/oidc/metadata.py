"""What the server says of itself as an OpenID provider (Discovery 1.0, section 3)."""

from typing import Any

from core.text import LOCALES
from partners.oauth.oidc.rules import ACR_VALUES
from partners.oauth.oidc.wishes import PROMPTS
from partners.oauth.token_keys import Algorithm

CLAIMS = [
    *("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash"),
    "given_name",
]


def openid_abilities() -> dict[str, Any]:
    """The members that OpenID Connect adds."""
    return {
        "id_token_signing_alg_values_supported": [str(one) for one in Algorithm],
        "claims_supported": CLAIMS,
        "claim_types_supported": ["normal"],
        "acr_values_supported": list(ACR_VALUES),
        "prompt_values_supported": list(PROMPTS),
        "display_values_supported": ["page"],
        "ui_locales_supported": list(LOCALES),
        "claims_parameter_supported": False,
    }
