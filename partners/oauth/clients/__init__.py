"""What a partner's developer does with her programs, without calling anybody.

She makes clients, rolls their secrets, says from which addresses they may call, and
asks for scopes. Sensitive scopes are given by the operator; all others at once, as far
as the organisation's kinds allow.
"""

from partners.oauth.clients.models import ScopeRequest, ScopeState

__all__ = ["ScopeRequest", "ScopeState"]
