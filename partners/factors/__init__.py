"""Second factors of people: an authenticator's codes, passkeys, recovery codes.

A password alone opens what is one's own. Whoever moves money, keys or rules of an
organisation shows a second factor as well, and shows it again when the last time was
too long ago (step-up). NIST SP 800-63B and ASVS 5.0, chapters 6 and 7, are the bar.
"""

from partners.factors.models import Authenticator, Passkey, RecoveryCode

__all__ = ["Authenticator", "Passkey", "RecoveryCode"]
