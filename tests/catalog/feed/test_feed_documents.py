"""What a platform's set says of a course: its classes and seats, in our words and in
those of schema.org."""

import json
from datetime import timedelta

from sqlalchemy import select

from catalog.courses.services.take_seat import take_seat
from catalog.feed.models import CatalogMark
from catalog.feed.services.relay import mark_ended_runs
from core.clock import now
from tests import factories


def test_32_seats_are_live_and_outside_the_checksum(client, stand, at):
    course, _ = stand.course()
    run = factories.make_schedule(stand.session, course, capacity=3)
    over = factories.make_schedule(
        stand.session, course, enrolment_closes_at=now() - timedelta(minutes=1)
    )
    stranger = factories.make_course(stand.session)
    stand.relay(at)
    take_seat(stand.session, schedule_id=run.id, terms_version=1)

    assert stand.session.scalar(select(CatalogMark.position)) is None
    answer = client.get(
        f"/v1/catalog/availability?course={course.id},{stranger.id}",
        headers=stand.headers,
    )

    [item] = answer.json["items"]
    assert [(each["id"], each["seats_left"]) for each in item["schedules"]] == [
        (str(run.id), 2)
    ]
    assert str(over.id) not in answer.text
    assert item["price"] == {"amount": 350_000, "currency": "IDR"}
    assert answer.json["not_sold"] == [str(stranger.id)]
    again = client.get(
        f"/v1/catalog/availability?course={course.id},{stranger.id}",
        headers=stand.headers | {"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


def test_32_a_hundred_courses_are_asked_at_once_and_no_more(client, stand):
    course, _ = stand.course()
    ids = ",".join([str(course.id)] * 101)

    answer = client.get(f"/v1/catalog/availability?course={ids}", headers=stand.headers)

    assert answer.status_code == 422


def test_36_the_set_is_exported_in_the_words_of_schema_org(client, stand, at):
    course, offering = stand.course(mode="offline", title="Las & Bubut", summary="")
    run = factories.make_schedule(stand.session, course)
    offering.price = 0
    stand.course()
    stand.relay(at)

    answer = client.get("/v1/catalog/schema-org", headers=stand.headers)

    feed = json.loads(answer.data)
    assert answer.content_type == "application/ld+json"
    assert (feed["@context"], feed["@type"]) == ("https://schema.org", "DataFeed")
    assert len(feed["dataFeedElement"]) == 2
    [mine] = [e for e in feed["dataFeedElement"] if e["identifier"] == str(course.id)]
    assert (mine["@type"], mine["name"]) == ("Course", "Las & Bubut")
    assert mine["provider"]["identifier"] == stand.provider.code
    assert mine["offers"] == {
        "@type": "Offer",
        "identifier": str(offering.id),
        "price": "0",
        "priceCurrency": "IDR",
        "category": "Free",
    }
    [instance] = mine["hasCourseInstance"]
    assert instance["identifier"] == str(run.id)
    assert instance["courseMode"] == "Onsite"
    assert instance["maximumAttendeeCapacity"] == 30


def test_a_run_that_ends_leaves_the_document_though_no_row_changed(client, stand):
    course, _ = stand.course()
    run = factories.make_schedule(stand.session, course)
    stand.relay(now())
    later = run.ends_at + timedelta(minutes=1)
    stand.relay(later)
    mark_ended_runs(stand.session, since=later - timedelta(hours=3), until=later)
    stand.relay(later)

    changes = client.get("/v1/catalog/changes", headers=stand.headers).json["changes"]

    assert [len(each["course"]["schedules"]) for each in changes] == [1, 0]


def test_a_cancelled_or_moved_run_is_told(client, stand, at):
    course, _ = stand.course()
    run = factories.make_schedule(stand.session, course)
    stand.relay(at)
    run.capacity = 12
    stand.relay(at)
    run.cancelled_at = at
    stand.relay(at)

    changes = client.get("/v1/catalog/changes", headers=stand.headers).json["changes"]

    assert [
        [each["capacity"] for each in change["course"]["schedules"]]
        for change in changes
    ] == [[30], [12], []]
