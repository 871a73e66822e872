"""Drawing by lot so that anybody can do it again with a hash and a list."""

import hashlib
import secrets
from collections.abc import Iterable


def new_seed() -> str:
    """128 random bits, in hexadecimal."""
    return secrets.token_hex(16)


def draw(seed: str, candidates: Iterable[str], *, seats: int) -> list[str]:
    """As many of the candidates as there are seats: those come first whose SHA-256 of
    `seed:candidate` is smallest. The order of the candidates does not matter."""
    return sorted(candidates, key=lambda each: _ticket(seed, each))[:seats]


def _ticket(seed: str, candidate: str) -> bytes:
    return hashlib.sha256(f"{seed}:{candidate}".encode()).digest()
