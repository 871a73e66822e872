"""What everybody may read of quality."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.quality.errors import InstitutionNotFound
from catalog.quality.formula import Counted, PartName, formula, points_of, score_of
from catalog.quality.models import QualityPart
from partners.organisations import Kind, Organisation
from partners.standing.queries import sells


@dataclass(frozen=True)
class ShownPart:
    """A part for everybody: numbers where there are enough people, else why not."""

    part: str
    state: str
    weight: int
    numerator: int | None = None
    denominator: int | None = None
    points: int | None = None
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True)
class Quality:
    """`score` is 0 to 1,000, None where too little is known."""

    score: int | None
    formula_version: int
    computed_at: datetime | None
    parts: list[ShownPart]


def quality_of(session: Session, subject_id: UUID) -> Quality:
    """The quality of a course or an institution, with every part of the formula."""
    rows = session.scalars(
        select(QualityPart).where(QualityPart.subject_id == subject_id)
    ).all()
    known = {row.part: row for row in rows}
    counted = [Counted(row.part, row.numerator, row.denominator) for row in rows]
    return Quality(
        score=score_of(counted),
        formula_version=formula().version,
        computed_at=max((row.computed_at for row in rows), default=None),
        parts=[_shown(name, known.get(name)) for name in PartName],
    )


def known_institution(session: Session, institution_id: UUID) -> Organisation:
    """An institution that sells at present; raises InstitutionNotFound for others."""
    found = session.scalar(
        select(Organisation).where(
            Organisation.id == institution_id,
            Organisation.kinds.contains([Kind.TRAINING_INSTITUTION]),
            sells(Organisation, kind=Kind.TRAINING_INSTITUTION),
        )
    )
    if found is None:
        raise InstitutionNotFound
    return found


def _shown(name: str, row: QualityPart | None) -> ShownPart:
    weight = formula().weights[name]
    if row is None:
        return ShownPart(part=name, state="no_data", weight=weight)
    counted = Counted(name, row.numerator, row.denominator)
    if not counted.is_shown:
        return ShownPart(part=name, state="too_few", weight=weight)
    return ShownPart(
        part=name,
        state="shown",
        weight=weight,
        numerator=row.numerator,
        denominator=row.denominator,
        points=points_of(counted),
        period_from=row.period_from,
        period_to=row.period_to,
    )
