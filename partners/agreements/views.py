"""Agreements in the reader's language."""

from typing import Any

from partners.agreements.queries import Due


def show_due(due: Due, language: str) -> dict[str, Any]:
    """An agreement in force, and whether it was accepted."""
    agreement = due.agreement
    return {
        "code": agreement.code,
        "version": agreement.version,
        "language": language,
        "title": agreement.title.in_(language),
        "text": agreement.text.in_(language),
        "sha256": agreement.sha256(language).hex(),
        "since": agreement.since,
        "accept_by": agreement.accept_by,
        "without": agreement.without.in_(language),
        "accepted_at": due.acceptance.accepted_at if due.acceptance else None,
    }
