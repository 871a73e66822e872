"""Reading an id_token that comes back to us as a hint."""

from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from joserfc import jwt
from joserfc.errors import JoseError
from sqlalchemy.orm import Session

from partners.oauth.token_keys import Algorithm
from partners.oauth.token_keys.queries import trusted_keys

ALGORITHMS = [str(one) for one in Algorithm]

# Ours have some 700 letters.
LONGEST = 2048


def read_hint(
    session: Session, hint: str, *, issuer: str, at: datetime
) -> dict[str, Any]:
    """The claims of an id_token of ours, be it expired (OpenID Connect Core, section
    3.1.2.1). Raises invalid_request unless we signed it."""
    if len(hint) > LONGEST:
        raise InvalidRequestError("id_token_hint is too long.")
    try:
        token = jwt.decode(hint, trusted_keys(session, at=at), algorithms=ALGORITHMS)
    except (JoseError, ValueError) as error:
        raise InvalidRequestError("id_token_hint is not of ours.") from error
    if token.claims.get("iss") != issuer:
        raise InvalidRequestError("id_token_hint is not of ours.")
    return dict(token.claims)


def hinted_subject(
    session: Session, hint: str, *, client_id: str, issuer: str, at: datetime
) -> str:
    """Whom the id_token names; raises invalid_request unless it is of this client."""
    claims = read_hint(session, hint, issuer=issuer, at=at)
    if claims.get("aud") != client_id:
        raise InvalidRequestError("id_token_hint is not of this client.")
    return str(claims["sub"])
