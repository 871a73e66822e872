"""Orders of the catalogue, page by page."""

from datetime import timedelta

import pytest

import catalog.courses.finding as finding
from catalog.courses import Mode
from catalog.reviews.models import CourseRating
from core.clock import now
from core.ids import new_id
from partners.conflicts.models import GroupMember
from partners.organisations import Kind
from tests.catalog.courses.conftest import make_districts
from tests.factories import (
    make_course,
    make_offering,
    make_organisation,
    make_schedule,
)


@pytest.fixture
def pages(client, headers):
    """All titles of a list, one course to a page."""

    def read(**query):
        seen, cursor = [], None
        while True:
            asked = {**query, "limit": 1, **({"cursor": cursor} if cursor else {})}
            answer = client.get("/v1/courses", query_string=asked, headers=headers)
            assert answer.status_code == 200, answer.json
            seen += [course["title"] for course in answer.json["items"]]
            cursor = answer.json["next_cursor"]
            if cursor is None:
                return seen

    return read


ORDERS = {
    "price": ["Murah", "Tengah", "Mahal", "Tanpa platform"],
    "-price": ["Mahal", "Tengah", "Murah", "Tanpa platform"],
    "start": ["Tengah", "Mahal", "Murah", "Tanpa platform"],
    "title": ["Mahal", "Murah", "Tanpa platform", "Tengah"],
    "newest": ["Tanpa platform", "Murah", "Mahal", "Tengah"],
    "rating": ["Mahal", "Tengah", "Murah", "Tanpa platform"],
}


@pytest.mark.parametrize("sort", ORDERS)
def test_courses_come_in_the_order_that_is_asked_for_page_by_page(session, pages, sort):
    """What has no price on a platform, no class or no review comes last."""
    today = now()
    for age, (title, price, days, score) in enumerate(
        [
            ("Tengah", 200_000, 2, 3_100),
            ("Mahal", 900_000, 5, 4_200),
            ("Murah", 50_000, None, None),
            ("Tanpa platform", None, None, None),
        ]
    ):
        course = make_course(
            session,
            title=title,
            summary="Kursus.",
            list_price=1_000,
            created_at=today + timedelta(seconds=age),
        )
        for extra in (0, 0, 5_000) if price else ():
            make_offering(session, course, price=price + extra)
        for later in (0, 9) if days else ():
            starts_at = today + timedelta(days=days + later)
            make_schedule(
                session,
                course,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(days=1),
                enrolment_closes_at=starts_at,
            )
        # Who was never reviewed has a row once somebody began to.
        stars = {"stars_4": 1, "score": score} if score else {"score": 5_000}
        session.add(CourseRating(course_id=course.id, **stars))
    session.flush()

    assert pages(sort=sort) == pages(sort=sort, query="kursus") == ORDERS[sort]


def test_the_nearest_come_first_and_from_home_is_nearer_than_the_next_district(
    session, titles, pages, client, headers
):
    make_districts(session, "32.73.01", "32.73.02", "32.99.01", "36.73.01")
    for title, district, mode in [
        ("E", "36.73.01", Mode.OFFLINE),
        ("D", "32.99.01", Mode.OFFLINE),
        ("C", "32.73.02", Mode.BLENDED),
        ("B", None, Mode.WEBINAR),
        ("A", "32.73.01", Mode.OFFLINE),
    ]:
        course = make_course(session, title=title, mode=mode)
        make_schedule(session, course, district_code=district)
    full = make_course(session, title="F", mode=Mode.OFFLINE)
    make_schedule(session, full, district_code="32.73.01", capacity=2, seats_taken=2)

    assert pages(sort="nearest", near="32.73.01") == ["A", "B", "C", "D", "E", "F"]
    assert titles(sort="nearest", near="32.73") == ["A", "C", "B", "D", "E", "F"]
    assert titles(sort="nearest", near="36") == ["E", "B", "A", "C", "D", "F"]
    answer = client.get("/v1/courses?sort=nearest&near=32.73.01", headers=headers)
    assert [each["nearness"] for each in answer.json["items"]] == [
        *("district", "from_home", "regency", "province", "elsewhere", "elsewhere")
    ]
    assert client.get("/v1/courses?sort=nearest", headers=headers).status_code == 422


def test_of_very_many_that_hold_the_words_all_come_and_the_called_so_first(
    session, pages, monkeypatch
):
    monkeypatch.setattr(finding, "MOST_RANKED", 1)
    make_course(session, title="Roti", category_title="Bisnis")
    for title in ("Bisnis Kue dan Roti", "Bisnis Kopi", "Bisnis"):
        make_course(session, title=title, category_title="Umum")

    found = pages(query="bisnis")

    assert found[0] == "Bisnis"
    assert sorted(found) == ["Bisnis", "Bisnis Kopi", "Bisnis Kue dan Roti", "Roti"]
    # A title may hold what is looked for, and its summary what is excluded.
    make_course(session, title="Kue", summary="Tanpa kopi.")
    make_course(session, title="Kue Lapis", summary="Roti.")
    assert sorted(pages(query="kue -kopi")) == ["Bisnis Kue dan Roti", "Kue Lapis"]


@pytest.mark.parametrize("cursor", ["9.", "-1.", "x.y", "1.x", "\u0663."])
def test_sc_06_a_cursor_of_no_part_is_refused(client, headers, cursor):
    asked = {"sort": "price", "cursor": cursor}

    answer = client.get("/v1/courses", query_string=asked, headers=headers)

    assert answer.status_code == 422
    assert answer.json["type"].endswith("invalid-cursor")


def test_a_platform_of_a_group_hides_its_price_for_that_groups_courses_alone(
    session, client, headers, platform
):
    group = new_id()
    own = make_organisation(session, Kind.TRAINING_INSTITUTION)
    for organisation in (platform, own):
        session.add(GroupMember(organisation_id=organisation.id, group_id=group))
    for title, more in (("Lain", {}), ("Sendiri", {"provider": own})):
        course = make_course(session, title=title, **more)
        make_offering(session, course, platform, price=70_000)

    items = client.get("/v1/courses", headers=headers).json["items"]

    prices = {each["title"]: each["lowest_price"] for each in items}
    assert prices == {
        "Lain": {"amount": 70_000, "currency": "IDR"},
        "Sendiri": None,
    }
