"""How long keys are known, and how they are made and written."""

import json
from datetime import datetime, timedelta
from typing import Any

from joserfc.jwk import ECKey, RSAKey

from partners.oauth.token_keys.models import Algorithm

Key = ECKey | RSAKey

# Read at once by whoever asked for it, so it need not live longer than access tokens.
ID_TOKEN_LIFETIME = timedelta(minutes=10)

# How long a client may keep the key set without asking again (Cache-Control).
KEY_SET_MAX_AGE = timedelta(minutes=5)

# A key is published that long before it signs: also a client behind a cache of its own
# has read the key set again by then.
PUBLISHED_BEFORE = 2 * KEY_SET_MAX_AGE

# And that long after it signed last: until the last id_token expired, and five minutes
# for clocks that differ and for a request that was under way.
PUBLISHED_AFTER = ID_TOKEN_LIFETIME + timedelta(minutes=5)

# An old id_token may still say whom to sign out (OpenID Connect RP-Initiated Logout,
# section 2), so public halves are kept, though not published, for a year.
REMEMBERED = timedelta(days=365)

# ASVS 5.0, 11.2.3: 128 bits of security.
RSA_BITS = 3072


def make_key(algorithm: Algorithm) -> Key:
    """A new key pair for an algorithm."""
    if algorithm == Algorithm.RS256:
        return RSAKey.generate_key(RSA_BITS, auto_kid=True)
    return ECKey.generate_key("P-256", auto_kid=True)


def kid_of(key: Key) -> str:
    """The key's thumbprint, by which tokens name it."""
    return key.thumbprint()


def public_jwk(key: Key, algorithm: Algorithm) -> dict[str, Any]:
    """The public half as the key set shows it (RFC 7517)."""
    members = dict(key.as_dict(private=False))
    return members | {"kid": kid_of(key), "use": "sig", "alg": str(algorithm)}


def private_text(key: Key) -> str:
    """The whole key as the text that is sealed."""
    return json.dumps(key.as_dict(private=True))


def usable_at(published_at: datetime) -> datetime:
    """From when a key that was published then may sign."""
    return published_at + PUBLISHED_BEFORE
