"""What everybody may read of a course's revisions."""

import pytest

from tests.catalog.authoring.drafting import whole
from tests.factories import (
    authorization,
    make_client,
    make_course,
    make_organisation,
    make_revision,
    make_token,
)


@pytest.fixture
def read(client, session):
    program = make_client(session, make_organisation(session), ["catalog:read"])
    bearer = make_token(session, program)

    def get(course, **query):
        return client.get(
            f"/v1/courses/{course.id}/content",
            headers=authorization(bearer),
            query_string=query,
        )

    return get


def test_it_is_read_as_it_is_now_and_as_it_was_bought(session, read):
    course = make_course(session)
    make_revision(session, course, content=whole(list_price=350_000))
    make_revision(session, course, content=whole(list_price=400_000, outcomes=[]))

    now, then = read(course), read(course, revision=1)

    assert (now.json["revision"], now.json["current"]) == (2, 2)
    assert (then.json["revision"], then.json["current"]) == (1, 2)
    assert then.json["content"]["list_price"]["amount"] == 350_000
    assert [each["en"] for each in then.json["content"]["outcomes"]] == [
        "Weigh",
        "Knead",
        "Bake",
    ]


def test_what_is_said_to_assessors_is_not_said_to_everybody(session, read):
    course = make_course(session)
    make_revision(session, course, content=whole(list_price=350_000))

    assert "market_need" not in read(course).json["content"]


def test_another_number_and_a_course_off_sale_are_not_there(session, read):
    course = make_course(session)
    make_revision(session, course)

    unknown = read(course, revision=2)
    course.status = "suspended"
    session.flush()

    assert unknown.json["type"].endswith("/course-revision-not-found")
    assert read(course).json["type"].endswith("/course-not-found")


def test_a_course_that_was_never_numbered_says_what_its_list_said(session, read):
    course = make_course(session, title="Membuat Kue")

    said = read(course).json

    assert said["revision"] is None
    assert said["content"]["title"] == {"id": "Membuat Kue"}
