"""The first page and the catalogue, which anyone may see."""

import re
from uuid import uuid4

from marketplace.web.formats import stars
from tests.factories import (
    make_batch,
    make_course,
    make_offering,
    make_review,
    make_schedule,
)
from tests.marketplace.web.story import PASSWORD


def test_the_first_page_shows_the_open_batch(stranger, session):
    make_batch(session, number=71, quota=800_000)

    page = stranger.get("/")

    assert page.status_code == 200
    assert "Batch 71" in page.text
    assert "800,000 places" in page.text
    assert 'href="/register"' in page.text


def test_the_first_page_without_a_batch_says_so(stranger):
    assert "No batch is open at this moment." in stranger.get("/").text


def test_a_search_finds_courses_by_word_and_filter(stranger, session):
    make_course(session, title="Dasar Fotografi Produk", mode="offline")
    make_course(session, title="Fotografi Makanan", mode="webinar")
    make_course(session, title="Menjahit Seragam", mode="offline")

    page = stranger.get("/catalogue?query=fotografi&mode=offline")

    assert 'value="fotografi"' in page.text
    assert 'name="mode" value="offline" checked>' in page.text
    assert "Classroom (1)" in page.text
    assert "Live webinar (1)" in page.text
    assert "Dasar Fotografi Produk" in page.text
    assert "Fotografi Makanan" not in page.text
    assert "Menjahit Seragam" not in page.text


def test_a_search_without_a_hit_says_what_to_do(stranger):
    page = stranger.get("/catalogue?query=zzzz")

    assert "No course was found. Try other words or fewer filters." in page.text


def test_an_empty_page_says_which_filter_hides_courses(stranger, session):
    make_course(session, title="Menjahit Seragam", mode="offline")

    page = stranger.get("/catalogue?query=menjahit&mode=webinar&sort=title")

    assert "without “Way of learning”: 1 course" in page.text
    assert 'href="/catalogue?query=menjahit&amp;sort=title"' in page.text
    assert "Live webinar (0)" in page.text


def test_a_mistyped_search_says_what_may_have_been_meant(stranger, session):
    make_course(session, title="Pelatihan Barista", mode="offline")

    page = stranger.get("/catalogue?query=pelathian&mode=offline").text

    assert "No course holds all these words." in page
    assert '<a href="/catalogue?mode=offline&amp;query=pelatihan">' in page
    assert "Pelatihan Barista" in page


def test_filters_have_the_names_that_people_use(stranger, session):
    make_course(session, level="beginner", access=["wheelchair"], more_languages=["jv"])

    page = stranger.get("/catalogue").text

    for words in ("For beginners", "Wheelchairs can enter", "Javanese"):
        assert f"{words} (1)" in page


def test_what_a_balance_can_buy_is_offered_to_her_who_has_one(stranger, session, story):
    make_offering(session, make_course(session, title="Terjangkau"), price=1_000)
    make_offering(
        session, make_course(session, title="Terlalu Mahal"), price=900_000_000
    )

    unknown = stranger.get("/catalogue?affordable=true").text
    stranger.send(
        "/sign-in", {"email": story.email, "password": PASSWORD, "next": "/me"}
    )
    hers = stranger.get("/catalogue?affordable=true").text

    assert "Terlalu Mahal" in unknown
    assert "my balance" not in unknown
    assert "What my balance of" in hers
    assert "Terjangkau" in hers
    assert "Terlalu Mahal" not in hers


def test_the_nearest_are_seen_from_where_she_lives_or_from_what_she_names(
    stranger, session, story
):
    make_course(session, title="Daring")

    nobody = stranger.get("/catalogue?sort=nearest").text
    named = stranger.get("/catalogue?sort=nearest&near=32").text
    strange = stranger.get("/catalogue?sort=nearest&near=x%00").text
    stranger.send(
        "/sign-in", {"email": story.email, "password": PASSWORD, "next": "/me"}
    )
    hers = stranger.get("/catalogue?sort=nearest").text

    for page in (nobody, strange):
        assert "Choose what you want to be near to" in page
        assert "from home" not in page.lower()
    for page in (named, hers):
        assert "Choose what you want to be near to" not in page
        assert "From home" in page
    assert "Where I live" in hers
    assert "Choose a province" in named


def test_more_courses_follow_with_the_same_filter(stranger, session):
    for number in range(21):
        make_course(session, title=f"Kue {number:02}", mode="webinar")

    first = stranger.get("/catalogue?mode=webinar")
    address = first.text.split('rel="next" href="')[1].split('"')[0]
    second = stranger.get(address.replace("&amp;", "&"))

    assert "Kue 19" in first.text
    assert "Kue 20" not in first.text
    assert "mode=webinar" in address
    assert "Kue 20" in second.text
    assert "Kue 19" not in second.text


def test_a_card_says_how_a_course_is_rated_and_when_it_begins(stranger, session):
    course = make_course(session, title="Menjahit Seragam", code="menjahit-1")
    make_schedule(session, course, capacity=5, seats_taken=5)
    for given in (5, 5, 4):
        make_review(session, course, stars=given)
    make_course(session, title="Fotografi")

    page = stranger.get("/catalogue?sort=title").text
    photos, sewing = page.split("<article>")[1:]

    assert "No class can be booked at this moment." in photos
    assert "of 5" not in photos
    assert "4.7 of 5 (3 reviews)" in " ".join(sewing.split())
    assert "Next class: " in sewing
    assert "Full" in sewing
    assert 'href="/me/shortlist?add=menjahit-1"' in sewing


def test_stars_are_written_as_the_reader_writes_numbers(app):
    with app.test_request_context(headers={"Accept-Language": "id"}):
        assert [stars(each) for each in (420, 466, 500)] == ["4,2", "4,7", "5,0"]


def test_chosen_filters_are_counted_where_they_are_folded_away(stranger, session):
    make_course(session, level="beginner")

    plain = stranger.get("/catalogue").text
    chosen = stranger.get("/catalogue?level=beginner&mode=webinar").text

    assert "chosen)" not in plain
    assert "(2 are chosen)" in chosen


def test_strange_filters_count_as_not_given(stranger, session):
    """SC-06: whatever stands in the address, the page is a page."""
    make_course(session, title="Membuat Kue")

    page = stranger.get("/catalogue?mode=x&max_price=-1&category=%00&query=%00")

    assert page.status_code == 200
    assert "Membuat Kue" in page.text


def test_a_changed_cursor_is_refused_as_a_page(stranger):
    page = stranger.get("/catalogue?cursor=nonsense")

    assert page.status_code == 422
    assert "The cursor is not one of ours" in page.text


def test_a_course_shows_seats_prices_and_reviews(stranger, session, story):
    course = make_course(session, title="Merawat Motor", list_price=500_000)
    make_schedule(session, course, capacity=30, seats_taken=29)
    make_offering(session, course, price=450_000)
    make_review(session, course, story.account, stars=4, comment="<b>Mantap</b>")

    page = stranger.get(f"/catalogue/{course.id}")

    assert "1 seat left" in page.text
    assert "Rp\N{NO-BREAK SPACE}450.000" in page.text
    assert "4.0 of 5" in page.text
    assert "1 review" in page.text
    assert "&lt;b&gt;Mantap&lt;/b&gt;" in page.text
    assert "Ani" not in re.findall(r"\w+", page.text)


def test_a_course_without_a_price_is_free(stranger, session):
    course = make_course(session, title="Keselamatan Kerja", list_price=0)

    assert "Free" in stranger.get(f"/catalogue/{course.id}").text
    assert "Free" in stranger.get("/catalogue").text


def test_a_draft_looks_like_no_course_at_all(stranger, session):
    draft = make_course(session, title="Rahasia", status="draft")

    seen = stranger.get(f"/catalogue/{draft.id}")
    unknown = stranger.get(f"/catalogue/{uuid4()}")

    assert seen.status_code == unknown.status_code == 404
    assert "Rahasia" not in seen.text
    assert "There is no such page" in seen.text


def test_an_unknown_address_is_a_page_for_people(stranger):
    page = stranger.get("/nothing-here", headers={"Accept": "text/html,*/*;q=0.8"})

    assert page.status_code == 404
    assert page.mimetype == "text/html"
    assert "There is no such page" in page.text


def test_an_unknown_address_is_a_problem_for_programs(stranger):
    for address in ("/nothing-here", "/v1/nothing-here"):
        answer = stranger.get(address)

        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"
        assert answer.json["type"] == "/problems/no-such-address"
