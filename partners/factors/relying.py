"""For whom passkeys are made: the domain under which people reach us."""

from urllib.parse import urlsplit

from flask import current_app, request

from core.settings import Settings
from core.variables import LOOPBACK
from partners.factors.errors import PasskeyRefused
from partners.factors.services.passkey_answers import RelyingParty

LOCAL = "localhost"


def relying_party() -> RelyingParty | None:
    """The domain of PUBLIC_URL and its origin; None where browsers make no passkeys.

    They make none for an address without a name. A demo on 127.0.0.1 has them where it
    is opened as localhost, which is the same machine.
    """
    settings: Settings = current_app.extensions["settings"]
    public = urlsplit(settings.public_url)
    if public.hostname in LOOPBACK and not settings.is_production:
        if urlsplit(f"//{request.host}").hostname != LOCAL:
            return None
        origin = f"{public.scheme}://{request.host}"
        return RelyingParty(LOCAL, settings.programme_name, (origin,))
    origin = f"{public.scheme}://{public.netloc}"
    return RelyingParty(public.hostname or "", settings.programme_name, (origin,))


def required_party() -> RelyingParty:
    """The same for a request that needs it; raises PasskeyRefused."""
    party = relying_party()
    if party is None:
        raise PasskeyRefused
    return party


def local_address() -> str | None:
    """Where the page would have passkeys, when it has none here."""
    if relying_party() is not None:
        return None
    port = urlsplit(f"//{request.host}").port
    return f"http://{LOCAL}:{port}" if port else f"http://{LOCAL}"
