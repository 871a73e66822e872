"""Encryption, look-up and masking of personal data.

A field is sealed with AES-256-GCM under a named key and found again by a keyed hash of
its normalised value (a blind index); both keys live outside the database. Requirements
PD-01 to PD-03; the law is UU PDP (Law 27/2022), articles 35 and 39.
"""

from core.privacy.masking import mask_account_number, mask_digits, mask_email, mask_name
from core.privacy.vault import Vault, vault_of

__all__ = [
    "Vault",
    "mask_account_number",
    "mask_digits",
    "mask_email",
    "mask_name",
    "vault_of",
]
