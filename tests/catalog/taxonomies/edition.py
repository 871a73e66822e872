"""A small edition of the taxonomies, of real codes."""

from catalog.taxonomies import Kind, Taxonomy
from catalog.taxonomies.reading import ConceptRow

ESCO = "http://data.europa.eu/esco/skill/"
PYTHON = f"{ESCO}ccd0a1d9-afda-43d9-b901-96344886e14d"
SEW = f"{ESCO}a3ef84f9-c436-437a-bc6f-4956ae13e1eb"
GROUP = f"{ESCO}S5"
DEVELOPER = "http://data.europa.eu/esco/occupation/f2b15a0e-e65a-438a-affb-29b9d50b77d1"
DECREE, UNIT = "Nomor 165 Tahun 2025", "A.01TPG01.001.1"


def group(code, title, *above):
    return ConceptRow(
        Taxonomy.OCCUPATION,
        code,
        Kind.ISCO_GROUP,
        len(code),
        title_en=title,
        broader=above[0] if above else None,
        above=above,
    )


def skill(code, title, *above, kind=Kind.ESCO_SKILL, also=()):
    return ConceptRow(
        Taxonomy.SKILL,
        code,
        kind,
        5 if kind == Kind.ESCO_SKILL else 1,
        title_en=title,
        alternatives=also,
        broader=above[0] if above else None,
        above=above,
    )


def unit(code, title, *above):
    kind = Kind.SKKNI_UNIT if above else Kind.SKKNI_DOCUMENT
    return ConceptRow(
        Taxonomy.COMPETENCE_UNIT,
        code,
        kind,
        1 + len(above),
        title_id=title,
        broader=above[0] if above else None,
        above=above,
    )


OCCUPATIONS = (
    group("2", "Professionals"),
    group("25", "Information and communications technology professionals", "2"),
    group("251", "Software and applications developers and analysts", "25", "2"),
    group("2511", "Systems analysts", "251", "25", "2"),
    group("2512", "Software developers", "251", "25", "2"),
    group("7", "Craft and related trades workers"),
    group("7512", "Bakers, pastry-cooks and confectionery makers", "7"),
    ConceptRow(
        Taxonomy.OCCUPATION,
        DEVELOPER,
        Kind.ESCO_OCCUPATION,
        5,
        title_en="software developer",
        alternatives=("programmer", "coder"),
        broader="2512",
        above=("2512", "251", "25", "2"),
    ),
)
SKILLS = (
    skill(GROUP, "working with computers", kind=Kind.ESCO_SKILL_GROUP),
    skill(PYTHON, "Python", GROUP, also=("programming in Python",)),
    skill(SEW, "sew pieces of fabric"),
    skill(f"{ESCO}0005c151-5b5a-4a66-8aac-60e734beb1ab", "manage musical staff"),
    *(skill(f"{ESCO}{number:04}", f"Crêpe {number}") for number in range(20)),
)
UNITS = (
    unit(DECREE, "SKKNI Perkebunan Tebu"),
    unit(UNIT, "Menerapkan Prosedur Keselamatan dan Kesehatan Kerja", DECREE),
)
EDITION = (*OCCUPATIONS, *SKILLS, *UNITS)
