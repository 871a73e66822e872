"""What an act means, told by the floor that knows: courses, classes, prices, balances.

This floor knows ids alone. The floors above register who looks them up
(marketplace/wiring.py), as a function that takes the session first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.database import Json
from core.text import Text


class ActImpossible(Exception):
    """The act that is asked for cannot be done; `reason` is for the client's developer.

    A thing of somebody else's is reported as unknown.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Asked:
    """An act that an organisation asks a person to allow."""

    detail: Json
    account_id: UUID
    organisation_id: UUID
    at: datetime


@dataclass(frozen=True)
class Act:
    """An act in words: one sentence, and what belongs to it, each with its label.

    `price` is in whole rupiah, for an act that spends. The texts are kept as the proof
    of consent, so nothing that changes by the minute belongs here.
    """

    title: Text
    sentence: Text
    facts: tuple[tuple[Text, Text], ...]
    price: int | None = None


Describer = Callable[[Session, Asked], Act]
BalanceReader = Callable[[Session, UUID], int | None]

_describers: dict[str, Describer] = {}
_balance_readers: list[BalanceReader] = []


def describe_by(name: str, describer: Describer) -> None:
    """Let `describer` tell what details of this type mean."""
    _describers[name] = describer


def read_balance_by(reader: BalanceReader) -> None:
    """Let `reader` tell a person's training balance; None for who has none."""
    _balance_readers[:] = [reader]


def describe(session: Session, asked: Asked) -> Act:
    """The act in words. Raises ActImpossible when it cannot be done as it is asked."""
    return _describers[asked.detail["type"]](session, asked)


def training_balance(session: Session, account_id: UUID) -> int | None:
    """What she may spend, in whole rupiah; None for who has no training balance."""
    return _balance_readers[0](session, account_id) if _balance_readers else None
