"""A platform's set over HTTP: snapshot, changes, checksum, seats, schema.org."""

import gzip
import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from catalog.courses.models import CourseStatus
from catalog.courses.services.take_seat import take_seat
from catalog.feed.models import CatalogChange, CatalogMark, CatalogReader
from catalog.feed.rules import canonical, digest_of, with_change
from catalog.feed.services.forget import forget_changes
from catalog.feed.services.relay import mark_ended_runs
from core.clock import now
from core.events import StoredEvent
from partners.organisations import Kind, Standing
from tests import factories
from tests.catalog.feed.stand import lines


def sum_of(courses):
    total = bytes(32)
    for course in courses:
        total = with_change(total, come=digest_of(canonical(course)))
    return total.hex()


def test_31_an_empty_feed_is_an_empty_set_and_no_error(client, stand):
    manifest, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))
    changes = client.get("/v1/catalog/changes", headers=stand.headers)
    state = client.get("/v1/catalog/checksum", headers=stand.headers)

    assert (manifest["sequence"], manifest["items"], items) == (0, 0, [])
    assert changes.json["changes"] == []
    assert changes.json["has_more"] is False
    assert state.json["checksum"] == "00" * 32


def test_31_a_snapshot_is_what_its_manifest_says(client, stand, at):
    course, offering = stand.course(title="Merawat Mesin")
    run = factories.make_schedule(stand.session, course)
    stand.course()
    stand.relay(at)

    manifest, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))

    courses = [item["course"] for item in items]
    assert (manifest["sequence"], manifest["items"], len(items)) == (2, 2, 2)
    assert manifest["checksum"] == sum_of(courses)
    [mine] = [each for each in courses if each["id"] == str(course.id)]
    assert mine["title"] == "Merawat Mesin"
    assert mine["offering"] == {
        "id": str(offering.id),
        "price": {"amount": 350_000, "currency": "IDR"},
        "commission_bps": 1000,
        "leaves_at": None,
    }
    assert [each["id"] for each in mine["schedules"]] == [str(run.id)]
    assert "seats_left" not in mine["schedules"][0]


def test_31_changes_have_no_gaps_and_carry_the_checksum_after_each(client, stand, at):
    course, offering = stand.course()
    other, _ = stand.course()
    stand.relay(at)
    offering.price = 300_000
    stand.relay(at)
    other.status = CourseStatus.SUSPENDED
    course.title = "Judul Baru"
    stand.relay(at)

    answer = client.get("/v1/catalog/changes?limit=3", headers=stand.headers).json
    rest = client.get(
        f"/v1/catalog/changes?after={answer['next_after']}", headers=stand.headers
    ).json

    every = answer["changes"] + rest["changes"]
    held = {}
    for number, change in enumerate(every, start=1):
        assert change["sequence"] == number
        if change["kind"] == "removed":
            assert change["course"] is None
            del held[change["course_id"]]
        else:
            held[change["course_id"]] = change["course"]
        assert change["items"] == len(held)
        assert change["checksum"] == sum_of(held.values())
    assert (answer["has_more"], rest["has_more"]) == (True, False)
    assert [each["title"] for each in held.values()] == ["Judul Baru"]
    assert rest["head"]["checksum"] == every[-1]["checksum"]


def test_a_change_that_alters_nothing_is_not_published(client, stand, at):
    course, _ = stand.course()
    stand.relay(at)
    course.updated_at = at
    stand.relay(at)

    answer = client.get("/v1/catalog/changes", headers=stand.headers).json

    assert answer["head"]["sequence"] == 1


def test_31_a_course_that_leaves_and_comes_back_is_a_tombstone_and_a_put(
    client, stand, at
):
    stand.course()
    _, offering = stand.course()
    stand.relay(at)
    offering.withdrawn_at = at
    stand.relay(at)
    offering.withdrawn_at = None
    stand.relay(at)

    found = client.get("/v1/catalog/changes?after=2", headers=stand.headers).json

    assert [each["kind"] for each in found["changes"]] == ["removed", "put"]
    manifest, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))
    assert manifest["items"] == len(items) == 2


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.TERMINATED])
def test_courses_of_a_stopped_institution_leave_every_set(client, stand, at, standing):
    elsewhere = factories.make_organisation(stand.session)
    for _ in range(3):
        stand.course()
    other = factories.make_course(stand.session, elsewhere)
    factories.make_offering(stand.session, other, stand.platform)
    stand.relay(at)
    stand.provider.standing = standing
    stand.relay(at)

    manifest, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))

    assert [each["course"]["id"] for each in items] == [str(other.id)]
    assert manifest["sequence"] == 7


def test_a_sanction_of_one_course_takes_it_out_of_the_set(client, stand, at):
    course, _ = stand.course()
    kept, _ = stand.course()
    stand.relay(at)
    factories.make_sanction(
        stand.session, stand.provider, scope="courses", course_ids=[course.id]
    )
    stand.relay(at)

    _, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))

    assert [each["course"]["id"] for each in items] == [str(kept.id)]


def test_a_platform_sees_its_own_set_alone(client, stand, at):
    stand.course()
    other = factories.make_course(stand.session, stand.provider)
    factories.make_offering(stand.session, other)
    stand.relay(at)

    _, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))

    assert str(other.id) not in {each["course"]["id"] for each in items}
    assert len(items) == 1


@pytest.mark.parametrize("kind", [Kind.TRAINING_INSTITUTION, Kind.JOB_PORTAL])
def test_only_a_platform_has_a_feed(client, session, kind):
    organisation = factories.make_organisation(session, kind)
    program = factories.make_client(session, organisation, ["catalog:read"])
    headers = {"Authorization": f"Bearer {factories.make_token(session, program)}"}

    for path in ("snapshot", "changes", "checksum", "schema-org"):
        answer = client.get(f"/v1/catalog/{path}", headers=headers)

        assert answer.status_code == 403
        assert answer.json["type"].endswith("/organisation-kind-missing")


@pytest.mark.parametrize("path", ["snapshot", "schema-org", "changes"])
def test_31_an_etag_answers_304_until_something_changes(client, stand, at, path):
    stand.course()
    stand.relay(at)
    address = f"/v1/catalog/{path}"
    tag = client.get(address, headers=stand.headers).headers["ETag"]
    asked = stand.headers | {"If-None-Match": tag}

    same = client.get(address, headers=asked)
    stand.course()
    stand.relay(at)
    other = client.get(address, headers=asked)

    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == tag
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


def test_31_a_reader_who_takes_gzip_gets_the_same_bytes_smaller(client, stand, at):
    for _ in range(30):
        stand.course()
    stand.relay(at)
    for path in ("snapshot", "schema-org", "changes"):
        plain = client.get(f"/v1/catalog/{path}", headers=stand.headers)
        packed = client.get(
            f"/v1/catalog/{path}", headers=stand.headers | {"Accept-Encoding": "gzip"}
        )

        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 4


def test_31_forgotten_changes_are_refused_and_the_snapshot_is_named(client, stand, at):
    _, offering = stand.course()
    stand.relay(at)
    for price in (1_000, 2_000, 3_000):
        offering.price = price
        stand.relay(at)
    later = at + timedelta(days=31)
    offering.price = 4_000
    stand.relay(later)

    gone = forget_changes(stand.session, keep=timedelta(days=30), at=later)

    assert gone == 3
    refused = client.get("/v1/catalog/changes?after=2", headers=stand.headers)
    assert refused.status_code == 410
    assert refused.json["type"] == "/problems/catalog-snapshot-needed"
    assert refused.json["floor"] == 3
    kept = client.get("/v1/catalog/changes?after=3", headers=stand.headers).json
    assert [each["sequence"] for each in kept["changes"]] == [4, 5]
    manifest, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))
    assert manifest["checksum"] == sum_of(each["course"] for each in items)
    assert (
        client.get("/v1/catalog/checksum?at=1", headers=stand.headers).status_code
        == 410
    )


def test_31_the_checksum_can_be_asked_of_any_number_that_is_kept(client, stand, at):
    stand.course()
    stand.course()
    stand.relay(at)
    changes = client.get("/v1/catalog/changes", headers=stand.headers).json["changes"]
    for change in changes:
        state = client.get(
            f"/v1/catalog/checksum?at={change['sequence']}", headers=stand.headers
        ).json

        assert state["checksum"] == change["checksum"]
        assert state["items"] == change["items"]


@pytest.mark.parametrize("query", ["changes?after=5", "checksum?at=5"])
def test_a_number_that_is_not_there_yet_is_refused(client, stand, query):
    answer = client.get(f"/v1/catalog/{query}", headers=stand.headers)

    assert answer.status_code == 404
    assert answer.json["type"] == "/problems/catalog-sequence-ahead"


@pytest.mark.parametrize(
    "query",
    [
        "changes?after=-1",
        "changes?after=x",
        "changes?limit=0",
        "changes?limit=1001",
        f"changes?after={2**63}",
        "availability",
        "availability?course=x",
        "checksum?at=1.5",
    ],
)
def test_sc_06_a_bad_question_is_refused_and_breaks_nothing(client, stand, query):
    answer = client.get(f"/v1/catalog/{query}", headers=stand.headers)

    assert answer.status_code == 422


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


def test_it_is_written_down_who_read_up_to_where(client, stand, at):
    stand.course()
    stand.relay(at)
    client.get("/v1/catalog/changes", headers=stand.headers)
    first = stand.session.scalars(select(CatalogReader)).one()
    assert first.sequence == 0
    client.get("/v1/catalog/changes?after=1", headers=stand.headers)

    stand.session.expire_all()
    assert stand.session.scalars(select(CatalogReader)).one().sequence == 1


def test_31_a_platform_is_told_once_a_minute_at_most(client, stand, at):
    from catalog.feed.services.tell import tell_platforms

    def told():
        rows = stand.session.scalars(
            select(StoredEvent)
            .where(StoredEvent.topic == "catalog.changed")
            .order_by(StoredEvent.position)
        )
        return [row.data["sequence"] for row in rows]

    stand.course()
    stand.relay(at)
    assert tell_platforms(stand.session, at=at) == 1
    stand.course()
    stand.course()
    stand.relay(at)
    assert tell_platforms(stand.session, at=at + timedelta(seconds=59)) == 0
    assert tell_platforms(stand.session, at=at + timedelta(seconds=60)) == 1
    assert tell_platforms(stand.session, at=at + timedelta(hours=1)) == 0
    stand.session.flush()

    assert told() == [1, 3]
    last = stand.session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "catalog.changed")
    ).all()[-1]
    assert last.audience == [stand.platform.id]
    assert set(last.data) == {"organisation_id", "sequence", "items", "checksum"}


def test_what_is_deleted_from_under_the_feed_leaves_it(client, stand, at):
    stand.course()
    _, offering = stand.course()
    stand.relay(at)
    stand.session.delete(offering)
    stand.relay(at)

    last = stand.session.scalars(
        select(CatalogChange).order_by(CatalogChange.sequence.desc()).limit(1)
    ).one()

    assert (last.sequence, last.document) == (3, None)
    stand.session.execute(delete(CatalogMark))
