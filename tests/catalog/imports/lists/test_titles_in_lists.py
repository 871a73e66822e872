"""Titles of skills, occupations and units of competence where codes are expected."""

import pytest
from sqlalchemy import select

from catalog.courses import Course
from catalog.taxonomies.services.load import load_taxonomies
from core.clock import now
from tests.catalog.imports.lists.sending import Sender
from tests.catalog.taxonomies.edition import EDITION, ESCO, PYTHON, SEW, UNIT, skill

TWINS = (skill(f"{ESCO}9001", "Kêmbar"), skill(f"{ESCO}9002", "kembar"))
LINES = (
    "Kode;Judul;Keterampilan ESCO;ISCO;SKKNI",
    'R-1;Satu;"PYTHON | sew  pieces of fabric";Programmer;'
    "menerapkan prosedur keselamatan dan kesehatan kerja",
    'R-2;Dua;"Crêpe 1, crepe 2";7512;',
    "R-3;Tiga;pyhton;;",
    "R-4;Empat;kembar;Professionals;",
    f"R-5;Lima;{PYTHON} {SEW};2511 2512;{UNIT}",
)


@pytest.fixture
def sender(client, session):
    load_taxonomies(session, (*EDITION, *TWINS), at=now())
    return Sender(client, session)


def findings(sender, list_id):
    rows = sender.get(f"/{list_id}/rows").json["items"]
    return {
        (row["number"], each["column"]): (each["code"], each["message"])
        for row in rows
        for each in row["findings"]
    }


def test_a_title_becomes_its_code_and_what_is_not_certain_is_refused(sender, session):
    sent = sender.send("\n".join(LINES)).json

    checked = sender.check(sent["id"])
    found = findings(sender, sent["id"])
    sender.apply(sent["id"])

    assert checked["counts"] == {"create": 3, "rejected": 2}
    courses = session.execute(
        select(Course.title, Course.skills, Course.competence_units, Course.named_words)
        .where(Course.provider_id == sender.institution.id)
        .order_by(Course.source_url, Course.title)
    ).all()
    assert {each.title: each.skills for each in courses} == {
        "Satu": [PYTHON, SEW],
        "Dua": [f"{ESCO}0001", f"{ESCO}0002"],
        "Lima": [PYTHON, SEW],
    }
    first = next(each for each in courses if each.title == "Satu")
    assert first.competence_units == [UNIT]
    assert "Software developers" in first.named_words
    code, said = found[1, "Keterampilan ESCO"]
    assert (code, PYTHON in said) == ("titles_understood", True)
    assert "(2512)" in found[1, "ISCO"][1]
    code, said = found[3, "Keterampilan ESCO"]
    assert (code, f"Python ({PYTHON})" in said) == ("concept_unknown", True)
    code, said = found[4, "Keterampilan ESCO"]
    assert (code, "9001" in said and "9002" in said) == ("title_ambiguous", True)
    assert found[4, "ISCO"][0] == "concept_unknown"


def test_a_person_says_once_what_a_title_of_her_own_stands_for(sender):
    sent = sender.send("\n".join([LINES[0], "R-1;Satu;Ular;;"])).json
    word = {"field": "skills", "text": "Ular", "meaning": PYTHON}
    mapping = sent["mapping"] | {"words": [word]}

    before = sender.check(sent["id"])["counts"]
    assert sender.map(sent["id"], **mapping).status_code == 200
    after = sender.check(sent["id"])["counts"]

    assert (before, after) == ({"rejected": 1}, {"create": 1})
