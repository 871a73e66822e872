"""A training institution as everybody sees it."""

from tests.factories import (
    make_account,
    make_course,
    make_organisation,
    make_review,
)


def test_it_shows_the_courses_on_sale_and_how_they_are_rated(stranger, session):
    provider = make_organisation(session, code="dapur-ani", name="Dapur Ani")
    course = make_course(session, provider, title="Membuat Kue")
    make_course(session, provider, title="Rahasia", status="draft")
    make_course(session, title="Dari Lembaga Lain")
    for stars in (5, 2):
        make_review(session, course, make_account(session), stars=stars)

    page = stranger.get("/institutions/dapur-ani")

    assert "Membuat Kue" in page.text
    assert "3.5 of 5" in page.text
    assert "2 reviews" in page.text
    assert "Rahasia" not in page.text
    assert "Dari Lembaga Lain" not in page.text
    link = 'href="/institutions/dapur-ani"'
    assert link in stranger.get(f"/courses/{course.code}").text


def test_many_courses_come_in_pages(stranger, session):
    provider = make_organisation(session, code="banyak")
    for number in range(22):
        make_course(session, provider, title=f"Kelas {number:02}")

    first = stranger.get("/institutions/banyak")
    address = first.text.split('rel="next" href="')[1].split('"')[0]
    second = stranger.get(address)

    assert "Kelas 19" in first.text
    assert "Kelas 21" in second.text
    assert "Kelas 19" not in second.text


def test_one_that_may_not_sell_or_is_none_has_no_page(stranger, session):
    make_organisation(session, code="henti", standing="suspended")

    assert stranger.get("/institutions/henti").status_code == 404
    assert stranger.get("/institutions/tidak-ada").status_code == 404


def test_one_without_a_course_says_so(stranger, session):
    make_organisation(session, code="baru")

    assert "no course on sale" in stranger.get("/institutions/baru").text
