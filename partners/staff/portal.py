"""The sections of the pages for staff: each domain adds its own.

A section is shown to those who may use it. Its page lies at /partner/<code>/<path>, or
at /operator/<path> for a section of the operator.
"""

from collections.abc import Collection
from dataclasses import dataclass

from core.text import Text
from partners.staff.queries import Staff
from partners.staff.rules import Permission


@dataclass(frozen=True)
class Section:
    """One entry of the menu; with `kinds`, for organisations of one of them only."""

    path: str
    label: Text
    permission: Permission
    operator: bool = False
    kinds: frozenset[str] = frozenset()

    def address(self, code: str) -> str:
        """Where its page is, for the organisation with this code."""
        base = "/operator" if self.operator else f"/partner/{code}"
        return f"{base}/{self.path}"

    def is_for(self, staff: Staff) -> bool:
        """Whether this person has it in her menu."""
        kinds: Collection[str] = staff.organisation.kinds
        here = not self.kinds or not self.kinds.isdisjoint(kinds)
        at_the_operator = not self.operator or "operator" in kinds
        return here and at_the_operator and self.permission in staff.permissions


_sections: dict[tuple[bool, str], Section] = {}


def add_section(section: Section) -> None:
    """Put a section into the menu; called where its pages are declared."""
    _sections[section.operator, section.path] = section


def sections_for(staff: Staff) -> list[Section]:
    """The menu of a person in her place, her organisation's sections first."""
    return [
        section for _, section in sorted(_sections.items()) if section.is_for(staff)
    ]
