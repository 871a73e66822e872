"""`partner_account` in pushed requests: the platform names its own account of a person.

It is believed from the platform's server alone, which pushes it with its credentials;
in a browser's address the person could change it (decision 18).
"""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError

from partners.links.rules import is_partner_account

PARAMETER = "partner_account"


class PartnerAccountParameter:
    """An extension of the code grant that reads the parameter."""

    def __call__(self, grant: Any) -> None:
        grant.register_hook("after_validate_authorization_request_payload", self.read)

    def read(self, grant: Any, _: Any) -> None:
        """Raise invalid_request unless a confidential client pushed a usable id."""
        named = grant.request.payload.data.get(PARAMETER)
        if named is None:
            return
        if not grant.request.is_pushed or grant.request.client.is_public:
            raise InvalidRequestError("Only a server may name a partner_account (PAR).")
        if not is_partner_account(named):
            raise InvalidRequestError("The partner_account is not usable.")
        grant.request.partner_account = named
