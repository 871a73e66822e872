from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.regions import read_regions
from catalog.regions.models import District, Province, Regency
from catalog.regions.services.load import Loaded, load_regions


def test_every_region_is_stored(session: Session) -> None:
    loaded = load_regions(session, read_regions())

    assert loaded == Loaded(provinces=38, regencies=514, districts=7_285)
    assert [
        session.scalar(select(func.count()).select_from(model))
        for model in (Province, Regency, District)
    ] == [38, 514, 7_285]


def test_loading_twice_changes_nothing(session: Session) -> None:
    load_regions(session, read_regions())

    again = load_regions(session, read_regions())

    assert again == Loaded(provinces=0, regencies=0, districts=0)


def test_a_renamed_province_takes_its_new_name(session: Session) -> None:
    regions = read_regions()
    load_regions(session, regions)
    renamed = replace(regions.provinces[0], name="Nanggroe Aceh Darussalam")

    again = load_regions(
        session, replace(regions, provinces=(renamed, *regions.provinces[1:]))
    )

    assert again == Loaded(provinces=1, regencies=0, districts=0)
    assert session.scalar(select(Province.name).where(Province.code == "11")) == (
        "Nanggroe Aceh Darussalam"
    )
