"""The sections of the pages for staff: each domain adds its own.

A section is shown to those who may use it. Its page lies at /partner/<code>/<path>, or
at /operator/<path> for a section of the operator.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from core.text import Text
from partners.staff.queries import Staff
from partners.staff.rules import Permission


class Group(Enum):
    """What sections of the menu are about, in the order in which they are shown."""

    COURSES = Text("Courses and classes", "Pelatihan dan kelas")
    PARTNERS = Text("Partners", "Mitra")
    ORGANISATION = Text("Organisation", "Organisasi")
    PROGRAMS = Text("Connections", "Sambungan sistem")
    SECURITY = Text("Access and safety", "Akses dan keamanan")


_ORDER = list(Group)


@dataclass(frozen=True)
class Section:
    """One entry of the menu; with `kinds`, for organisations of one of them only. The
    `first` of its group stands before the others, which go by their paths."""

    path: str
    label: Text
    permission: Permission
    operator: bool = False
    kinds: frozenset[str] = frozenset()
    group: Group = Group.ORGANISATION
    first: bool = False

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
    """The menu of a person in her place, group by group, her organisation's sections
    before the operator's."""
    hers = [section for section in _sections.values() if section.is_for(staff)]
    return sorted(hers, key=_place)


def address_shown(path: str, addresses: Iterable[str]) -> str | None:
    """Which of the addresses a page belongs to: its own, or the nearest above it."""
    above = [each for each in addresses if f"{path}/".startswith(f"{each}/")]
    return max(above, key=len, default=None)


def _place(section: Section) -> tuple[int, bool, bool, str]:
    return (
        _ORDER.index(section.group),
        section.operator,
        not section.first,
        section.path,
    )
