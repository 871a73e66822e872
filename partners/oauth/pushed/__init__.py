"""Pushed authorization requests (RFC 9126).

The client sends the parameters of an authorization request to us itself, authenticated,
and gets a reference to them; the person's browser carries nothing but the reference.
"""

from partners.oauth.pushed.models import PushedRequest

__all__ = ["PushedRequest"]
