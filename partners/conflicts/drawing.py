"""A group as a picture: organisations on a circle, lines between those that are tied.

Plain coordinates for a server-side SVG; a picture of more than a dozen is of no use on
a phone, and a list is shown instead.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

MOST = 12
WIDTH, HEIGHT = 360, 300
RADIUS = 105
LETTERS = 18


@dataclass(frozen=True)
class Dot:
    """An organisation at a place; its label is cut to what fits."""

    x: int
    y: int
    label: str
    name: str
    anchor: str
    is_first: bool


@dataclass(frozen=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class Drawing:
    dots: Sequence[Dot]
    lines: Sequence[Line]


def draw(
    named: Sequence[tuple[UUID, str]], links: Sequence[tuple[UUID, UUID]]
) -> Drawing | None:
    """The picture of a group, the first organisation on top; None for one alone and
    for too many."""
    if not 1 < len(named) <= MOST:
        return None
    places = {}
    dots = []
    for number, (identity, name) in enumerate(named):
        angle = 2 * math.pi * number / len(named) - math.pi / 2
        x = round(WIDTH / 2 + RADIUS * math.cos(angle))
        y = round(HEIGHT / 2 + RADIUS * math.sin(angle))
        places[identity] = (x, y)
        dots.append(Dot(x, y, _cut(name), name, _anchor(x), number == 0))
    lines = [
        Line(*places[one], *places[other])
        for one, other in links
        if one in places and other in places
    ]
    return Drawing(dots, lines)


def _anchor(x: int) -> str:
    if abs(x - WIDTH // 2) < RADIUS // 3:
        return "middle"
    return "start" if x < WIDTH // 2 else "end"


def _cut(name: str) -> str:
    return name if len(name) <= LETTERS else name[: LETTERS - 1] + "…"
