"""What browsers answer for passkeys: read, and believed no further than checked."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from core.logs import get_logger
from partners.factors.errors import PasskeyRefused
from partners.factors.models import Passkey
from partners.factors.rules import CHALLENGE_LIFETIME
from partners.factors.services.challenges import Purpose, spend_challenge

log = get_logger(__name__)

Checked = TypeVar("Checked")

# More than any browser sends, and little enough to be read.
MAX_LETTERS = 20_000
TIMEOUT_MILLISECONDS = int(CHALLENGE_LIFETIME.total_seconds()) * 1000


@dataclass(frozen=True)
class RelyingParty:
    """For whom a passkey is: the domain it is bound to, the programme's name, and the
    origins whose pages may ask for it."""

    id: str
    name: str
    origins: tuple[str, ...]


def challenge_of(answer: str) -> bytes:
    """The challenge that an answer says it answers; one that was given in the frame of
    another page answers nothing."""

    def read() -> bytes:
        if len(answer) > MAX_LETTERS:
            raise ValueError
        written = json.loads(answer)["response"]["clientDataJSON"]
        said = parse_client_data_json(base64url_to_bytes(written))
        if said.cross_origin:
            raise ValueError
        return said.challenge

    return checked(read)


def spend(
    session: Session, challenge: bytes, purpose: Purpose, subject: str, *, at: datetime
) -> None:
    """Use the question up; raises PasskeyRefused."""
    if not spend_challenge(session, challenge, purpose, subject=subject, at=at):
        raise PasskeyRefused


def checked(check: Callable[[], Checked]) -> Checked:
    """What the library says of an answer; raises PasskeyRefused.

    It reads text, CBOR and certificates of strangers, and raises whatever its own
    libraries raise: nothing of that is a fault of ours (SC-06).
    """
    try:
        return check()
    except Exception as error:
        log.info("passkey.refused", reason=type(error).__name__)
        raise PasskeyRefused from error


def descriptors(
    known: Iterable[Passkey],
) -> list[PublicKeyCredentialDescriptor]:
    """The passkeys that a browser may use, or must not make again."""
    return [PublicKeyCredentialDescriptor(id=each.credential_id) for each in known]
