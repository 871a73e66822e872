"""Accounts of people: e-mail, password, name and the sessions of their browsers.

An account says who signs in, not what she is: the participant's record, on a floor
above, has the same id.
"""

from partners.accounts.models import Account, BrowserSession

__all__ = ["Account", "BrowserSession"]
