"""A platform's set over HTTP: the snapshot, and the changes that lead to it."""

import pytest
from sqlalchemy import delete, select

from catalog.courses.models import CourseStatus
from catalog.feed.models import CatalogChange, CatalogMark
from partners.organisations import Standing
from tests import factories
from tests.catalog.feed.stand import lines, sum_of


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
