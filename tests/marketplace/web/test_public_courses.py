"""Courses at public addresses: what may be kept, and what machines read."""

import json
import re
import time
from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest

from catalog.courses import publishing
from core.clock import now
from marketplace.web import kept
from tests.factories import (
    make_course,
    make_offering,
    make_organisation,
    make_review,
    make_schedule,
)
from tests.marketplace.web.story import PASSWORD
from tests.schema_org import outside

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def markup(page):
    block = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S
    )
    return json.loads(block[1])


def test_a_course_says_of_itself_what_search_engines_read(client, session, story):
    provider = make_organisation(session, name="Dapur Ani")
    course = make_course(
        session, provider, code="kue-1", title="</script><b>Kue", mode="offline"
    )
    make_offering(session, course, price=320_000)
    run = make_schedule(session, course, capacity=30, seats_taken=29)
    make_review(session, course, story.account, stars=4)

    page = client.get("/courses/kue-1")
    said = markup(page)

    assert page.status_code == 200
    assert "</script><b>" not in page.text
    assert (said["@type"], said["name"]) == ("Course", "</script><b>Kue")
    assert said["provider"]["name"] == "Dapur Ani"
    assert said["offers"][0]["price"] == "320000"
    assert said["offers"][0]["priceCurrency"] == "IDR"
    assert said["hasCourseInstance"][0]["courseMode"] == "Onsite"
    assert said["hasCourseInstance"][0]["startDate"] == run.starts_at.isoformat()
    assert said["hasCourseInstance"][0]["remainingAttendeeCapacity"] == 1
    assert said["aggregateRating"]["ratingValue"] == "4.00"
    assert outside(said) == []
    assert f'<link rel="canonical" href="{said["url"]}">' in page.text
    assert said["url"].endswith("/courses/kue-1")


def test_what_a_stranger_sees_may_be_kept_and_is_asked_for_by_its_tag(client, session):
    course = make_course(session, code="kue-1")

    page = client.get("/courses/kue-1")
    again = client.get(
        "/courses/kue-1", headers={"If-None-Match": page.headers["ETag"]}
    )
    course.title = "Kue Lain"
    session.flush()
    changed = client.get(
        "/courses/kue-1", headers={"If-None-Match": page.headers["ETag"]}
    )

    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in page.headers["Vary"]
    assert "Set-Cookie" not in page.headers
    assert "csrf" not in page.text
    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


def test_what_somebody_who_is_signed_in_sees_is_hers(stranger, session, story):
    make_course(session, code="kue-1")
    stranger.send(
        "/sign-in", {"email": story.email, "password": PASSWORD, "next": "/me"}
    )

    page = stranger.get("/courses/kue-1")

    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers


def test_the_address_chooses_the_language(client, session):
    make_course(session, code="kue-1")

    assert "Where to buy" in client.get("/courses/kue-1?lang=en").text
    assert '<html lang="id">' in client.get("/courses/kue-1?lang=id").text
    assert client.get("/courses/kue-1?lang=xx").status_code == 200


def test_a_course_that_is_not_on_sale_has_no_address(client, session):
    make_course(session, code="rahasia", status="suspended")

    for code in ("rahasia", "unknown"):
        page = client.get(f"/courses/{code}")
        assert page.status_code == 404
        assert page.headers["Cache-Control"] == "no-store"


def test_the_sitemap_lists_each_course_on_sale_once_in_parts(
    client, session, monkeypatch
):
    monkeypatch.setattr(publishing, "MOST_PER_SITEMAP", 2)
    monkeypatch.setattr("marketplace.web.public_courses.MOST_PER_SITEMAP", 2)
    codes = {make_course(session).code for _ in range(5)}
    make_course(session, status="draft")

    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    parts = [each.text for each in index.iter(f"{SITEMAP}loc")]
    listed = []
    for part in parts:
        answer = client.get("/" + part.split("/", 3)[3])
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        listed += [
            each.text.rsplit("/", 1)[1]
            for each in ElementTree.fromstring(answer.data).iter(f"{SITEMAP}loc")
        ]

    assert len(parts) == 3
    assert len(listed) == 5
    assert set(listed) == codes
    assert client.get(f"/sitemaps/courses-{uuid4()}.xml").status_code in (200, 404)


@pytest.fixture(autouse=True)
def _nothing_is_kept(app):
    app.extensions["kept_bodies"].forget()


def test_the_newest_courses_come_as_a_feed(client, session):
    older = make_course(session, title="Lama", created_at=now() - timedelta(days=2))
    make_course(session, title="Baru \x0b", created_at=now(), summary="Isi & rupa")
    make_course(session, title="Draf", status="draft", created_at=now())

    answer = client.get("/courses.atom")
    feed = ElementTree.fromstring(answer.data)

    assert answer.mimetype == "application/atom+xml"
    titles = [each.findtext(f"{ATOM}title") for each in feed.iter(f"{ATOM}entry")]
    assert titles == ["Baru ", "Lama"]
    ids = [each.findtext(f"{ATOM}id") for each in feed.iter(f"{ATOM}entry")]
    assert ids[1] == f"urn:uuid:{older.id}"


def test_the_feed_is_made_once_a_minute(client, session, monkeypatch):
    before = client.get("/courses.atom")
    make_course(session, title="Baru")

    meanwhile = client.get("/courses.atom")
    monkeypatch.setattr(kept, "monotonic", lambda: time.monotonic() + 61)
    later = client.get("/courses.atom")

    assert meanwhile.data == before.data
    assert meanwhile.headers["ETag"] == before.headers["ETag"]
    assert "Baru" in later.text


def test_an_empty_catalogue_has_an_empty_sitemap_and_feed(client):
    for address in ("/sitemap.xml", "/courses.atom"):
        answer = client.get(address)
        assert answer.status_code == 200
        ElementTree.fromstring(answer.data)


def test_robots_are_told_where_the_courses_are(client):
    answer = client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert "Disallow: /me" in answer.text
    # Each choice of filters, and of courses to compare, is a page: there is no end.
    assert "Disallow: /catalogue?" in answer.text.splitlines()
    assert "Disallow: /courses/compare" in answer.text.splitlines()
    assert answer.text.splitlines()[-1].endswith("/sitemap.xml")


def test_a_page_in_a_chosen_language_is_a_page_of_its_own_for_search_engines(
    client, session
):
    make_course(session, code="kue-1")

    english, plain = client.get("/courses/kue-1?lang=en"), client.get("/courses/kue-1")

    address = markup(plain)["url"]
    assert f'<link rel="canonical" href="{address}?lang=en">' in english.text
    for page in (english, plain):
        for code, link in (("id", "?lang=id"), ("en", "?lang=en"), ("x-default", "")):
            assert f'hreflang="{code}" href="{address}{link}">' in page.text
        assert 'type="application/atom+xml" href="/courses.atom"' in page.text
