"""How much many drafts lack, without asking for each of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.checking import lacks
from catalog.authoring.concepts import FIELDS, check_concepts
from catalog.authoring.services.submit import category_lacks
from catalog.authoring.standards import Standard, standard_in_force
from catalog.authoring.trainers import check_trainers
from catalog.courses.models import Category

Contents = Mapping[UUID, Mapping[str, Any]]


def count_missing(
    session: Session,
    contents: Contents,
    *,
    provider_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> dict[UUID, int]:
    """By course of an institution how many findings `check_draft` would have of its
    content."""
    today = at.astimezone(zone).date()
    standard = standard_in_force(on=today)
    named = {content.get("category") for content in contents.values()} - {None}
    categories = {
        each.code: each
        for each in session.scalars(select(Category).where(Category.code.in_(named)))
    }
    strange = _strange_codes(session, contents, standard)
    named_trainers, owners = _together(contents, ["trainers"])
    trainers = check_trainers(
        session, named_trainers, standard, provider_id=provider_id, today=today
    )
    unfit = Counter(owners[each.place] for each in trainers.lacks)
    return {
        course_id: len(lacks(content, standard))
        + len(
            category_lacks(
                content, categories.get(content.get("category", "")), standard
            )
        )
        + strange[course_id]
        + unfit[course_id]
        for course_id, content in contents.items()
    }


def _strange_codes(
    session: Session, contents: Contents, standard: Standard
) -> Counter[UUID]:
    """How many codes of each do not exist, asked for at once."""
    together, owners = _together(contents, FIELDS)
    checked = check_concepts(session, together, standard.required_source)
    return Counter(owners[each.place] for each in checked.lacks)


def _together(
    contents: Contents, fields: Iterable[str]
) -> tuple[dict[str, list[str]], dict[str, UUID]]:
    """The lists of all contents as one, and by place in it whose each item is."""
    owners: dict[str, UUID] = {}
    together: dict[str, list[str]] = {field: [] for field in fields}
    for course_id, content in contents.items():
        for field, codes in together.items():
            for code in content.get(field) or ():
                owners[f"/{field}/{len(codes)}"] = course_id
                codes.append(code)
    return together, owners
