"""How a platform reads its set: who may, by which tag, compressed, from where on."""

import gzip
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.feed.models import CatalogReader
from catalog.feed.services.forget import forget_changes
from core.events import StoredEvent
from partners.organisations import Kind
from tests import factories
from tests.catalog.feed.stand import lines, sum_of


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
