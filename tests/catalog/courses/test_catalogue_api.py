"""The catalogue over HTTP: what is found, in which order, and what is never shown."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.courses import CourseStatus, Mode
from core.clock import now
from core.ids import new_id
from partners.organisations import Kind, Organisation, Standing
from tests.factories import (
    authorization,
    make_client,
    make_course,
    make_offering,
    make_organisation,
    make_schedule,
    make_token,
)


@pytest.fixture
def platform(session: Session) -> Organisation:
    return make_organisation(session, Kind.DIGITAL_PLATFORM, code="toko-latih")


@pytest.fixture
def headers(session: Session, platform: Organisation) -> dict[str, str]:
    client = make_client(session, platform, ["catalog:read"])
    return authorization(make_token(session, client))


def titles(client: FlaskClient, headers: dict[str, str], **query: Any) -> list[str]:
    response = client.get("/v1/courses", query_string=query, headers=headers)
    assert response.status_code == 200, response.json
    return [course["title"] for course in response.json["items"]]


def test_courses_come_by_title(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    for title in ("Merias Wajah", "Barista Kopi", "Las Listrik"):
        make_course(session, title=title)

    found = titles(client, headers)

    assert found == ["Barista Kopi", "Las Listrik", "Merias Wajah"]


def test_a_course_in_the_list_says_who_gives_it_and_what_it_costs(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    provider = make_organisation(session, code="dapur-ani", name="Dapur Ani")
    course = make_course(session, provider, code="kue-1", title="Membuat Kue")
    make_offering(session, course, price=340_000)
    make_offering(session, course, price=320_000)
    make_offering(session, course, price=1_000, withdrawn_at=now())

    response = client.get("/v1/courses", headers=headers)

    assert response.json == {
        "items": [
            {
                "id": str(course.id),
                "code": "kue-1",
                "title": "Membuat Kue",
                "category": "makanan-dan-minuman",
                "category_title": "Makanan dan Minuman",
                "institution": "dapur-ani",
                "institution_name": "Dapur Ani",
                "mode": "webinar",
                "language": "id",
                "sessions": 2,
                "list_price": {"amount": 350_000, "currency": "IDR"},
                "discount_bps": None,
                "lowest_price": {"amount": 320_000, "currency": "IDR"},
                "nearness": None,
            }
        ],
        "next_cursor": None,
    }


@pytest.mark.parametrize("status", ["draft", "suspended", "retired"])
def test_only_published_courses_are_shown(
    client: FlaskClient, session: Session, headers: dict[str, str], status: str
) -> None:
    hidden = make_course(session, status=status)

    assert titles(client, headers) == []
    for path in ("", "/schedules"):
        response = client.get(f"/v1/courses/{hidden.id}{path}", headers=headers)
        assert response.status_code == 404
        assert response.json["type"].endswith("/course-not-found")


@pytest.mark.parametrize("standing", [Standing.APPLIED, Standing.SUSPENDED])
def test_only_courses_of_approved_institutions_are_shown(
    client: FlaskClient, session: Session, headers: dict[str, str], standing: Standing
) -> None:
    provider = make_organisation(session, standing=standing)
    hidden = make_course(session, provider)

    assert titles(client, headers) == []
    assert titles(client, headers, query="kue") == []
    response = client.get(f"/v1/courses/{hidden.id}", headers=headers)
    assert response.status_code == 404


def test_words_are_found_by_their_stems(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    make_course(session, title="Pelatihan Memasak Nusantara")
    make_course(session, title="Las Listrik")

    assert titles(client, headers, query="masakan") == ["Pelatihan Memasak Nusantara"]


def test_a_word_in_the_title_weighs_more_than_one_in_the_summary(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    make_course(session, title="Aneka Minuman", summary="Juga kopi susu.")
    make_course(session, title="Kopi untuk Barista")

    found = titles(client, headers, query="kopi")

    assert found == ["Kopi untuk Barista", "Aneka Minuman"]


def test_words_that_say_nothing_do_not_count(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    make_course(session, title="Kue dan Roti", summary="")

    assert titles(client, headers, query="roti untuk yang") == ["Kue dan Roti"]


def test_a_mistyped_word_still_finds(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    make_course(session, title="Pelatihan Barista")
    make_course(session, title="Las Listrik")

    assert titles(client, headers, query="pelathian") == ["Pelatihan Barista"]


def test_empty_words_make_no_title_alike(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    make_course(session, title="Membatik untuk Pemula")
    make_course(session, title="Membuat Kue Kering")

    assert titles(client, headers, query="keu untuk kering") == ["Membuat Kue Kering"]


@pytest.mark.parametrize(
    "query", ["'", '"', "a & | ! <->", "%", "\\", "kue:*", "-", "((", "x" * 200]
)
def test_odd_queries_are_no_error(
    client: FlaskClient, session: Session, headers: dict[str, str], query: str
) -> None:
    make_course(session, title="Las Listrik")

    assert titles(client, headers, query=query) == []


def test_filters_narrow_the_list(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    platform: Organisation,
) -> None:
    cheap = make_course(session, title="Murah", category="bahasa-asing")
    make_offering(session, cheap, platform, price=50_000)
    dear = make_course(session, title="Mahal", mode=Mode.SELF_PACED)
    make_offering(session, dear, price=400_000)

    assert titles(client, headers, category="bahasa-asing") == ["Murah"]
    assert titles(client, headers, mode="self_paced") == ["Mahal"]
    assert titles(client, headers, max_price=50_000) == ["Murah"]
    assert titles(client, headers, max_price=49_999) == []
    assert titles(client, headers, platform="toko-latih") == ["Murah"]
    assert titles(client, headers, platform="unknown") == []
    assert titles(client, headers, query="mahal", max_price=50_000) == []


@pytest.mark.parametrize("query", [None, "kue", "membaut"])
def test_pages_join_without_gaps_or_repeats(
    client: FlaskClient, session: Session, headers: dict[str, str], query: str | None
) -> None:
    expected = {str(make_course(session, title="Membuat Kue").id) for _ in range(7)}
    seen: list[str] = []
    cursor = None
    while True:
        asked = {"limit": 3, "cursor": cursor, "query": query}
        page = client.get(
            "/v1/courses",
            query_string={name: value for name, value in asked.items() if value},
            headers=headers,
        ).json
        seen += [course["id"] for course in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == 7
    assert set(seen) == expected


def test_a_cursor_of_another_list_is_refused(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    for _ in range(2):
        make_course(session, title="Membuat Kue")
    by_title = client.get("/v1/courses?limit=1", headers=headers).json["next_cursor"]

    response = client.get(
        "/v1/courses",
        query_string={"query": "kue", "cursor": by_title},
        headers=headers,
    )

    assert response.status_code == 422
    assert response.json["type"].endswith("/invalid-cursor")


def test_a_course_shows_its_coming_schedules_and_seats_left(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    course = make_course(session)
    later = make_schedule(session, course, capacity=30, seats_taken=29)
    sooner = make_schedule(
        session, course, starts_at=later.starts_at - timedelta(days=1)
    )
    make_schedule(session, course, cancelled_at=now())
    make_schedule(
        session,
        course,
        starts_at=now() - timedelta(days=2),
        ends_at=now() - timedelta(days=1),
    )

    detail = client.get(f"/v1/courses/{course.id}", headers=headers).json
    listed = client.get(f"/v1/courses/{course.id}/schedules", headers=headers).json

    assert [each["id"] for each in detail["schedules"]] == [
        str(sooner.id),
        str(later.id),
    ]
    assert [each["seats_left"] for each in detail["schedules"]] == [30, 1]
    assert listed == {"items": detail["schedules"], "next_cursor": None}


def test_a_course_shows_its_price_on_each_approved_platform(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    platform: Organisation,
) -> None:
    course = make_course(session)
    dear = make_offering(session, course, platform, price=300_000)
    cheap = make_offering(session, course, price=290_000)
    barred = make_organisation(
        session, Kind.DIGITAL_PLATFORM, standing=Standing.SUSPENDED
    )
    make_offering(session, course, barred, price=1_000)

    detail = client.get(f"/v1/courses/{course.id}", headers=headers).json

    assert [each["id"] for each in detail["offerings"]] == [
        str(cheap.id),
        str(dear.id),
    ]
    assert detail["offerings"][1] == {
        "id": str(dear.id),
        "platform": "toko-latih",
        "platform_name": platform.name,
        "price": {"amount": 300_000, "currency": "IDR"},
    }
    assert (detail["reviews"], detail["stars_average"]) == (0, None)


def test_a_platform_sees_its_own_offerings_only(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    platform: Organisation,
) -> None:
    course = make_course(session, title="Membuat Kue")
    own = make_offering(session, course, platform, price=300_000, commission_bps=900)
    make_offering(session, course)

    listed = client.get("/v1/offerings", headers=headers).json["items"]

    assert [each["id"] for each in listed] == [str(own.id)]
    assert listed[0]["course_id"] == str(course.id)
    assert listed[0]["price"] == {"amount": 300_000, "currency": "IDR"}
    assert listed[0]["commission_bps"] == 900


def test_categories_count_what_is_on_sale(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    make_course(session)
    make_course(session)
    make_course(session, category="lainnya", status=CourseStatus.DRAFT)

    listed = client.get("/v1/course-categories", headers=headers).json

    assert listed == {
        "items": [
            {
                "code": "makanan-dan-minuman",
                "title": "Makanan dan Minuman",
                "courses": 2,
            }
        ]
    }


def test_an_unknown_course_is_not_found(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    response = client.get(f"/v1/courses/{new_id()}", headers=headers)

    assert response.status_code == 404


def test_the_catalogue_needs_its_scope(client: FlaskClient, session: Session) -> None:
    """SC-04: a token without catalog:read sees nothing."""
    other = make_client(session, make_organisation(session), ["events:read"])
    headers = authorization(make_token(session, other))

    for path in ("/v1/courses", "/v1/offerings", f"/v1/courses/{new_id()}"):
        assert client.get(path, headers=headers).status_code == 403
        assert client.get(path).status_code == 401


def test_one_who_is_no_institution_any_more_has_no_course_on_sale(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    provider = make_organisation(session)
    make_course(session, provider)
    assert len(titles(client, headers)) == 1

    provider.kinds = [Kind.DIGITAL_PLATFORM]
    session.flush()

    assert titles(client, headers) == []
