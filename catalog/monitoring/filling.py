"""A report that is being filled in: its fields by name, as a page sends them and a
draft keeps them, and the report that they come to. Pure functions."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.monitoring.errors import EvidenceLinkUnfit
from catalog.monitoring.models import Severity
from catalog.monitoring.plans import Check
from catalog.monitoring.rules import Answer, Found, Report

OF_A_CHECK = ("answer", "note", "severity", "link", "sha256")
REMARKS = "remarks"
_ADDRESS = re.compile(r"https://[^\s]+\Z")
_SUM = re.compile(r"[0-9a-f]{64}\Z")


def fields_of(checks: Sequence[Check]) -> list[str]:
    """The names under which a page of these checks sends what was filled in."""
    return [f"{part}-{each.code}" for each in checks for part in OF_A_CHECK] + [REMARKS]


def by_check(
    fields: Mapping[str, str], checks: Sequence[Check]
) -> list[dict[str, Any]]:
    """What is filled in, check by check; None or an empty text where nothing is."""
    return [
        {
            "check": each.code,
            "answer": fields.get(f"answer-{each.code}"),
            "note": fields.get(f"note-{each.code}", ""),
            "severity": fields.get(f"severity-{each.code}"),
            "link": fields.get(f"link-{each.code}", ""),
            "sha256": fields.get(f"sha256-{each.code}", ""),
        }
        for each in checks
    ]


def as_fields(lines: Sequence[Mapping[str, Any]], remarks: str) -> dict[str, str]:
    """The same back again; of a check that is there twice the last counts."""
    filled = {
        f"{part}-{each['check']}": each[part] or ""
        for each in lines
        for part in OF_A_CHECK
    }
    return filled | {REMARKS: remarks}


def report_of(fields: Mapping[str, str], checks: Sequence[Check]) -> Report:
    """The report as far as it is filled in; a check without an answer is left out.
    Raises EvidenceLinkUnfit."""
    answers, findings = {}, []
    for each in checks:
        given = fields.get(f"answer-{each.code}", "")
        if given not in list(Answer):
            continue
        answers[each.code] = (Answer(given), fields.get(f"note-{each.code}", ""))
        if given == Answer.NO:
            findings.append(_found(fields, each))
    return Report(answers, findings, fields.get(REMARKS, ""))


def _found(fields: Mapping[str, str], check: Check) -> Found:
    severity = fields.get(f"severity-{check.code}", "")
    return Found(
        check.code,
        Severity(severity if severity in list(Severity) else check.severity),
        fields.get(f"note-{check.code}") or "-",
        _links(fields, check.code),
    )


def _links(fields: Mapping[str, str], code: str) -> list[tuple[str, str]]:
    url = fields.get(f"link-{code}", "").strip()
    digest = fields.get(f"sha256-{code}", "").strip().lower()
    if not url and not digest:
        return []
    if not (_ADDRESS.match(url) and _SUM.match(digest)):
        raise EvidenceLinkUnfit(check=code)
    return [(url, digest)]
