"""Certificates: issued when the rule is met, signed, and verifiable by anyone.

An Open Badges 3.0 credential as a JWT signed with Ed25519, a PDF with a QR code, and a
public page. One per voucher.
"""

from vouchers.certificates.models import Certificate

__all__ = ["Certificate"]
