"""The high-security profile (OA-11), after the FAPI 2.0 Security Profile.

A client that has it signs who it is, pushes its authorization requests, and binds its
tokens to a key. In production, clients with scopes of high value must have it, unless
the operator waives it for one of them and says why.
"""

from collections.abc import Collection

from partners.oauth.errors import ProfileNeeded
from partners.oauth.models import Client
from partners.oauth.scopes import HIGH_VALUE_SCOPES


def check_profile(client: Client, scopes: Collection[str], *, required: bool) -> None:
    """Raise ProfileNeeded if the client may not have these scopes as it is.

    `required` is whether the deployment demands the profile, as production does. To be
    asked wherever a client gets a scope.
    """
    valuable = sorted(HIGH_VALUE_SCOPES & set(scopes))
    if not (required and valuable):
        return
    if not client.has_high_security and not client.profile_waiver:
        raise ProfileNeeded(scopes=", ".join(valuable))
