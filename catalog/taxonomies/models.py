"""Concepts of the taxonomies, in one table."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of


class Taxonomy(StrEnum):
    """What a code is about; codes are unique within one."""

    OCCUPATION = "occupation"
    SKILL = "skill"
    COMPETENCE_UNIT = "competence_unit"


class Kind(StrEnum):
    """Which publication a concept is from, and whether it holds others."""

    ISCO_GROUP = "isco_group"
    ESCO_OCCUPATION = "esco_occupation"
    ESCO_SKILL_GROUP = "esco_skill_group"
    ESCO_SKILL = "esco_skill"
    SKKNI_DOCUMENT = "skkni_document"
    SKKNI_UNIT = "skkni_unit"


# A course names ISCO-08 groups of this level, which have four digits.
UNIT_GROUP_LEVEL = 4

# Where the tree begins; skills of which nobody published the group begin nowhere.
GROUPS = (Kind.ISCO_GROUP, Kind.ESCO_SKILL_GROUP, Kind.SKKNI_DOCUMENT)


def _texts() -> Any:
    return mapped_column(ARRAY(Text()), default=list, server_default=text("'{}'"))


class Concept(Base):
    """An occupation, a skill, a unit of competence, or a group of them.

    `code` is what courses name: an ISCO-08 code, an ESCO URI, an SKKNI unit or its
    decree. `broader` is the code right above it and `above` all of them, the nearest
    first. `level` counts from 1 at the top. `words` are all its names without case and
    accents, by which it is found. `withdrawn_at` is when an edition came without it.
    """

    __tablename__ = "concepts"
    __table_args__ = (
        CheckConstraint(one_of("taxonomy", Taxonomy), name="taxonomy_known"),
        CheckConstraint(one_of("kind", Kind), name="kind_known"),
        CheckConstraint("level >= 1", name="level_positive"),
        CheckConstraint(
            "title_en IS NOT NULL OR title_id IS NOT NULL", name="has_title"
        ),
        Index("ix_concepts_broader", "taxonomy", "broader", "code"),
        Index("ix_concepts_above", "above", postgresql_using="gin"),
        Index(
            "ix_concepts_words",
            "words",
            postgresql_using="gin",
            postgresql_ops={"words": "gin_trgm_ops"},
        ),
    )

    taxonomy: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    level: Mapped[int]
    title_en: Mapped[str | None]
    title_id: Mapped[str | None]
    alternatives: Mapped[list[str]] = _texts()
    broader: Mapped[str | None]
    above: Mapped[list[str]] = _texts()
    words: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
