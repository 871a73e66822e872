"""The secret in the address of a verification."""

import hashlib

from core.ids import new_token


def new_state() -> str:
    """256 random bits, URL-safe."""
    return new_token()


def state_hash(state: str) -> bytes:
    """What is kept of a state. Any text has one, so a strange one is just unknown."""
    return hashlib.sha256(state.encode(errors="replace")).digest()
