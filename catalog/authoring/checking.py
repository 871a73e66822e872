"""What a draft still lacks before it can be judged, each with the rule behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.authoring.content import Activity, Evaluation, minutes_of
from catalog.authoring.standards import Bounds, ModeStandard, Standard
from core.text import LOCALES, Text

Content = Mapping[str, Any]

_MISSING = Text("This is not filled in yet.", "Ini belum diisi.")
_BOTH = Text(
    "Write it in Indonesian and in English.",
    "Tulis dalam bahasa Indonesia dan Inggris.",
)
_SHORT = Text("Write at least {least} letters.", "Tulis paling sedikit {least} huruf.")
_LONG = Text("Write at most {most} letters.", "Tulis paling banyak {most} huruf.")
_FEW = Text("Name at least {least}.", "Sebutkan paling sedikit {least}.")
_MANY = Text("Name at most {most}.", "Sebutkan paling banyak {most}.")
_BRIEF = Text(
    "The sessions take {minutes} minutes; at least {least} are asked for.",
    "Semua sesi berdurasi {minutes} menit; paling sedikit {least}.",
)
_LONG_SESSION = Text(
    "This session takes {minutes} minutes; at most {most} a day are allowed.",
    "Sesi ini berdurasi {minutes} menit; paling banyak {most} sehari.",
)
_THEORY = Text(
    "{percent} per cent of the time is theory; at most {most} are allowed.",
    "{percent} persen waktunya teori; paling banyak {most} persen.",
)
_EVALUATION = Text("The course needs a {what}.", "Pelatihan memerlukan {what}.")
_EVALUATIONS = {
    Evaluation.PRE_TEST: Text("pre-test", "pra-tes"),
    Evaluation.POST_TEST: Text("post-test", "pascates"),
    Evaluation.PRACTICE_TASK: Text("practice task", "tugas praktik mandiri"),
    Evaluation.DEMONSTRATION: Text("demonstration of the skill", "unjuk keterampilan"),
}
_EQUIPMENT = Text(
    "Say what equipment there is for the participants.",
    "Sebutkan peralatan yang tersedia bagi peserta.",
)
_TRAINERS = Text("Name who teaches it.", "Sebutkan pengajarnya.")
_AGES = Text(
    "The highest age is below the lowest.", "Usia tertinggi di bawah usia terendah."
)


@dataclass(frozen=True)
class Suggestion:
    """What may have been meant instead."""

    value: str
    title: str


@dataclass(frozen=True)
class Lack:
    """Something missing: its place (RFC 6901), a stable code, words, the source of the
    rule, and what may have been meant."""

    place: str
    code: str
    message: Text
    source: str
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What of a part keeps a draft from being submitted, and what does not."""

    lacks: list[Lack]
    warnings: list[Lack]


def lacks(content: Content, standard: Standard) -> list[Lack]:
    """All that keeps this content from being submitted; empty if nothing does."""
    found = [
        *_missing(content, standard),
        *_out_of_bounds(content, standard),
        *_evaluation(content, standard),
    ]
    mode = standard.modes.get(content.get("mode", ""))
    if mode is not None:
        found += _mode(content, mode)
    if "syllabus" in content:
        found += _unfinished(content, standard)
        found += _theory(content, standard)
    found += _unseen(content, standard)
    if content.get("minimum_age", 0) > content.get("maximum_age", 200):
        source = standard.required_source
        found.append(Lack("/maximum_age", "ages-swapped", _AGES, source))
    return found


def _missing(content: Content, standard: Standard) -> Iterator[Lack]:
    source = standard.required_source
    for field in standard.required:
        # Nothing is a price too: a free course says 0.
        if content.get(field) in (None, "", [], {}):
            yield Lack(f"/{field}", "missing", _MISSING, source)
    for field in standard.in_both_languages:
        text = content.get(field)
        if text and any(not text.get(language) for language in LOCALES):
            yield Lack(f"/{field}", "one-language", _BOTH, source)


def _unfinished(content: Content, standard: Standard) -> Iterator[Lack]:
    """What is open in a session that was begun."""
    source = standard.required_source
    for index, session in enumerate(content["syllabus"]):
        place = f"/syllabus/{index}"
        if not any((session.get("title") or {}).values()):
            yield Lack(f"{place}/title", "missing", _MISSING, source)
        if not session.get("parts"):
            yield Lack(f"{place}/parts", "missing", _MISSING, source)
        for number, part in enumerate(session.get("parts", [])):
            if not any((part.get("title") or {}).values()):
                yield Lack(f"{place}/parts/{number}/title", "missing", _MISSING, source)
            if not part.get("minutes"):
                yield Lack(
                    f"{place}/parts/{number}/minutes", "missing", _MISSING, source
                )


def _unseen(content: Content, standard: Standard) -> Iterator[Lack]:
    """Pictures and films of which those who do not see them are told nothing."""
    for index, medium in enumerate(content.get("media", [])):
        if not any((medium.get("alt") or {}).values()):
            place = f"/media/{index}/alt"
            yield Lack(place, "missing", _MISSING, standard.required_source)


def _out_of_bounds(content: Content, standard: Standard) -> Iterator[Lack]:
    for name, bounds in standard.limits.items():
        field = name.removesuffix("_letters")
        if not content.get(field):
            continue
        if field == name:
            yield from _items(f"/{field}", len(content[field]), bounds)
            continue
        for language, text in content[field].items():
            yield from _letters(f"/{field}/{language}", len(text), bounds)


def _items(place: str, count: int, bounds: Bounds) -> Iterator[Lack]:
    if count < bounds.at_least:
        message = _FEW.format(least=bounds.at_least)
        yield Lack(place, "too-few", message, bounds.source)
    if count > bounds.at_most:
        message = _MANY.format(most=bounds.at_most)
        yield Lack(place, "too-many", message, bounds.source)


def _letters(place: str, count: int, bounds: Bounds) -> Iterator[Lack]:
    if 0 < count < bounds.at_least:
        message = _SHORT.format(least=bounds.at_least)
        yield Lack(place, "too-short", message, bounds.source)
    if count > bounds.at_most:
        message = _LONG.format(most=bounds.at_most)
        yield Lack(place, "too-long", message, bounds.source)


def _evaluation(content: Content, standard: Standard) -> Iterator[Lack]:
    if not content.get("evaluation"):
        return
    for what in standard.evaluation:
        if what not in content["evaluation"]:
            message = _EVALUATION.format(what=_EVALUATIONS[Evaluation(what)])
            yield Lack("/evaluation", f"no-{what}", message, standard.evaluation_source)


def _mode(content: Content, mode: ModeStandard) -> Iterator[Lack]:
    total = minutes_of(content)
    if "syllabus" in content and total < mode.minutes:
        message = _BRIEF.format(minutes=total, least=mode.minutes)
        yield Lack("/syllabus", "too-brief", message, mode.source)
    if mode.minutes_per_session is not None:
        yield from _sessions(content, mode.minutes_per_session, mode.source)
    if mode.equipment and not content.get("equipment"):
        yield Lack("/equipment", "missing", _EQUIPMENT, mode.source)
    if mode.trainers and not content.get("trainers"):
        yield Lack("/trainers", "missing", _TRAINERS, mode.source)


def _sessions(content: Content, most: int, source: str) -> Iterator[Lack]:
    for index, session in enumerate(content.get("syllabus", [])):
        minutes = minutes_of({"syllabus": [session]})
        if minutes > most:
            message = _LONG_SESSION.format(minutes=minutes, most=most)
            yield Lack(f"/syllabus/{index}", "too-long", message, source)


def _theory(content: Content, standard: Standard) -> Iterator[Lack]:
    total, theory = minutes_of(content), minutes_of(content, Activity.THEORY)
    # In whole numbers: theory/total above n/100.
    if theory * 100 > total * standard.theory_percent:
        message = _THEORY.format(
            percent=-(-theory * 100 // total), most=standard.theory_percent
        )
        yield Lack("/syllabus", "too-much-theory", message, standard.theory_source)
