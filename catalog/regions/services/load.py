"""Storing the shipped regions."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from sqlalchemy import ARRAY, Text, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.regions.models import District, Province, Regency
from catalog.regions.reading import DistrictRow, ProvinceRow, RegencyRow, Regions

Row = ProvinceRow | RegencyRow | DistrictRow


@dataclass(frozen=True)
class Loaded:
    """How many regions of each level were new or had changed."""

    provinces: int
    regencies: int
    districts: int


def load_regions(session: Session, regions: Regions) -> Loaded:
    """Store every region; one that was renamed or moved takes its new values.

    Nothing is deleted: people keep living in districts that a newer list divides.
    """
    return Loaded(
        provinces=_upsert(session, Province, regions.provinces),
        regencies=_upsert(session, Regency, regions.regencies),
        districts=_upsert(session, District, regions.districts),
    )


def _upsert(
    session: Session,
    model: type[Province] | type[Regency] | type[District],
    rows: Sequence[Row],
) -> int:
    """One statement per level: the rows travel as one array per column."""
    if not rows:
        return 0
    names = [field.name for field in fields(rows[0])]
    columns = zip(*(astuple(row) for row in rows), strict=True)
    arrays = [literal(list(column), ARRAY(Text())) for column in columns]
    incoming = func.unnest(*arrays).table_valued(*names).render_derived()
    statement = insert(model).from_select(names, select(*incoming.c))
    others = [name for name in names if name != "code"]
    statement = statement.on_conflict_do_update(
        index_elements=["code"],
        set_={name: statement.excluded[name] for name in others},
        where=tuple_(*(getattr(model, name) for name in others)).is_distinct_from(
            tuple_(*(statement.excluded[name] for name in others))
        ),
    )
    return len(session.scalars(statement.returning(model.code)).all())
