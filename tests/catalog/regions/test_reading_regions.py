from catalog.regions import DistrictRow, ProvinceRow, RegencyRow, read_regions


def test_regions_are_read_as_published():
    regions = read_regions()

    assert len(regions.provinces) == 38
    assert len(regions.regencies) == 514
    assert len(regions.districts) == 7_285
    assert regions.provinces[0] == ProvinceRow(code="11", name="Aceh")
    assert regions.regencies[0] == RegencyRow(
        code="11.01",
        province_code="11",
        name="Kabupaten Aceh Selatan",
        kind="kabupaten",
    )
    assert regions.districts[0] == DistrictRow(
        code="11.01.01", regency_code="11.01", name="Bakongan", nik_prefix="110101"
    )


def test_regions_come_in_the_order_of_their_codes():
    regions = read_regions()

    for level in (regions.provinces, regions.regencies, regions.districts):
        codes = [row.code for row in level]
        assert codes == sorted(codes)
