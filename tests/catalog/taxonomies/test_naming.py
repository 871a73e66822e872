"""Codes in drafts and courses: checked, titled, found, and told to machines."""

import json
import re

import pytest
from sqlalchemy import update

from catalog.taxonomies import Concept
from catalog.taxonomies.services.describe import describe_courses
from core.clock import now
from partners.organisations import Kind
from tests.catalog.authoring.drafting import Author, whole
from tests.catalog.taxonomies.edition import ESCO, GROUP, PYTHON, SEW, UNIT
from tests.factories import (
    authorization,
    make_category,
    make_client,
    make_course,
    make_organisation,
    make_token,
)


@pytest.fixture
def author(client, session):
    make_category(session, code="makanan-dan-minuman")
    return Author(client, session)


def findings(listed):
    return {each["place"]: each["code"] for each in listed}


@pytest.mark.usefixtures("edition")
def test_a_code_that_does_not_exist_is_named_with_the_nearest(author):
    mistaken = f"{PYTHON[:-1]}e"
    draft = author.begin(
        whole(skills=[SEW, mistaken], occupations=["2599"], competence_units=[UNIT])
    )
    check = draft["check"]
    refused = author.submit(draft["id"], draft["version"])

    assert findings(check["missing"]) == {
        "/skills/1": "unknown",
        "/occupations/0": "unknown",
    }
    skill, occupation = check["missing"]
    assert skill["suggestions"] == [{"value": PYTHON, "title": "Python"}]
    assert [each["value"] for each in occupation["suggestions"]] == ["2511", "2512"]
    assert "2512 Software developers" in occupation["message"]
    assert check["warnings"] == []
    assert refused.status_code == 422
    assert refused.json["type"].endswith("/course-draft-incomplete")


@pytest.mark.usefixtures("edition")
def test_what_was_withdrawn_or_is_not_known_is_a_warning(author, session):
    draft = author.begin(whole(skills=[SEW], competence_units=["X.99ABC01.001.1"]))
    session.execute(
        update(Concept).where(Concept.code == SEW).values(withdrawn_at=now())
    )

    read = author.read(draft["id"]).json
    submitted = author.submit(draft["id"], draft["version"])

    assert read["check"]["missing"] == []
    assert findings(read["check"]["warnings"]) == {
        "/skills/0": "withdrawn",
        "/competence_units/0": "not-known",
    }
    assert read["titles"] == [
        {
            "taxonomy": "skill",
            "code": SEW,
            "title_en": "sew pieces of fabric",
            "title_id": None,
            "withdrawn": True,
        },
        {
            "taxonomy": "occupation",
            "code": "7512",
            "title_en": "Bakers, pastry-cooks and confectionery makers",
            "title_id": None,
            "withdrawn": False,
        },
        {
            "taxonomy": "competence_unit",
            "code": "X.99ABC01.001.1",
            "title_en": None,
            "title_id": None,
            "withdrawn": False,
        },
    ]
    assert submitted.status_code == 200, submitted.json


def test_where_no_taxonomy_was_loaded_its_codes_are_not_judged(author):
    draft = author.begin(whole(competence_units=["X.99ABC01.001.1"]))

    assert draft["check"]["complete"]
    assert draft["check"]["warnings"] == []


@pytest.fixture
def courses(session, edition):
    """One by its title, one by what it names only."""
    titled = make_course(session, title="Python untuk pemula")
    named = make_course(
        session,
        title="Kelas untuk pemula",
        code="kelas",
        skills=[PYTHON],
        occupation_groups=["2", "25", "251", "2512"],
        competence_units=[UNIT],
    )
    describe_courses(session)
    session.expire_all()
    return titled, named


@pytest.fixture
def ask(client, session, courses):
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    bearer = make_token(session, make_client(session, platform, ["catalog:read"]))

    def asked(path, **query):
        answer = client.get(path, query_string=query, headers=authorization(bearer))
        assert answer.status_code == 200, answer.json
        return answer.json

    return asked


def test_34_words_of_what_a_course_names_find_it_behind_those_of_titles(ask, courses):
    titled, named = courses

    def ids(**query):
        return [each["id"] for each in ask("/v1/courses", **query)["items"]]

    assert ids(query="python") == [str(titled.id), str(named.id)]
    assert ids(query="software developer") == [str(named.id)]
    assert ids(query="prosedur keselamatan") == [str(named.id)]
    assert ids(skill=GROUP) == ids(skill=PYTHON) == [str(named.id)]
    assert ids(occupation="25") == ids(occupation="2512") == [str(named.id)]
    assert ids(skill=f"{ESCO}none") == []


def test_34_skills_and_occupations_are_counted_by_their_titles(ask):
    counted = ask("/v1/course-facets", skill=SEW)["facets"]

    facets = {each["filter"]: each["values"] for each in counted}
    assert facets["skill"] == [{"value": PYTHON, "title": "Python", "courses": 1}]
    assert "occupation" not in facets
    (occupation,) = (
        each["values"]
        for each in ask("/v1/course-facets")["facets"]
        if each["filter"] == "occupation"
    )
    assert occupation == [
        {"value": "2512", "title": "Software developers", "courses": 1}
    ]


def test_a_course_tells_what_its_codes_stand_for(client, ask, courses):
    detail = ask(f"/v1/courses/{courses[1].id}")
    page = client.get("/courses/kelas?lang=en")
    block = re.search(r'ld\+json">(.*?)</script>', page.text, re.S)
    said = json.loads(block[1])

    assert [each["title_en"] for each in detail["skills"]] == ["Python"]
    assert [each["code"] for each in detail["occupations"]] == ["2512"]
    assert [each["code"] for each in detail["competence_units"]] == [UNIT]
    assert said["teaches"][0]["@type"] == "DefinedTerm"
    assert said["teaches"][0]["termCode"] == PYTHON
    assert said["about"][1:] == [
        {
            "@type": "CategoryCode",
            "name": "Software developers",
            "codeValue": "2512",
            "inCodeSet": "http://data.europa.eu/esco/concept-scheme/isco",
        }
    ]
    assert said["educationalAlignment"][0]["educationalFramework"] == "SKKNI"
    assert "uses the ESCO classification of the European Commission" in page.text
