"""The regions as shipped in data/regions, read into rows."""

from dataclasses import dataclass

from core.datafiles import read_csv


@dataclass(frozen=True)
class ProvinceRow:
    """A province; `code` has two digits, as in `11`."""

    code: str
    name: str


@dataclass(frozen=True)
class RegencyRow:
    """A regency or a city; `code` as in `11.01`, `kind` is kabupaten or kota."""

    code: str
    province_code: str
    name: str
    kind: str


@dataclass(frozen=True)
class DistrictRow:
    """A district; `code` as in `11.01.01`, `nik_prefix` the same without dots."""

    code: str
    regency_code: str
    name: str
    nik_prefix: str


@dataclass(frozen=True)
class Regions:
    """All regions, each level in the order of its codes."""

    provinces: tuple[ProvinceRow, ...]
    regencies: tuple[RegencyRow, ...]
    districts: tuple[DistrictRow, ...]


def read_regions() -> Regions:
    """Read the shipped regions: 38 provinces, 514 regencies, 7,285 districts."""
    return Regions(
        provinces=tuple(
            ProvinceRow(code=row["code"], name=row["name"])
            for row in read_csv("regions/provinces.csv")
        ),
        regencies=tuple(
            RegencyRow(
                code=row["code"],
                province_code=row["province_code"],
                name=row["name"],
                kind=row["kind"],
            )
            for row in read_csv("regions/regencies.csv")
        ),
        districts=tuple(
            DistrictRow(
                code=row["code"],
                regency_code=row["regency_code"],
                name=row["name"],
                nik_prefix=row["nik_prefix"],
            )
            for row in read_csv("regions/districts.csv")
        ),
    )
