"""Reading a document of requirements, and refusing one that is not complete.

Documents are read when the program starts; a mistake in one stops the start.
"""

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.text import Text
from partners.onboarding.requirement import (
    LONGEST_LONG_TEXT,
    LONGEST_TEXT,
    Checker,
    Choice,
    Clock,
    Confidence,
    Criterion,
    Demand,
    Evidence,
    Field,
    Form,
    Relation,
    Requirement,
    When,
)
from partners.organisations.models import Kind

_CODE = re.compile(r"[a-z][a-z0-9_-]{1,40}\Z")
_LONGEST = {Form.LONG_TEXT: LONGEST_LONG_TEXT, Form.URL: 500}

Table = Mapping[str, Any]


class BadRequirement(ValueError):
    """A document that cannot be used; the message says where and why."""


def read_requirement(path: Path) -> Requirement:
    """The document at `path` with what it includes, or BadRequirement."""
    text = path.read_bytes()
    own = tomllib.loads(text.decode())
    included: Table = {}
    if "include" in own:
        more = path.parent.joinpath(own["include"]).read_bytes()
        included = tomllib.loads(more.decode())
        text += more
    try:
        return _check(_requirement(own, included, hashlib.sha256(text).digest()))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadRequirement(f"{path.name}: {error!r}") from error


def _requirement(own: Table, included: Table, sha256: bytes) -> Requirement:
    def parts(name: str) -> Sequence[Table]:
        return [*included.get(name, []), *own.get(name, [])]

    ties = {**included.get("ties", {}), **own.get("ties", {})}
    return Requirement(
        kind=Kind(own["kind"]),
        version=own["version"],
        since=own["since"],
        sha256=sha256,
        clock=Clock(**own["clock"]),
        ties={Relation(name): count for name, count in ties.items()},
        fields=tuple(map(_field, parts("fields"))),
        evidence=tuple(map(_evidence, parts("evidence"))),
        criteria=tuple(map(_criterion, parts("criteria"))),
    )


def _field(table: Table) -> Field:
    form = Form(table["form"])
    return Field(
        code=table["code"],
        form=form,
        label=_text(table["label"]),
        help=_text(table["help"]) if "help" in table else None,
        required=table.get("required", True),
        required_when=_when(table.get("required_when")),
        choices=tuple(
            Choice(each["code"], _text(each["label"]))
            for each in table.get("choices", [])
        ),
        minimum=table.get("minimum", 0),
        maximum=table.get("maximum", 2**31 - 1),
        longest=table.get("longest", _LONGEST.get(form, LONGEST_TEXT)),
        pattern=table.get("pattern"),
    )


def _evidence(table: Table) -> Evidence:
    return Evidence(
        code=table["code"],
        label=_text(table["label"]),
        required=table.get("required", True),
        required_when=_when(table.get("required_when")),
        most=table.get("most", 3),
    )


def _criterion(table: Table) -> Criterion:
    return Criterion(
        code=table["code"],
        text=_text(table["text"]),
        source=table["source"],
        url=table.get("url"),
        confidence=Confidence(table["confidence"]),
        checked_by=Checker(table["checked_by"]),
        fields=tuple(table.get("fields", [])),
        evidence=tuple(table.get("evidence", [])),
        ties=tuple(map(Relation, table.get("ties", []))),
        demands=tuple(
            Demand(each["field"], frozenset(each["is"]), _when(each.get("when")))
            for each in table.get("demands", [])
        ),
    )


def _text(table: Table) -> Text:
    text = Text(en=table["en"], id=table["id"])
    if not (text.en.strip() and text.id.strip()):
        raise ValueError("a text is empty")
    return text


def _when(table: Table | None) -> When | None:
    return None if table is None else When(table["field"], frozenset(table["is"]))


def _check(requirement: Requirement) -> Requirement:
    """What a table alone cannot say: names are unique and lead somewhere."""
    fields = {field.code: field for field in requirement.fields}
    items = {item.code for item in requirement.evidence}
    for parts in (requirement.fields, requirement.evidence, requirement.criteria):
        _unique([part.code for part in parts])
    for field in requirement.fields:
        _check_field(field)
    for criterion in requirement.criteria:
        _known(criterion.fields, fields)
        _known(criterion.evidence, items)
        _known([demand.field for demand in criterion.demands], fields)
    conditions = [field.required_when for field in requirement.fields]
    conditions += [item.required_when for item in requirement.evidence]
    conditions += [d.when for c in requirement.criteria for d in c.demands]
    for condition in filter(None, conditions):
        _known([condition.field], fields)
        _known(condition.is_, {each.code for each in fields[condition.field].choices})
    _everything_has_a_reason(requirement)
    if min(requirement.version, *vars(requirement.clock).values()) < 1:
        raise ValueError("versions and clocks count from 1")
    return requirement


def _check_field(field: Field) -> None:
    if bool(field.choices) != (field.form in (Form.CHOICE, Form.CHOICES)):
        raise ValueError(f"{field.code}: choices belong to a choice")
    if field.minimum > field.maximum:
        raise ValueError(f"{field.code}: the minimum is above the maximum")
    _unique([choice.code for choice in field.choices])
    re.compile(field.pattern or "")


def _everything_has_a_reason(requirement: Requirement) -> None:
    """Nothing is asked for that no criterion needs."""
    for field in requirement.fields:
        if not requirement.criterion_of(field=field.code):
            raise ValueError(f"no criterion needs the field {field.code}")
    for item in requirement.evidence:
        if not requirement.criterion_of(item=item.code):
            raise ValueError(f"no criterion needs the evidence {item.code}")


def _unique(codes: Sequence[str]) -> None:
    for code in codes:
        if not _CODE.match(code) or codes.count(code) > 1:
            raise ValueError(f"the code {code} is not usable, or is there twice")


def _known(named: Collection[str], known: Collection[str]) -> None:
    for name in named:
        if name not in known:
            raise ValueError(f"there is no {name}")
