"""What others need to know of a running demo: `.demo/state.json`."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from core.postgres.home import write_private

FILE = "state.json"


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in, and what for."""

    email: str
    password: str
    about: str


@dataclass(frozen=True)
class Credentials:
    """A client of the API; `secret` None makes it a public one."""

    organisation: str
    client_id: str
    secret: str | None
    redirect_uris: list[str]
    scopes: list[str]


@dataclass(frozen=True)
class State:
    """The addresses and the ways in. The file holds the database's password, so only
    its owner can read it."""

    web: str
    payment_partner: str
    database_url: str
    accounts: list[Account] = field(default_factory=list)
    clients: dict[str, Credentials] = field(default_factory=dict)


def write_state(folder: Path, state: State) -> None:
    """Publish what runs."""
    write_private(folder / FILE, json.dumps(asdict(state), indent=1))


def forget_state(folder: Path) -> None:
    """Nothing runs any more."""
    (folder / FILE).unlink(missing_ok=True)


def running_demo(folder: Path) -> State | None:
    """The demo that runs from this folder and answers, or None.

    A killed demo leaves its file behind, so the file alone proves nothing.
    """
    try:
        values = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    state = State(
        **values
        | {
            "accounts": [Account(**each) for each in values["accounts"]],
            "clients": {
                name: Credentials(**each) for name, each in values["clients"].items()
            },
        }
    )
    return state if answers(f"{state.web}/readyz") else None


def answers(address: str) -> bool:
    """Whether this address answers with 200 now."""
    try:
        return httpx.get(address, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
