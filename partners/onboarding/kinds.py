"""The published requirements, in the reader's language."""

from typing import Any

from core.text import Text
from partners.onboarding.requirement import Field, Requirement


def show_requirement(requirement: Requirement, language: str) -> dict[str, Any]:
    """A document for the wire."""
    return {
        "kind": requirement.kind,
        "version": requirement.version,
        "since": requirement.since,
        "sha256": requirement.sha256.hex(),
        **vars(requirement.clock),
        "fields_": [_field(field, language) for field in requirement.fields],
        "evidence": [
            {
                "code": item.code,
                "label": item.label.in_(language),
                "required": item.required and item.required_when is None,
                "most": item.most,
            }
            for item in requirement.evidence
        ],
        "criteria": [
            {
                **{
                    name: getattr(criterion, name)
                    for name in ("code", "source", "url", "confidence", "checked_by")
                },
                "text": criterion.text.in_(language),
                "fields_": criterion.fields,
                "evidence": criterion.evidence,
            }
            for criterion in requirement.criteria
        ],
    }


def _field(field: Field, language: str) -> dict[str, Any]:
    plain = ("code", "form", "minimum", "maximum", "longest", "pattern")
    return {
        **{name: getattr(field, name) for name in plain},
        "label": field.label.in_(language),
        "help": _maybe(field.help, language),
        "required": field.required and field.required_when is None,
        "choices": [
            {"code": choice.code, "label": choice.label.in_(language)}
            for choice in field.choices
        ],
    }


def _maybe(text: Text | None, language: str) -> str | None:
    return None if text is None else text.in_(language)
