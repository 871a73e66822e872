"""The proof of the request that is answered now, for both of our servers.

Checking comes in two steps. The first uses nothing up, so that a client whose nonce is
too old may send the same request again. The second marks the proof as used.
"""

from datetime import datetime

from flask import Response, after_this_request, current_app, request
from sqlalchemy.orm import Session

from core.settings import Settings
from partners.oauth.dpop.nonces import is_ours, nonce_at
from partners.oauth.dpop.proof import BadProof, Proof, read_proof
from partners.oauth.services.spend import spend_once


class NonceMissing(Exception):
    """The proof is good but for its nonce; the answer carries a new one."""


def proof_of_request(*, at: datetime, access_token: str | None = None) -> Proof | None:
    """The proof that the request carries, None without one.

    Raises BadProof or NonceMissing. Answers to a proof carry the nonce for the next.
    """
    headers = request.headers.getlist("DPoP")
    if not headers:
        return None
    settings: Settings = current_app.extensions["settings"]
    after_this_request(lambda response: _give_nonce(response, settings, at))
    # Servers hand two headers on as one, with a comma that no proof has.
    if len(headers) > 1 or "," in headers[0]:
        raise BadProof("more-than-one-header")
    proof = read_proof(
        headers[0],
        method=request.method,
        address=settings.public_url + request.path,
        at=at,
        access_token=access_token,
    )
    if proof.nonce is None or not is_ours(settings.secret_key, proof.nonce, at=at):
        raise NonceMissing
    return proof


def use_proof(session: Session, proof: Proof) -> None:
    """Use a proof up; raises BadProof when it was used before."""
    if not spend_once(
        session, "proof", proof.thumbprint, proof.jti, until=proof.ends_at
    ):
        raise BadProof("jti-used-before")


def _give_nonce(response: Response, settings: Settings, at: datetime) -> Response:
    response.headers["DPoP-Nonce"] = nonce_at(settings.secret_key, at)
    return response
