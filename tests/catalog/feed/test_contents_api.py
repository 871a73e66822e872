"""What courses teach and ask for, for a platform that keeps a copy of its set."""

import json

from marshmallow.fields import Nested

from catalog.feed.item_schemas import FeedCourseSchema
from catalog.schedules.models import ScheduleSession
from tests import factories
from tests.catalog.authoring.drafting import line, whole
from tests.catalog.imports.reading.listing import rows_of
from tests.schema_org import outside

IMAGE = {
    "kind": "image",
    "url": "https://media.example.org/roti.jpg",
    "alt": {"id": "Sebuah roti", "en": "A loaf"},
}

TOLD = whole(list_price=350_000, media=[IMAGE], minimum_education="senior_secondary")


def ask(client, stand, *courses, **headers):
    ids = ",".join(str(course.id) for course in courses)
    return client.get(
        f"/v1/catalog/contents?course={ids}", headers=stand.headers | headers
    )


def test_36_a_platform_reads_the_syllabus_of_what_it_sells_and_of_nothing_else(
    client, stand
):
    course, _ = stand.course()
    factories.make_revision(stand.session, course, content=TOLD)
    listed, _ = stand.course(summary="Dari daftar")
    stranger = factories.make_course(stand.session)
    stand.session.flush()

    answer = ask(client, stand, listed, course, stranger, stranger)

    found = {each["course_id"]: each for each in answer.json["items"]}
    assert found.keys() == {str(course.id), str(listed.id)}
    mine = found[str(course.id)]
    assert (mine["revision"], mine["current"]) == (1, 1)
    assert len(mine["content"]["syllabus"]) == 5
    assert mine["content"]["media"] == [IMAGE]
    assert "market_need" not in mine["content"]
    assert found[str(listed.id)]["revision"] is None
    assert found[str(listed.id)]["content"]["summary"]["id"] == "Dari daftar"
    assert answer.json["not_sold"] == [str(stranger.id)]


def test_the_revision_is_the_latest_and_the_tag_is_of_what_it_says(client, stand):
    course, _ = stand.course()
    factories.make_revision(stand.session, course, content=TOLD)
    tag = ask(client, stand, course).headers["ETag"]
    assert ask(client, stand, course, **{"If-None-Match": tag}).status_code == 304
    newer = TOLD | {"outcomes": [line("Sell")]}
    factories.make_revision(stand.session, course, content=newer)

    answer = ask(client, stand, course, **{"If-None-Match": tag})

    assert answer.status_code == 200
    assert answer.json["items"][0]["revision"] == 2
    assert answer.json["items"][0]["content"]["outcomes"] == [line("Sell")]


def test_32_contents_of_a_hundred_courses_are_asked_at_once_and_no_more(client, stand):
    course, _ = stand.course()

    assert ask(client, stand, *[course] * 100).status_code == 200
    assert ask(client, stand, *[course] * 101).status_code == 422


def test_36_the_export_says_what_the_revision_of_the_set_says(client, stand, at):
    course, _ = stand.course(code="roti")
    factories.make_revision(stand.session, course, content=TOLD)
    stand.relay(at)
    # Published, but not in the set yet.
    newer = TOLD | {"outcomes": [line("Sell")]}
    factories.make_revision(stand.session, course, content=newer)
    stand.session.flush()

    feed = json.loads(client.get("/v1/catalog/schema-org", headers=stand.headers).data)

    [mine] = feed["dataFeedElement"]
    assert outside(feed) == []
    assert mine["url"].endswith("/courses/roti")
    assert mine["syllabusSections"][0]["timeRequired"] == "PT180M"
    assert mine["associatedMedia"][0]["contentUrl"] == IMAGE["url"]
    assert mine["coursePrerequisites"][0]["targetName"] == "senior_secondary"


def test_36_the_export_is_a_list_of_courses_that_is_read_back(client, stand, at):
    course, _ = stand.course(code="roti")
    factories.make_revision(stand.session, course, content=TOLD)
    factories.make_schedule(stand.session, course)
    stand.relay(at)

    exported = client.get("/v1/catalog/schema-org", headers=stand.headers).data

    [row] = rows_of(exported)
    assert row["name.en"] == "Baking bread at home"
    assert row["abstract.id"] == TOLD["summary"]["id"]
    assert row["teaches.en"].split() == ["Weigh", "Knead", "Bake"]
    assert row["price"] == "IDR 350000"
    assert row["timeRequired"] == "PT900M"


def test_31_every_member_of_an_item_is_described_where_partners_read_it(
    client, stand, at
):
    course, _ = stand.course()
    run = factories.make_schedule(stand.session, course)
    stand.session.add(
        ScheduleSession(
            schedule_id=run.id, sequence=1, starts_at=run.starts_at, ends_at=run.ends_at
        )
    )
    stand.relay(at)

    [change] = client.get("/v1/catalog/changes", headers=stand.headers).json["changes"]

    assert list(undescribed(change["course"], FeedCourseSchema())) == []


def undescribed(item, schema, place=""):
    """The members that only one of the two has; those that may be left out, too."""
    yield from (f"{place}/{name}" for name in item.keys() ^ schema.fields.keys())
    for name, field in schema.fields.items():
        inner = getattr(field, "inner", field)
        if type(inner) is Nested:
            values = item[name] if inner is not field else [item[name]]
            for value in values:
                yield from undescribed(value, inner.schema, f"{place}/{name}")
