"""Who may teach, and how many are needed. Pure functions."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.trainers.models import TrainerState
from core.formats import day_text
from core.text import Text


class Unfit(StrEnum):
    """Why somebody may not teach."""

    UNKNOWN = "unknown"
    ENDED = "ended"
    UNCERTIFIED = "certificate-expired"
    LEADS = "leads-already"


WORDS = {
    Unfit.UNKNOWN: Text(
        "You have no such trainer.", "Anda tidak memiliki pelatih ini."
    ),
    Unfit.ENDED: Text(
        "The trainer does not teach for you any more.",
        "Pelatih ini tidak lagi mengajar untuk Anda.",
    ),
    Unfit.UNCERTIFIED: Text(
        "The trainer has no certificate that is good on {day}.",
        "Pelatih ini tidak memiliki sertifikat yang berlaku pada {day}.",
    ),
    Unfit.LEADS: Text(
        "She leads the class already, and cannot assist herself.",
        "Ia sudah memimpin kelas ini dan tidak dapat mendampingi dirinya sendiri.",
    ),
}


@dataclass(frozen=True)
class Standing:
    """How a trainer stands: `good_until` is the last day of her longest certificate,
    None without any; `codes` are what her certificates say that she may teach."""

    state: str
    good_until: date | None
    codes: frozenset[str] = frozenset()


def unfit(standing: Standing | None, *, on: date) -> Unfit | None:
    """What keeps somebody from teaching on a day; None for nothing."""
    if standing is None:
        return Unfit.UNKNOWN
    if standing.state == TrainerState.ENDED:
        return Unfit.ENDED
    if standing.good_until is None or standing.good_until < on:
        return Unfit.UNCERTIFIED
    return None


def unfit_to_assist(standing: Standing | None, *, on: date) -> Unfit | None:
    """The same of an assistant, of whom no certificate is asked."""
    why = unfit(standing, on=on)
    return None if why == Unfit.UNCERTIFIED else why


def words_for(why: Unfit, *, on: date) -> Text:
    return WORDS[why].format(day=day_text(on))


def needed(capacity: int, seats_per_trainer: int | None) -> int:
    """How many trainers so many seats need; every part of the number counts as one."""
    if seats_per_trainer is None:
        return 0
    return -(-capacity // seats_per_trainer)


def assistants_needed(capacity: int, above_seats: int | None) -> int:
    """One for a class of more seats than these; None for no class."""
    return int(above_seats is not None and capacity > above_seats)


def teaches_otherwise(standing: Standing, named: frozenset[str]) -> bool:
    """Whether her certificates speak of other things than the skills and units that a
    course names; those that speak of nothing speak of all."""
    return bool(standing.codes and named) and standing.codes.isdisjoint(named)
