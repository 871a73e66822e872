"""Sealing personal data, and finding it again without opening it."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

NONCE_BYTES = 12


class Unreadable(Exception):
    """The value was sealed under an unknown key, for another row, or was altered."""


class Vault:
    """Seals and opens fields under named 256-bit keys.

    The first key seals, all of them open, so that keys rotate by putting a new one in
    front. `index_key` is a separate key for blind indexes: it never rotates in place,
    as every index would have to be built again.
    """

    def __init__(self, keys: Mapping[str, bytes], index_key: bytes) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._active = next(iter(keys))
        self._index_key = index_key

    def seal(self, plaintext: str, *, row: UUID, field: str) -> bytes:
        """Encrypt a field. The row and field are bound in: a value moved elsewhere
        does not open. Layout: key id, NUL, 12 bytes of nonce, ciphertext with tag."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._active].encrypt(
            nonce, plaintext.encode(), _binding(row, field)
        )
        return self.current_prefix + nonce + sealed

    def open(self, sealed: bytes, *, row: UUID, field: str) -> str:
        """Decrypt a field, or raise Unreadable."""
        key_id, _, rest = sealed.partition(b"\0")
        cipher = self._ciphers.get(key_id.decode(errors="replace"))
        if cipher is None:
            raise Unreadable("The key of this value is not configured.")
        try:
            plain = cipher.decrypt(
                rest[:NONCE_BYTES], rest[NONCE_BYTES:], _binding(row, field)
            )
        except (InvalidTag, ValueError) as error:  # ValueError: it was cut short.
            raise Unreadable("The value does not belong to this row.") from error
        return plain.decode()

    def is_current(self, sealed: bytes) -> bool:
        """Whether the value is sealed under the active key (else seal it again)."""
        return sealed.startswith(self.current_prefix)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The names of the keys, the active one first."""
        return tuple(self._ciphers)

    @property
    def current_prefix(self) -> bytes:
        """What every value under the active key begins with, and no other does."""
        return self._active.encode() + b"\0"

    def index(self, value: str, *, field: str) -> bytes:
        """The blind index of a normalised value: HMAC-SHA-256, 32 bytes.

        `field` separates the domains, so that equal values of different fields do
        not show as equal.
        """
        message = field.encode() + b"\0" + value.encode()
        return hmac.new(self._index_key, message, hashlib.sha256).digest()


def vault_of(session: Session) -> Vault:
    """The vault that this session carries (see core.unit_of_work.make_sessions)."""
    return cast(Vault, session.info["vault"])


def _binding(row: UUID, field: str) -> bytes:
    return row.bytes + field.encode()
