"""Problems in both languages, each with a page."""

import string

import pytest

import core.errors
from core.errors import REFUSALS, Refusal
from openapi.problems import status_of
from tests.openapi.conftest import slug


def kinds(app) -> list[type[Refusal]]:
    """Every kind that the whole application knows."""
    return [REFUSALS[name] for name in sorted(REFUSALS)]


@pytest.mark.parametrize(
    ("accept", "language", "title"),
    [
        (None, "en", "Nothing is at this address"),
        ("id", "id", "Alamat ini tidak ada"),
        ("id-ID,id;q=0.9,en;q=0.8", "id", "Alamat ini tidak ada"),
        ("en-GB", "en", "Nothing is at this address"),
        ("fr", "en", "Nothing is at this address"),
        ("*;q=x,,;", "en", "Nothing is at this address"),
    ],
)
def test_a_problem_speaks_the_readers_language(small, accept, language, title):
    given = {} if accept is None else {"Accept-Language": accept}

    response = small.get("/v1/nowhere", headers=given)

    assert response.json["title"] == title
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


def test_every_kind_of_problem_is_well_formed(app):
    """Both languages, the same placeholders, a slug for a URI, a status of an error."""
    letters = set(string.ascii_lowercase + string.digits + "-")

    for kind in kinds(app):
        assert set(kind.slug) <= letters, kind
        assert 400 <= status_of(kind) <= 599, kind
        for words in (kind.title, kind.detail, kind.remedy):
            assert words.en.strip(), kind
            assert words.id.strip(), kind
            assert placeholders(words.en) == placeholders(words.id), kind
        assert placeholders(kind.title.en) == set(), kind


def test_every_kind_of_problem_has_a_page_in_both_languages(client, app):
    for kind in kinds(app):
        for language, title in (("en", kind.title.en), ("id", kind.title.id)):
            page = client.get(
                f"/problems/{kind.slug}",
                headers={"Accept-Language": language, "Accept": "text/html"},
            )

            assert page.status_code == 200
            assert page.mimetype == "text/html"
            assert title.split("<")[0].split("'")[0] in page.text


def test_a_program_reads_a_kind_of_problem_as_json(client):
    response = client.get("/problems/busy", headers={"Accept": "application/json"})

    assert response.json["status"] == 503
    assert response.json["title"]["en"] == core.errors.Busy.title.en


def test_a_problem_that_does_not_exist_has_no_page(client):
    response = client.get("/problems/nothing-of-the-kind")

    assert (response.status_code, slug(response)) == (404, "no-such-address")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
