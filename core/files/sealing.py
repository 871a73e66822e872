"""Each file has a key of its own, which is sealed like any other personal field.

So files need no pass of their own when the vault's keys rotate, and a file whose row is
deleted can no longer be read from a backup of the folder.
"""

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.privacy.vault import Unreadable

NONCE_BYTES = 12


def new_file_key() -> str:
    """A 256-bit key as base64: what the vault seals."""
    return base64.b64encode(os.urandom(32)).decode()


def seal_file(content: bytes, *, key: str, row: UUID) -> bytes:
    """Encrypt with AES-256-GCM, bound to the row that refers to the file."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, content, row.bytes)


def open_file(sealed: bytes, *, key: str, row: UUID) -> bytes:
    """Decrypt, or raise Unreadable: altered, cut short, or another row's."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return _cipher(key).decrypt(nonce, rest, row.bytes)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The file does not belong to this row.") from error


def _cipher(key: str) -> AESGCM:
    return AESGCM(base64.b64decode(key))
