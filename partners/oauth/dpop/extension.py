"""Binding codes and tokens to keys, as an extension of authlib's grants (RFC 9449)."""

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError

from partners.oauth.dpop.proof import MAX_TEXT, BadProof, Proof
from partners.oauth.dpop.proving import NonceMissing, proof_of_request, use_proof
from partners.oauth.requests import PartnerRequest, work

PARAMETER = "dpop_jkt"
TOKEN_TYPE = "DPoP"  # noqa: S105 (its kind, not its text)

# Where a client may prove that it holds a key while it authenticates itself.
PROVING_ENDPOINTS = frozenset({"token", "pushed_authorization_request"})


class InvalidDPoPProofError(OAuth2Error):
    """RFC 9449, section 5."""

    error = "invalid_dpop_proof"


class UseDPoPNonceError(OAuth2Error):
    """RFC 9449, section 8; the header DPoP-Nonce is on the answer already."""

    error = "use_dpop_nonce"
    description = "Sign the proof with the nonce of the header DPoP-Nonce."


def read_proof_of(endpoint: str) -> Proof | None:
    """The proof of a request to an endpoint of ours; nothing is used up yet."""
    if endpoint not in PROVING_ENDPOINTS:
        return None
    try:
        return proof_of_request(at=work().at)
    except NonceMissing as error:
        raise UseDPoPNonceError from error
    except BadProof as error:
        raise _refused(error) from error


def take_proof(request: PartnerRequest, proof: Proof | None) -> None:
    """Use the proof of an authenticated client up, and keep it with its request."""
    if proof is None:
        return
    try:
        use_proof(work().session, proof)
    except BadProof as error:
        raise _refused(error) from error
    request.proof = proof


class KeyBinding:
    """Gives tokens for a proof to whoever holds its key, and to nobody else.

    A code may be bound too, by `dpop_jkt` or by a proof with the pushed request. What
    is bound stays bound when it is refreshed: for a public client to the same key, for
    one that authenticates itself to the key of its newest proof (section 5).
    """

    def __call__(self, grant: Any) -> None:
        grant.register_hook(
            "after_validate_authorization_request_payload", self.check_key_of_code
        )
        grant.register_hook("before_create_token_response", self.check_key)
        grant.register_hook("after_create_token_response", self.name_type)

    def check_key_of_code(self, grant: Any, redirect_uri: str) -> None:
        """Raise invalid_request for a key that no proof could have, or another than
        that of the proof with which the request was pushed (section 10.1)."""
        named = grant.request.payload.data.get(PARAMETER)
        if named is None:
            return
        if not named.isascii() or not named.isprintable() or len(named) > MAX_TEXT:
            raise InvalidRequestError("dpop_jkt is no thumbprint.")
        proof: Proof | None = grant.request.proof
        if proof is not None and proof.thumbprint != named:
            raise InvalidDPoPProofError("The proof is of another key than dpop_jkt.")

    def check_key(self, grant: Any) -> None:
        """Raise unless the request proves the key that it has to."""
        request = grant.request
        proof: Proof | None = request.proof
        code, refreshed = request.authorization_code, request.refresh_token
        bound = code.row.key_thumbprint if code is not None else None
        if refreshed is not None:
            bound = refreshed.row.key_thumbprint
        if proof is None:
            if bound is not None or request.client.row.requires_bound_tokens:
                raise InvalidDPoPProofError("A proof is missing: send the header DPoP.")
            return
        any_key = refreshed is not None and not request.client.is_public
        if bound not in (None, proof.thumbprint) and not any_key:
            raise InvalidGrantError("The proof is of another key.")

    def name_type(self, grant: Any, answer: Any) -> None:
        """Say that the token is bound."""
        if grant.request.proof is not None:
            answer[1]["token_type"] = TOKEN_TYPE


def _refused(error: BadProof) -> InvalidDPoPProofError:
    return InvalidDPoPProofError(f"The DPoP proof is refused: {error.fault}.")
