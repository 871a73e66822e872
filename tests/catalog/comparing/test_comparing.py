"""Courses side by side: aligned, their differences named, what is missing explained."""

from datetime import timedelta

import pytest

from catalog.comparing.rules import FIELDS
from catalog.courses import CourseStatus
from core.clock import now
from core.ids import new_id
from tests.factories import (
    make_account,
    make_course,
    make_offering,
    make_review,
    make_schedule,
)

DAY = timedelta(days=1)


def compare(client, *ids):
    query = "&".join(f"course={each}" for each in ids)
    return client.get(f"/v1/course-comparison?{query}")


@pytest.fixture
def pair(session):
    """Two courses: one sold by two platforms with seats next week, one by nobody."""
    bread = make_course(session, title="Roti", mode="offline", list_price=300_000)
    make_offering(session, bread, price=280_000)
    make_offering(session, bread, price=250_000)
    make_schedule(
        session,
        bread,
        starts_at=now() + 3 * DAY,
        ends_at=now() + 4 * DAY,
        enrolment_closes_at=now() + 2 * DAY,
        capacity=5,
        seats_taken=5,
    )
    make_schedule(session, bread, capacity=30, seats_taken=12)
    make_review(session, bread, make_account(session), stars=5)
    cake = make_course(session, title="Kue", list_price=300_000)
    return bread, cake


def test_courses_come_in_the_order_in_which_they_were_named(client, pair):
    bread, cake = pair

    found = compare(client, cake.id, bread.id).json

    assert [each["title"] for each in found["courses"]] == ["Kue", "Roti"]
    one = found["courses"][1]
    assert one["lowest_price"]["amount"] == 250_000
    assert (one["platforms"], one["seats_left"], one["reviews"]) == (2, 18, 1)
    assert one["stars_average"] == 500
    assert found["courses"][0]["lowest_price"] is None
    assert found["courses"][0]["next_start"] is None
    assert found["missing"] == []


def test_34_what_differs_is_named_and_what_is_alike_is_not(client, pair):
    found = compare(client, *(each.id for each in pair)).json

    assert found["differences"] == [
        each
        for each in FIELDS
        if each
        in {
            *("lowest_price", "platforms", "next_start", "seats_left"),
            *("stars_average", "reviews", "mode", "institution_name"),
        }
    ]


def test_34_an_ended_course_is_explained_and_a_draft_is_unknown(client, session):
    """SC-02: that there is a draft is told to nobody."""
    ended = make_course(session, status=CourseStatus.RETIRED, title="Lama")
    draft = make_course(session, status=CourseStatus.DRAFT, title="Rahasia")
    nothing = new_id()

    answer = compare(client, ended.id, draft.id, nothing)

    assert answer.json["courses"] == answer.json["differences"] == []
    assert answer.json["missing"] == [
        {"id": str(ended.id), "reason": "ended", "title": "Lama"},
        {"id": str(draft.id), "reason": "unknown", "title": None},
        {"id": str(nothing), "reason": "unknown", "title": None},
    ]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_two_to_four_courses_are_compared(client, count):
    assert compare(client, *(new_id() for _ in range(count))).status_code == 422


def test_a_course_that_is_named_twice_is_there_once(client, pair):
    bread, _ = pair

    found = compare(client, bread.id, bread.id).json

    assert len(found["courses"]) == 1
    assert found["differences"] == []


def test_34_the_page_shows_differences_and_its_address_holds_the_choice(client, pair):
    bread, cake = pair
    english = {"Accept-Language": "en"}

    def page(query):
        return client.get(f"/courses/compare?{query}", headers=english)

    both = page(f"course={bread.code}&course={cake.code}")
    only = page(f"course={bread.code}&course={cake.code}&only=differences")
    odd = page(f"course={bread.code}&course=no-such-course&course=%00")
    empty = page("")

    assert both.text.count('class="differs"') == 8
    assert "they differ" in both.text
    assert 'tabindex="0"' in both.text
    assert f'/courses/compare?course={cake.code}"' in both.text
    assert f"/catalogue?compare={bread.code}&amp;compare={cake.code}" in both.text
    assert "List price" in both.text
    assert "List price" not in only.text
    assert "1 course of the address does not exist." in odd.text
    assert "No course is chosen yet." in empty.text


def test_from_the_list_a_course_is_added_without_a_script(client, pair):
    bread, cake = pair

    listed = client.get(
        f"/catalogue?compare={bread.code}", headers={"Accept-Language": "en"}
    )
    full = client.get(
        "/catalogue?" + "&".join(f"compare=c{each}" for each in range(4)),
        headers={"Accept-Language": "en"},
    )
    course = client.get(f"/courses/{cake.code}", headers={"Accept-Language": "en"})

    added = f'/courses/compare?course={bread.code}&amp;course={cake.code}"'
    assert added in listed.text
    assert f'name="compare" value="{bread.code}"' in listed.text
    assert f"course={cake.code}" not in full.text
    assert f'/courses/compare?course={cake.code}"' in course.text
    assert f'/me/shortlist?add={cake.code}"' in course.text
