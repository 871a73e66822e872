"""What happens when a client has proved who it is, whichever way and wherever."""

from authlib.oauth2.rfc6749 import InvalidClientError
from flask import request

from partners.oauth.adapters import ServedClient
from partners.oauth.clients.errors import AddressNotAllowed
from partners.oauth.clients.rules import is_allowed
from partners.oauth.clients.services.note_use import note_use
from partners.oauth.requests import work
from partners.oauth.rules import digest


def admit(client: ServedClient, secret: str | None) -> None:
    """Turn away a client that comes from an address off its list, and note its use.

    The refusal names our slug, as only somebody with the client's credentials reads it.
    """
    if not is_allowed(request.remote_addr, client.row.allowed_networks):
        raise InvalidClientError(
            f"{AddressNotAllowed.slug}: {AddressNotAllowed.detail.en}", status_code=401
        )
    hashed = digest(secret) if secret is not None else None
    note_use(
        work().session,
        client.row,
        hashed,
        secret_used_at=client.secrets.get(hashed) if hashed is not None else None,
        at=work().at,
    )
