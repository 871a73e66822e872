"""Reads of regions worth sharing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.regions.models import District, Province, Regency

# Some seven thousand districts are looked through for so many words.
MOST_WORDS = 5


def districts() -> Select[*tuple[Any, ...]]:
    """Districts with the regency and the province that they are in."""
    return (
        select(
            District.code,
            District.name,
            Regency.name.label("regency"),
            Province.name.label("province"),
        )
        .join(Regency, Regency.code == District.regency_code)
        .join(Province, Province.code == Regency.province_code)
    )


def districts_like(session: Session, words: str, *, limit: int) -> Sequence[Any]:
    """Those in whose names, or whose regency's or province's, all words stand; first
    those that begin with the first word."""
    wanted = words.split()[:MOST_WORDS]
    if not wanted:
        return []
    whole = func.concat_ws(" ", District.name, Regency.name, Province.name)
    query = districts().where(*(whole.icontains(w, autoescape=True) for w in wanted))
    begins = District.name.istartswith(wanted[0], autoescape=True)
    return session.execute(
        query.order_by(begins.desc(), District.name, District.code).limit(limit)
    ).all()


def district_named(session: Session, code: str) -> Any:
    """A district with its regency and province; None where there is none."""
    return session.execute(districts().where(District.code == code)).one_or_none()
