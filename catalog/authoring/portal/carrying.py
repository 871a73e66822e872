"""What a page carries for us from one request to the next, sealed: it comes back as it
went, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from catalog.authoring.items import Origins
from core.database import Json


@dataclass(frozen=True)
class Base:
    """What somebody read before she wrote: a section's fields at a version."""

    version: int
    content: Json


@dataclass(frozen=True)
class Change:
    """What somebody changed, by place, since `base`; where the items of her lists were
    in it, as far as that is known; and what is `left` as it cannot be read."""

    base: Base
    changed: Json
    origins: Mapping[str, Origins]
    left: Json


def sealed(course_id: UUID, thing: Any) -> str:
    """Something of this course in a form that only we can make."""
    return str(_sealer(course_id).dumps(thing))


def unsealed(course_id: UUID, text: str) -> Any:
    """What `sealed` made; None for anything else."""
    try:
        return _sealer(course_id).loads(text)
    except BadData:
        return None


def base_in(course_id: UUID, text: str) -> Base:
    """What a form was made from; nothing at all where it does not say so."""
    found = unsealed(course_id, text)
    if not isinstance(found, list) or len(found) != 2:
        return Base(0, {})
    return Base(found[0], found[1])


def _sealer(course_id: UUID) -> URLSafeSerializer:
    secret = current_app.secret_key or ""
    return URLSafeSerializer(secret, salt=f"course-draft:{course_id}")
