"""The files in data/ hold what data/README.md says of them."""

from datetime import date

from core.datafiles import DATA_FOLDER, read_csv, read_json


def test_every_province_regency_and_district_is_there():
    assert len(list(read_csv("regions/provinces.csv"))) == 38
    assert len(list(read_csv("regions/regencies.csv"))) == 514
    assert len(list(read_csv("regions/districts.csv"))) == 7_285


def test_every_concept_of_the_taxonomies_is_there():
    assert len(list(read_csv("taxonomy/isco08_groups.csv"))) == 619
    assert len(list(read_csv("taxonomy/esco_occupations.csv.gz"))) == 2_942
    assert len(list(read_csv("taxonomy/esco_skills.csv.gz"))) == 13_485
    assert len(list(read_csv("taxonomy/esco_skill_groups.csv"))) == 656
    assert len(list(read_csv("taxonomy/esco_transversal_skills.csv"))) == 107
    assert len(list(read_csv("taxonomy/skkni_documents.csv"))) == 250
    assert len(list(read_csv("taxonomy/skkni_units.csv"))) == 211


def test_region_codes_are_unique_and_none_is_an_orphan():
    provinces = [row["code"] for row in read_csv("regions/provinces.csv")]
    regencies = {
        row["code"]: row["province_code"] for row in read_csv("regions/regencies.csv")
    }
    districts = {
        row["code"]: row["regency_code"] for row in read_csv("regions/districts.csv")
    }

    assert len(set(provinces)) == 38
    assert len(regencies) == 514
    assert len(districts) == 7_285
    assert set(regencies.values()) == set(provinces)
    assert set(districts.values()) == set(regencies)


def test_a_code_begins_with_the_code_of_what_it_lies_in():
    for row in read_csv("regions/regencies.csv"):
        assert row["code"].startswith(row["province_code"] + ".")
    for row in read_csv("regions/districts.csv"):
        assert row["code"].startswith(row["regency_code"] + ".")
        assert row["nik_prefix"] == row["code"].replace(".", "")
        assert len(row["nik_prefix"]) == 6


def test_populations_of_provinces_and_regencies_add_up_to_the_same():
    for name in ("regions/provinces.csv", "regions/regencies.csv"):
        rows = list(read_csv(name))

        assert sum(int(row["population_total"]) for row in rows) == 284_973_643
        for row in rows:
            parts = int(row["population_male"]) + int(row["population_female"])
            assert parts == int(row["population_total"])


def test_regencies_are_416_kabupaten_and_98_kota():
    kinds = [row["kind"] for row in read_csv("regions/regencies.csv")]

    assert kinds.count("kabupaten") == 416
    assert kinds.count("kota") == 98


def test_recipients_cover_all_regencies_and_add_up():
    regencies = {row["code"] for row in read_csv("regions/regencies.csv")}
    rows = list(read_csv("prakerja/recipients_by_regency.csv"))

    assert {row["regency_code"] for row in rows} == regencies
    assert len(rows) == 514
    assert sum(int(row["recipients_total"]) for row in rows) == 19_867_589
    assert {
        year: sum(int(row[f"recipients_{year}"]) for row in rows)
        for year in range(2020, 2025)
    } == {
        2020: 5_987_674,
        2021: 6_019_842,
        2022: 5_076_928,
        2023: 1_272_177,
        2024: 1_510_968,
    }


def test_the_course_list_has_266_rows_with_the_published_keys():
    rows = read_json("prakerja/skills_week_2023_courses.json")

    assert len(rows) == 266
    assert {frozenset(row) for row in rows} == {
        frozenset(
            {
                "lp_name",
                "course_title",
                "course_category",
                "course_type",
                "course_url",
                "Prosentase diskon",
                "course_price",
                "status",
            }
        )
    }


def test_each_partner_has_a_role_and_a_source():
    rows = list(read_csv("prakerja/partners.csv"))
    roles = [row["role"] for row in rows]

    assert {role: roles.count(role) for role in roles} == {
        "digital_platform": 11,
        "payment_partner": 5,
        "training_assessor": 7,
        "training_monitor": 1,
        "assessor_or_monitor": 2,
    }
    assert all(row["source_url"].startswith("https://") for row in rows)


def test_bank_codes_are_three_digits_and_unique():
    codes = [row["bank_code"] for row in read_csv("finance/indonesia_banks.csv")]

    assert len(codes) == len(set(codes)) == 144
    assert all(len(code) == 3 and code.isdigit() for code in codes)


def test_holidays_are_real_days_from_2019_to_2027():
    rows = list(read_csv("calendar/indonesia_holidays.csv"))
    years = {date.fromisoformat(row["date"]).year for row in rows}

    assert len(rows) == 215
    assert years == set(range(2019, 2028))
    assert {row["category"] for row in rows} == {"public", "government"}


def test_each_file_and_licence_is_named_in_the_readme():
    readme = (DATA_FOLDER / "README.md").read_text(encoding="utf-8")
    shipped = {
        path.relative_to(DATA_FOLDER).as_posix()
        for path in DATA_FOLDER.rglob("*")
        if path.is_file() and path.name != "README.md"
    }

    assert {path for path in shipped if path not in readme} == set()
