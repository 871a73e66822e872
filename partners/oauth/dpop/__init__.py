"""Tokens that are of use only to whoever holds a key: DPoP (RFC 9449).

With each request the client signs what it asks for, a proof of possession. A token that
was given for a proof is bound to its key, and worth nothing without one.
"""

from partners.oauth.dpop.proof import BadProof, Proof

__all__ = ["BadProof", "Proof"]
