"""Provinces, regencies and districts: where people live and where courses run.

Codes are the Ministry of Home Affairs'. Match by code, never by name: names are spelt
in several ways, and a district's code is the beginning of an identity number.
"""

from catalog.regions.reading import (
    DistrictRow,
    ProvinceRow,
    RegencyRow,
    Regions,
    read_regions,
)

__all__ = ["DistrictRow", "ProvinceRow", "RegencyRow", "Regions", "read_regions"]
