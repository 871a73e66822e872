"""What a course's codes say of others."""

from collections.abc import Iterable


def with_groups_above(unit_groups: Iterable[str]) -> list[str]:
    """ISCO-08 unit groups (four digits) with their minor, sub-major and major groups,
    which are named by the first three, two and one digits; sorted."""
    return sorted(
        {group[:digits] for group in unit_groups for digits in range(1, len(group) + 1)}
    )
