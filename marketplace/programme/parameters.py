"""A scheme's document, read and typed.

Every number of the programme is configuration (design, section 1). The documents that
ship are in `schemes/`; programme rules, section 12, has the source of each value.
Durations are days or minutes as the name says, shares are basis points, amounts are
whole rupiah.
"""

from dataclasses import dataclass
from typing import Any, Self, TypeVar, get_type_hints

from core.database import Json

Section = TypeVar("Section")


@dataclass(frozen=True)
class Eligibility:
    """Who may join. `age_max` None means no upper bound. The lists hold the values of
    the participant's declarations that shut her out."""

    age_min: int
    age_max: int | None
    max_per_family_card: int
    once_in_a_lifetime: bool
    exclude_other_aid: bool
    exclude_students: bool
    excluded_offices: tuple[str, ...]


@dataclass(frozen=True)
class Payment:
    """A kind of incentive: so much each, so many times, `interval_days` apart."""

    amount: int
    count: int
    interval_days: int


@dataclass(frozen=True)
class Incentives:
    """What finishing earns, and the conditions that must all be met."""

    job_search: Payment
    survey: Payment
    requires: tuple[str, ...]
    pay_after_days: int


@dataclass(frozen=True)
class Purchase:
    """Deadlines of buying; `next_deadline_days` None means up to the year's cut-off."""

    first_deadline_days: int
    next_deadline_days: int | None
    next_requires_finished: bool
    next_requires_review: bool


@dataclass(frozen=True)
class Redeem:
    """How long before and after the class starts a code is redeemed; None: any time."""

    before_minutes: int | None
    after_minutes: int | None


@dataclass(frozen=True)
class Completion:
    """What finishing takes. `pass_mark` is a score of 0 to 100, None for no bar."""

    attendance_bps: int
    post_test: bool
    practice_tasks: int
    skill_demonstration: bool
    pass_mark: int | None


@dataclass(frozen=True)
class Settlement:
    """When institution and platform are owed (`purchase` or `completion`), and the
    platform's greatest share."""

    trigger: str
    commission_max_bps: int


@dataclass(frozen=True)
class Parameters:
    """All parameters of one version of a scheme."""

    training_balance: int
    eligibility: Eligibility
    incentives: Incentives
    purchase: Purchase
    redeem: Redeem
    completion: Completion
    settlement: Settlement

    @classmethod
    def from_document(cls, document: Json) -> Self:
        """Read a document; raises KeyError or TypeError when it lacks a parameter, has
        one that is not known, or one of the wrong kind, and says which."""
        incentives = document["incentives"]
        eligibility = document["eligibility"]
        known = {"training_balance", *_SECTIONS}
        if document.keys() != known:
            raise KeyError(f"A scheme has exactly: {', '.join(sorted(known))}.")
        return cls(
            training_balance=_amount(document["training_balance"]),
            eligibility=_section(Eligibility, eligibility),
            incentives=_section(
                Incentives,
                {
                    **incentives,
                    "job_search": _section(Payment, incentives["job_search"]),
                    "survey": _section(Payment, incentives["survey"]),
                },
            ),
            purchase=_section(Purchase, document["purchase"]),
            redeem=_section(Redeem, document["redeem"]),
            completion=_section(Completion, document["completion"]),
            settlement=_section(Settlement, document["settlement"]),
        )


_SECTIONS = (
    "eligibility",
    "incentives",
    "purchase",
    "redeem",
    "completion",
    "settlement",
)


def _amount(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("An amount is a whole number of rupiah.")
    return value


def _section(kind: type[Section], values: Json) -> Section:
    """Read one section, each value of the kind that the section declares."""
    kinds = get_type_hints(kind)
    read: Json = {}
    for name, value in values.items():
        if name not in kinds:
            raise TypeError(f"{kind.__name__} has no parameter {name}.")
        read[name] = tuple(value) if isinstance(value, list) else value
        if not _is_a(kinds[name], read[name]):
            raise TypeError(f"{name} is {value!r}, which is not {kinds[name]}.")
    return kind(**read)


def _is_a(kind: Any, value: Any) -> bool:
    """Whether a value is of a declared kind; numbers are never below zero."""
    if kind == tuple[str, ...]:
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    if isinstance(value, bool):
        return kind is bool
    if isinstance(value, int):
        return kind in (int, int | None) and value >= 0
    return isinstance(value, kind)
