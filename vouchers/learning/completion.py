"""The completion rule: what a participant must have done. Pure functions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from core.database import Json
from core.text import Text
from vouchers.learning.models import POST_TEST, AssessmentKind

ATTENDANCE = Text(
    "Confirmed sessions (sequences 1 to the last)",
    "Sesi yang dikonfirmasi (urutan 1 sampai terakhir)",
)
POST_TEST_ATTENDED = Text(
    "Presence at the post-test (sequence 999)", "Kehadiran pada tes akhir (urutan 999)"
)
POST_TEST_REPORTED = Text("A result of the post-test", "Hasil tes akhir")
PASS_MARK = Text("Score of the post-test", "Nilai tes akhir")
PRACTICE_TASKS = Text("Practice tasks with a result", "Tugas praktik yang dinilai")
SKILL_DEMONSTRATION = Text(
    "A result of the skill demonstration", "Hasil unjuk keterampilan"
)


class Reported(Protocol):
    """A result as the institution reported it; see AssessmentResult."""

    kind: str
    number: int
    revision: int
    score: int


@dataclass(frozen=True)
class Requirement:
    """One thing the rule asks for. `needed` and `have` count sessions, tasks or
    results, or are scores of 100 for the pass mark; `have` None is no score at all."""

    name: str
    words: Text
    needed: int
    have: int | None

    @property
    def is_met(self) -> bool:
        return self.have is not None and self.have >= self.needed


def sessions_needed(rules: Json) -> int:
    """How many sessions must be confirmed: the share in basis points, rounded up."""
    completion = rules["completion"]
    sessions: int = completion["sessions"]
    share: int = completion["attendance_bps"]
    return -(-sessions * share // 10_000)


def sessions_attended(rules: Json, attendances: Collection[int]) -> int:
    """How many of the course's sessions are confirmed."""
    last = rules["completion"]["sessions"]
    return len({sequence for sequence in attendances if 1 <= sequence <= last})


def requirements(
    rules: Json, attendances: Collection[int], results: Iterable[Reported]
) -> list[Requirement]:
    """Everything that the rules pinned to a voucher ask for, met or not.

    `attendances` are the confirmed sequences. Of several revisions of a result the
    last one counts. Source: programme rules, section 6; the numbers are the scheme's.
    """
    completion = rules["completion"]
    scores = latest_scores(results)
    asked = [
        Requirement(
            "attendance",
            ATTENDANCE,
            sessions_needed(rules),
            sessions_attended(rules, attendances),
        )
    ]
    if completion["post_test"]:
        asked += _post_test(completion["pass_mark"], attendances, scores)
    if completion["practice_tasks"]:
        done = _count(scores, AssessmentKind.PRACTICE_TASK)
        asked.append(
            Requirement(
                "practice_tasks", PRACTICE_TASKS, completion["practice_tasks"], done
            )
        )
    if completion["skill_demonstration"]:
        shown = min(_count(scores, AssessmentKind.SKILL_DEMONSTRATION), 1)
        asked.append(Requirement("skill_demonstration", SKILL_DEMONSTRATION, 1, shown))
    return asked


def unmet_requirements(
    rules: Json, attendances: Collection[int], results: Iterable[Reported]
) -> list[Requirement]:
    """What is still missing; empty when the course is completed by the rule."""
    return [
        asked for asked in requirements(rules, attendances, results) if not asked.is_met
    ]


def latest_scores(results: Iterable[Reported]) -> dict[tuple[str, int], int]:
    """The score that counts for each kind and number: that of the last revision."""
    ordered = sorted(results, key=lambda result: result.revision)
    return {(result.kind, result.number): result.score for result in ordered}


def _post_test(
    pass_mark: int | None,
    attendances: Collection[int],
    scores: dict[tuple[str, int], int],
) -> list[Requirement]:
    """Presence and a result; a score only where the rule names a pass mark."""
    score = scores.get((AssessmentKind.POST_TEST, 1))
    present = int(POST_TEST in attendances)
    asked = [
        Requirement("post_test_attendance", POST_TEST_ATTENDED, 1, present),
        Requirement("post_test_result", POST_TEST_REPORTED, 1, int(score is not None)),
    ]
    if pass_mark is not None:
        asked.append(Requirement("pass_mark", PASS_MARK, pass_mark, score))
    return asked


def _count(scores: dict[tuple[str, int], int], kind: AssessmentKind) -> int:
    return sum(1 for reported, _ in scores if reported == kind)
