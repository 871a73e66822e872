"""The key set, by which clients verify our id_tokens."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, jsonify

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.security import public
from partners.oauth.token_keys.models import Algorithm, TokenKey
from partners.oauth.token_keys.queries import published_keys
from partners.oauth.token_keys.rules import KEY_SET_MAX_AGE
from partners.oauth.token_keys.services.publish import active_key

blueprint = Blueprint("token_keys", __name__)


@blueprint.get("/oauth/jwks.json")
@public("Public keys are for everybody.")
def key_set() -> Response:
    """The keys that sign id_tokens, as a JWK set (RFC 7517)."""
    response = jsonify(keys=[key.public_jwk for key in _published(now())])
    seconds = int(KEY_SET_MAX_AGE.total_seconds())
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    # Applications in browsers verify their id_tokens too.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _published(at: datetime) -> Sequence[TokenKey]:
    with reading("oauth.key_set") as session:
        keys = published_keys(session, at=at)
    if keys:
        return keys
    with unit_of_work("oauth.first_token_key") as session:
        active_key(session, Algorithm.ES256, at=at)
        return published_keys(session, at=at)
