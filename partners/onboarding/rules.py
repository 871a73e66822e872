"""What an answer may look like, and what is still missing."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from core.names import tidy
from core.text import Text
from partners.onboarding.errors import AnswersUnusable, NameUnusable, TieUnusable
from partners.onboarding.requirement import (
    Criterion,
    Field,
    Form,
    Relation,
    Requirement,
)

MOST_TIES = 60
MOST_UNAPPROVED = 5
WHOLE_BPS = 10_000

_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_NUMBER = re.compile(r"[A-Za-z0-9./-]{3,40}\Z")
_ACCOUNT_NUMBER = re.compile(r"[0-9]{5,34}\Z")
# NUL and unpaired surrogates (SC-06), and control characters but for line ends.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+\Z")


class AnswerFault(StrEnum):
    """What can be wrong with an answer."""

    UNKNOWN = "unknown"
    WRONG_FORM = "wrong_form"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    NOT_A_CHOICE = "not_a_choice"
    NOT_HTTPS = "not_https"


FAULT_WORDS: dict[AnswerFault, Text] = {
    AnswerFault.UNKNOWN: Text("There is no such field.", "Isian ini tidak ada."),
    AnswerFault.WRONG_FORM: Text(
        "This does not have the right form.", "Bentuk isian tidak sesuai."
    ),
    AnswerFault.TOO_LONG: Text("This is too long.", "Isian terlalu panjang."),
    AnswerFault.TOO_LARGE: Text("The number is too large.", "Angka terlalu besar."),
    AnswerFault.NOT_A_CHOICE: Text(
        "This is not one of the choices.", "Bukan salah satu pilihan."
    ),
    AnswerFault.NOT_HTTPS: Text(
        "Write an address that begins with https://.",
        "Tulis alamat yang berawalan https://.",
    ),
}


class Lacking(StrEnum):
    """In which way something is not there yet."""

    FIELD = "field"
    EVIDENCE = "evidence"
    TIE = "tie"
    DEMAND = "demand"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class Missing:
    """One thing that keeps an application from being sent.

    `what` names it in the document; `criterion` is the rule behind it, if it is one of
    the document's.
    """

    lacking: Lacking
    what: str
    text: Text
    criterion: Criterion | None = None


@dataclass(frozen=True)
class DeclaredTie:
    """A tie in clear: see models.Tie."""

    relation: Relation
    is_person: bool = False
    name: str | None = None
    number: str | None = None
    detail: str | None = None
    share_bps: int | None = None


def check_name(name: str, code: str) -> str:
    """The name as it is shown; raises NameUnusable for a name or code that is none."""
    name = tidy(name)
    if not (3 <= len(name) <= 120 and any(letter.isalpha() for letter in name)):
        raise NameUnusable
    if not (3 <= len(code) <= 40 and _HANDLE.match(code)):
        raise NameUnusable
    return name


def clean_answers(requirement: Requirement, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept; None clears one.

    Only their form is checked: a draft may be half finished. Raises AnswersUnusable,
    which names every field with a fault.
    """
    cleaned: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for code, value in given.items():
        field = requirement.field(code)
        found = AnswerFault.UNKNOWN if field is None else _fault(field, value)
        if found is not None:
            faults[code] = str(found)
        else:
            cleaned[code] = _kept(value)
    if faults:
        raise AnswersUnusable(errors=faults)
    return cleaned


def _fault(field: Field, value: Any) -> AnswerFault | None:
    if value is None:
        return None
    match field.form:
        case Form.NUMBER:
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                return AnswerFault.WRONG_FORM
            return AnswerFault.TOO_LARGE if value > field.maximum else None
        case Form.CHOICE | Form.CHOICES:
            return _choice_fault(field, value)
    if not isinstance(value, str) or _UNSTORABLE.search(value):
        return AnswerFault.WRONG_FORM
    text = value.strip()
    if len(text) > field.longest:
        return AnswerFault.TOO_LONG
    if text and field.pattern and not re.fullmatch(field.pattern, text):
        return AnswerFault.WRONG_FORM
    if text and field.form is Form.URL and not is_web_address(text):
        return AnswerFault.NOT_HTTPS
    return None


def _choice_fault(field: Field, value: Any) -> AnswerFault | None:
    several = field.form is Form.CHOICES
    if several != isinstance(value, list):
        return AnswerFault.WRONG_FORM
    known = {choice.code for choice in field.choices}
    chosen = value if several else [value] if value != "" else []
    if not all(isinstance(each, str) and each in known for each in chosen):
        return AnswerFault.NOT_A_CHOICE
    return None


def _kept(value: Any) -> Any:
    """Blanks around a text do not count; nothing is kept for an empty one."""
    if isinstance(value, list):
        return sorted(set(value)) or None
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n") or None
    return value


def is_web_address(text: str) -> bool:
    """An https address with a domain name, and no user or password in it."""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    plain = parts.scheme == "https" and "@" not in parts.netloc
    return plain and bool(_DOMAIN.match(host)) and not re.search(r"\s", text)


def check_tie(tie: DeclaredTie) -> DeclaredTie:
    """The tie as it is kept, or TieUnusable, which names the field to look at."""
    match tie.relation:
        case Relation.DOMAIN:
            domain = (tie.detail or "").strip().lower().rstrip(".")
            _need(tie, "detail", bool(_DOMAIN.match(domain)) and len(domain) <= 253)
            return DeclaredTie(Relation.DOMAIN, detail=domain)
        case Relation.BANK_ACCOUNT:
            number = re.sub(r"[ .-]", "", tie.number or "")
            _need(tie, "number", bool(_ACCOUNT_NUMBER.match(number)))
            return DeclaredTie(
                Relation.BANK_ACCOUNT,
                name=_name(tie),
                number=number,
                detail=_short(tie, "detail"),
            )
    number = re.sub(r"\s", "", tie.number or "").upper()
    _need(tie, "number", bool(_NUMBER.match(number)))
    if tie.relation is Relation.OFFICER:
        detail = _short(tie, "detail")
        return DeclaredTie(Relation.OFFICER, True, _name(tie), number, detail)
    share = tie.share_bps or 0
    _need(tie, "share_bps", 1 <= share <= WHOLE_BPS)
    return DeclaredTie(
        Relation.OWNER, tie.is_person, _name(tie), number, share_bps=share
    )


def _name(tie: DeclaredTie) -> str:
    return _short(tie, "name")


def _short(tie: DeclaredTie, field: str) -> str:
    text = tidy(getattr(tie, field) or "")
    _need(tie, field, 2 <= len(text) <= 120)
    return text


def _need(tie: DeclaredTie, field: str, holds: bool) -> None:
    if not holds:
        raise TieUnusable(relation=str(tie.relation), field=field)


def find_missing(
    requirement: Requirement,
    answers: dict[str, Any],
    *,
    ties: Sequence[tuple[str, int | None]],
    evidence: Collection[str],
) -> list[Missing]:
    """All that keeps an application from being sent, in the order of the document.

    `ties` are relation and share of each entry, `evidence` the items with a file.
    """
    return [
        *_missing_fields(requirement, answers),
        *_missing_ties(requirement, ties),
        *_missing_evidence(requirement, answers, evidence),
        *_failed_demands(requirement, answers),
    ]


def _missing_fields(requirement: Requirement, answers: dict[str, Any]) -> list[Missing]:
    missing = []
    for field in requirement.fields:
        value = answers.get(field.code)
        too_small = (
            field.form is Form.NUMBER and value is not None and (value < field.minimum)
        )
        if too_small or (value is None and field.is_asked(answers)):
            code = requirement.criterion_of(field=field.code)
            missing.append(
                Missing(
                    Lacking.FIELD,
                    field.code,
                    field.label,
                    requirement.criterion(code),
                )
            )
    return missing


def _missing_evidence(
    requirement: Requirement, answers: dict[str, Any], there: Collection[str]
) -> list[Missing]:
    return [
        Missing(
            Lacking.EVIDENCE,
            item.code,
            item.label,
            requirement.criterion(requirement.criterion_of(item=item.code)),
        )
        for item in requirement.evidence
        if item.is_asked(answers) and item.code not in there
    ]


TIE_WORDS: dict[Relation, Text] = {
    Relation.OWNER: Text("Owners", "Pemilik"),
    Relation.OFFICER: Text("Officers", "Pengurus"),
    Relation.BANK_ACCOUNT: Text("Bank account", "Rekening bank"),
    Relation.DOMAIN: Text("Domains", "Domain"),
}
SHARES_TOO_LARGE = Text(
    "The owners' shares add up to more than the whole",
    "Jumlah kepemilikan melebihi keseluruhan",
)


def _missing_ties(
    requirement: Requirement, ties: Sequence[tuple[str, int | None]]
) -> list[Missing]:
    missing = []
    relations = [relation for relation, _ in ties]
    for relation, needed in requirement.ties.items():
        if relations.count(relation) < needed:
            code = requirement.criterion_of(tie=relation)
            missing.append(
                Missing(
                    Lacking.TIE,
                    relation,
                    TIE_WORDS[relation],
                    requirement.criterion(code),
                )
            )
    if sum(share or 0 for _, share in ties) > WHOLE_BPS:
        code = requirement.criterion_of(tie=Relation.OWNER)
        criterion = requirement.criterion(code)
        missing.append(
            Missing(Lacking.TIE, Relation.OWNER, SHARES_TOO_LARGE, criterion)
        )
    return missing


def _failed_demands(requirement: Requirement, answers: dict[str, Any]) -> list[Missing]:
    return [
        Missing(Lacking.DEMAND, demand.field, criterion.text, criterion)
        for criterion in requirement.criteria
        for demand in criterion.demands
        if demand.fails(answers)
    ]


def changed_criteria(
    requirement: Requirement, before: Mapping[str, Any], after: Mapping[str, Any]
) -> set[str]:
    """The criteria of which something that shows them differs in two submissions."""
    fields = {
        code
        for code in {*before["answers"], *after["answers"]}
        if before["answers"].get(code) != after["answers"].get(code)
    }
    files = {**before["files"], **after["files"]}
    items = {
        files[each]["item"] for each in before["files"].keys() ^ after["files"].keys()
    }
    ties = {**before["ties"], **after["ties"]}
    relations = {ties[each] for each in before["ties"].keys() ^ after["ties"].keys()}
    return {
        criterion.code
        for criterion in requirement.criteria
        if fields.intersection(criterion.fields)
        or items.intersection(criterion.evidence)
        or relations.intersection(criterion.ties)
    }
