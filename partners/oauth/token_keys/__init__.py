"""Token keys: the keys that sign id_tokens, and their rotation.

Their public halves are published as a key set. Certificates are signed by another key
(core.signing), so that neither kind of document can pass for the other.
"""

from partners.oauth.token_keys.models import Algorithm, KeyState, TokenKey

__all__ = ["Algorithm", "KeyState", "TokenKey"]
