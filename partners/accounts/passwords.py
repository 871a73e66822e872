"""Hashing passwords with argon2id, at the parameters that OWASP recommends."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.ids import new_token

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The argon2id hash to store, with its parameters and salt inside."""
    return _hasher.hash(_bytes(password))


def is_password(password: str, stored: str | None) -> bool:
    """Whether `password` is the one behind `stored`.

    None (there is no such account) takes as long as a wrong password, so that the time
    tells nobody which e-mails have accounts (requirement OA-24).
    """
    try:
        _hasher.verify(stored or _nobody_s(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobody_s() -> str:
    return _hasher.hash(new_token())


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
