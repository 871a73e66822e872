"""What an answer has to hold, and what several answers come to. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.authoring.content import FIELDS
from catalog.curation.errors import (
    ChangesMissing,
    IndicatorsOpen,
    IndicatorUnknown,
    MandatoryFailed,
    PlaceUnknown,
    ScoreOutOfRange,
)
from catalog.curation.layers import Indicator
from catalog.curation.models import Verdict

MOST_CHANGES = 100


@dataclass(frozen=True)
class Score:
    score: int
    note: str = ""


@dataclass(frozen=True)
class Change:
    """What is asked for: `place` is a JSON Pointer (RFC 6901) into the content."""

    place: str
    words: str


@dataclass(frozen=True)
class Answer:
    """What somebody finds: her scores by indicator, and what follows from them."""

    verdict: Verdict
    reasons: str
    scores: Mapping[str, Score] = field(default_factory=dict)
    changes: Sequence[Change] = ()


def check_answer(answer: Answer, rubric: Sequence[Indicator]) -> None:
    """Refuse an answer that does not follow from its own scores.

    Every indicator is scored before a course is approved, or changes are asked for; who
    rejects it may stop at what decides. Raises IndicatorUnknown, ScoreOutOfRange,
    IndicatorsOpen, MandatoryFailed, ChangesMissing or PlaceUnknown.
    """
    known = {each.code: each for each in rubric}
    if unknown := sorted(answer.scores.keys() - known.keys()):
        raise IndicatorUnknown(indicators=unknown)
    for code, given in answer.scores.items():
        if not 0 <= given.score <= known[code].most:
            raise ScoreOutOfRange(indicator=code, most=known[code].most)
    left = [code for code in known if code not in answer.scores]
    if left and answer.verdict != Verdict.REJECT:
        raise IndicatorsOpen(indicators=left)
    failed = failed_mandatory(answer.scores, rubric)
    if failed and answer.verdict == Verdict.APPROVE:
        raise MandatoryFailed(indicators=failed)
    if (answer.verdict == Verdict.CHANGES) != bool(answer.changes):
        raise ChangesMissing
    for change in answer.changes:
        if change.place.split("/")[1] not in FIELDS:
            raise PlaceUnknown(place=change.place)


def failed_mandatory(
    scores: Mapping[str, Score], rubric: Sequence[Indicator]
) -> list[str]:
    """The mandatory indicators whose score is below what is asked for."""
    return [
        each.code
        for each in rubric
        if each.mandatory
        and each.code in scores
        and scores[each.code].score < each.least
    ]


def outcome_of(verdicts: Sequence[Verdict], *, third: bool) -> Verdict | None:
    """What the verdicts come to; None where a third has to be asked.

    The majority decides. Three who say three things come to changes, which lies between
    the others.
    """
    for verdict in Verdict:
        if verdicts.count(verdict) * 2 > len(verdicts):
            return verdict
    if third and len(verdicts) == 2:
        return None
    return Verdict.CHANGES


def changes_together(answers: Sequence[Sequence[Mapping[str, Any]]]) -> list[Change]:
    """All that was asked for, by place; what two asked for in the same words is there
    once."""
    found = {
        (each["place"], each["words"]): Change(each["place"], each["words"])
        for changes in answers
        for each in changes
    }
    return [found[key] for key in sorted(found)]
