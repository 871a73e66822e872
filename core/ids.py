"""Identifiers and secrets: one function per purpose."""

import base64
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

# Crockford's base 32 without the letters that are misread (I, L, O, U).
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): unique, and new rows land at the index's end."""
    return uuid7()


def new_token(bits: int = 256) -> str:
    """An unguessable bearer secret, URL-safe, with `bits` random bits."""
    return secrets.token_urlsafe(bits // 8)


def new_code(length: int = 16) -> str:
    """A code that people type: 5 random bits a letter, then one check letter.

    16 letters hold 80 random bits (requirement VC-05).
    """
    body = "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))
    return body + check_letter(body)


def check_letter(body: str) -> str:
    """The letter that makes a mistyped or swapped letter visible (weighted mod 31)."""
    total = sum(
        position * CODE_ALPHABET.index(letter)
        for position, letter in enumerate(body, start=1)
    )
    return CODE_ALPHABET[total % 31]


def normalise_code(text: str) -> str:
    """A typed code without blanks and dashes, upper case, look-alikes mended."""
    bare = text.upper().replace("-", "").replace(" ", "")
    return bare.translate(str.maketrans("OIL", "011"))


def new_signing_secret() -> str:
    """A secret that signs webhooks: 256 bits, as Standard Webhooks writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
