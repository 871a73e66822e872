"""Who calls the API: the token that a request shows, and the proof of its key.

Wired into openapi/security.py by marketplace/app.py.
"""

from datetime import datetime

from flask import request

from core.unit_of_work import unit_of_work
from openapi.security import Caller, Shown
from partners.denials.rules import DenialKind
from partners.denials.watching import denied
from partners.oauth.clients.errors import AddressNotAllowed
from partners.oauth.dpop.errors import (
    NonceNeeded,
    ProofRefused,
    TokenBound,
    TokenNotBound,
)
from partners.oauth.dpop.proof import BadProof
from partners.oauth.dpop.proving import NonceMissing, proof_of_request, use_proof
from partners.oauth.services.authenticate import find_caller, why_refused
from partners.organisations.errors import OrganisationNotApproved
from partners.standing.errors import ClientStopped

# What it may raise, beside answering that it knows nobody.
REFUSALS = (
    OrganisationNotApproved,
    ClientStopped,
    AddressNotAllowed,
    ProofRefused,
    NonceNeeded,
    TokenBound,
    TokenNotBound,
)


def authenticate(shown: Shown, *, at: datetime) -> Caller | None:
    """The caller, or None for a token that stands for nobody now.

    A token that is bound to a key comes with a proof of it, in the scheme DPoP; any
    other comes as a bearer token. Raises one of REFUSALS.
    """
    caller = find_caller(shown.token, at=at, address=request.remote_addr)
    if caller is None:
        _tell_support(shown.token, at=at)
        return None
    if shown.scheme == "bearer":
        if caller.key_thumbprint is not None:
            raise TokenBound
        return caller
    if caller.key_thumbprint is None:
        raise TokenNotBound
    try:
        _check_proof(shown.token, caller.key_thumbprint, at=at)
    except NonceMissing as error:
        raise NonceNeeded from error
    except BadProof as error:
        raise ProofRefused(fault=error.fault) from error
    return caller


def _tell_support(token: str, *, at: datetime) -> None:
    refused = why_refused(token, at=at)
    if refused is not None:
        denied(
            DenialKind.ACCESS,
            refused.reason,
            client_id=refused.client_id,
            organisation_id=refused.organisation_id,
        )


def _check_proof(token: str, thumbprint: str, *, at: datetime) -> None:
    """The proof is used up in a transaction of its own: it counts once, whatever comes
    of the request."""
    proof = proof_of_request(at=at, access_token=token)
    if proof is None:
        raise BadProof("missing")
    if proof.thumbprint != thumbprint:
        raise BadProof("another-key-than-the-tokens")
    with unit_of_work("oauth.use_proof") as session:
        use_proof(session, proof)
