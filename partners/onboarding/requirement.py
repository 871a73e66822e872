"""What a kind of organisation has to tell, show and fulfil: the shape of a document."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from core.text import Text

LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 4_000


class Form(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    URL = "url"
    CHOICE = "choice"
    CHOICES = "choices"


class Relation(StrEnum):
    """Whom and what an organisation is tied to: the entries of the register."""

    OWNER = "owner"
    OFFICER = "officer"
    BANK_ACCOUNT = "bank_account"
    DOMAIN = "domain"


class Checker(StrEnum):
    """Which of the operator's people looks at a criterion."""

    LEGAL = "legal"
    TECHNICAL = "technical"
    QUALITY = "quality"


class Confidence(StrEnum):
    """How sure the source of a criterion is: read in the law, reported by others, or
    set by this platform where no rule was found."""

    LAW = "law"
    REPORTED = "reported"
    PLATFORM = "platform"


@dataclass(frozen=True)
class When:
    """A condition: a field has one of these values."""

    field: str
    is_: frozenset[str]

    def holds(self, answers: dict[str, object]) -> bool:
        """Whether it does; of several choices one is enough."""
        value = answers.get(self.field)
        given = value if isinstance(value, list) else [value]
        return not self.is_.isdisjoint(map(str, given))


@dataclass(frozen=True)
class Choice:
    code: str
    label: Text


@dataclass(frozen=True)
class Field:
    """Something to tell. It is asked for unless `required_when` says when alone."""

    code: str
    form: Form
    label: Text
    help: Text | None
    required: bool
    required_when: When | None
    choices: tuple[Choice, ...]
    minimum: int
    maximum: int
    longest: int
    pattern: str | None

    def is_asked(self, answers: dict[str, object]) -> bool:
        """Whether it has to be filled in, given the other answers."""
        if self.required_when is not None:
            return self.required_when.holds(answers)
        return self.required


@dataclass(frozen=True)
class Evidence:
    """Something to show: up to `most` files."""

    code: str
    label: Text
    required: bool
    required_when: When | None
    most: int

    def is_asked(self, answers: dict[str, object]) -> bool:
        """Whether a file has to be there, given the answers."""
        if self.required_when is not None:
            return self.required_when.holds(answers)
        return self.required


@dataclass(frozen=True)
class Demand:
    """A condition that a machine can check: while `when` holds, `field` must be one of
    `is_`."""

    field: str
    is_: frozenset[str]
    when: When | None

    def fails(self, answers: dict[str, object]) -> bool:
        """Whether the answers, as far as they go, break it."""
        if self.when is not None and not self.when.holds(answers):
            return False
        given = answers.get(self.field)
        return given is not None and str(given) not in self.is_


@dataclass(frozen=True)
class Criterion:
    """Something to fulfil, with its source, what shows it, and who looks at it."""

    code: str
    text: Text
    source: str
    url: str | None
    confidence: Confidence
    checked_by: Checker
    fields: tuple[str, ...]
    evidence: tuple[str, ...]
    ties: tuple[Relation, ...]
    demands: tuple[Demand, ...]


Part = TypeVar("Part", Field, Evidence, Criterion)


@dataclass(frozen=True)
class Clock:
    """What is published about time: working days for a review and for an appeal, and
    the days within which an appeal may be made."""

    review_working_days: int
    appeal_working_days: int
    appeal_within_days: int


@dataclass(frozen=True)
class Requirement:
    """Everything that one kind asks for, in one version. `sha256` is that of the
    document's text with what it includes; `ties` says how many of each are needed."""

    kind: str
    version: int
    since: date
    sha256: bytes
    clock: Clock
    ties: dict[Relation, int]
    fields: tuple[Field, ...]
    evidence: tuple[Evidence, ...]
    criteria: tuple[Criterion, ...]

    def field(self, code: str) -> Field | None:
        return _by_code(self.fields, code)

    def evidence_item(self, code: str) -> Evidence | None:
        return _by_code(self.evidence, code)

    def criterion(self, code: str) -> Criterion | None:
        return _by_code(self.criteria, code)

    def criterion_of(self, *, field: str = "", item: str = "", tie: str = "") -> str:
        """The code of the first criterion that asks for this."""
        for criterion in self.criteria:
            if field in criterion.fields or item in criterion.evidence:
                return criterion.code
            if tie in criterion.ties:
                return criterion.code
        return ""


def _by_code(parts: Collection[Part], code: str) -> Part | None:
    return next((part for part in parts if part.code == code), None)
