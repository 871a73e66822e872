"""Writing a course over HTTP: half finished, together with others, and submitted."""

import pytest
from sqlalchemy import func, select

from catalog.authoring.models import Draft, DraftEdit, DraftState
from catalog.authoring.services.publish import publish_approved
from catalog.courses import Category, Course
from core.audit import AuditEntry
from core.clock import now
from core.events import StoredEvent
from tests.catalog.authoring.drafting import PATH, Author, whole
from tests.factories import make_course


@pytest.fixture
def author(client, session):
    session.add(Category(code="makanan-dan-minuman", title_id="Makanan dan Minuman"))
    return Author(client, session)


def approve(session, course_id):
    draft = session.get(Draft, course_id)
    draft.state = DraftState.APPROVED
    session.flush()


def test_a_course_begins_with_as_little_as_there_is(author, client):
    begun = author.begin({})

    assert begun["content"] == {}
    assert (begun["state"], begun["status"]) == ("editing", "draft")
    assert begun["check"]["complete"] is False
    assert {"/title", "/syllabus"} <= {
        lack["place"] for lack in begun["check"]["missing"]
    }


def test_nobody_else_sees_what_is_being_written(author, client, session):
    begun = author.begin()
    other = Author(client, session)

    assert other.read(begun["id"]).status_code == 404
    assert other.edit(begun["id"], 1, level="advanced").status_code == 404
    assert (
        client.get(f"/v1/courses/{begun['id']}", headers=author.headers()).status_code
        == 404
    )
    assert other.get("").json["items"] == []


def test_a_patch_changes_what_it_names_and_nothing_else(author):
    begun = author.begin()

    edited = author.edit(
        begun["id"], 1, level="advanced", title={"en": "Bread"}, discount_bps=None
    )

    assert edited.headers["ETag"] == '"2"'
    assert edited.json["content"] == begun["content"] | {
        "level": "advanced",
        "title": {"id": "Membuat roti di rumah", "en": "Bread"},
    }
    assert author.read(begun["id"]).json == edited.json


def test_a_patch_that_changes_nothing_is_no_version(author, session):
    begun = author.begin()

    again = author.edit(begun["id"], 1, level="beginner")

    assert again.json["version"] == 1
    assert session.scalar(select(func.count()).select_from(DraftEdit)) == 1


def test_who_edits_what_somebody_changed_is_told_all_it_takes_to_merge(
    author, client, session
):
    begun = author.begin()
    colleague = Author(client, session, institution=author.institution)
    colleague.edit(begun["id"], 1, level="advanced")
    colleague.edit(begun["id"], 2, pass_mark=60)

    late = author.edit(begun["id"], 1, level="intermediate", evening=True)

    assert late.status_code == 412
    assert late.json["type"] == "/problems/course-draft-changed"
    assert late.json["current"] == 3
    by_field = {change["field"]: change for change in late.json["changes"]}
    assert set(by_field) == {"level", "pass_mark"}
    assert by_field["level"]["theirs"] == "advanced"
    assert by_field["level"]["yours"] == "intermediate"
    assert by_field["level"]["by"] == f"client:{colleague.client.client_id}"
    assert "yours" not in by_field["pass_mark"]
    assert "evening" not in author.read(begun["id"]).json["content"]

    assert by_field["level"]["places"] == [
        {
            "place": "/level",
            "base": begun["content"]["level"],
            "theirs": "advanced",
            "yours": "intermediate",
        }
    ]

    merged = author.edit(begun["id"], 3, level="intermediate", evening=True)
    assert merged.json["content"]["pass_mark"] == 60


def test_who_was_slower_is_told_the_items_that_both_changed_and_what_is_joined(
    author, client, session
):
    begun = author.begin()
    colleague = Author(client, session, institution=author.institution)
    one, two, *rest = begun["content"]["outcomes"]
    theirs, mine = ({**two, "en": f"{two['en']} {who}"} for who in ("there", "here"))
    colleague.edit(
        begun["id"], 1, outcomes=[one, theirs, *rest], equipment=[{"id": "Oven"}]
    )
    colleague.edit(begun["id"], 2, pass_mark=61)

    late = author.edit(
        begun["id"], 1, outcomes=[one, mine, *rest], equipment=[{"id": "Buku"}]
    )

    by_field = {change["field"]: change for change in late.json["changes"]}
    assert by_field["outcomes"]["places"] == [
        {"place": "/outcomes/1", "base": two, "theirs": theirs, "yours": mine}
    ]
    assert "joined" not in by_field["outcomes"]
    assert by_field["equipment"]["places"] == []
    assert by_field["equipment"]["joined"] == [{"id": "Oven"}, {"id": "Buku"}]


def test_an_edit_says_of_which_version_it_is(author):
    begun = author.begin()
    path = f"{PATH}/{begun['id']}/draft"

    without = author.http.patch(
        path, json={"level": "advanced"}, headers=author.headers()
    )

    assert without.status_code == 428


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"mode": "telepathy"}, "mode"),
        ({"syllabus": [{"title": {"id": "Hari 1"}}] * 11}, "syllabus"),
        ({"list_price": {"amount": -1, "currency": "IDR"}}, "list_price"),
        ({"list_price": {"amount": 1, "currency": "USD"}}, "list_price"),
        ({"skills": ["baking"]}, "skills"),
        (
            {"media": [{"kind": "image", "url": "http://10.0.0.1/x", "alt": {}}]},
            "media",
        ),
        ({"titel": {"id": "x"}}, "titel"),
        ({"evening": "yes"}, "evening"),
    ],
)
def test_a_field_that_is_not_usable_is_named_and_nothing_kept(author, patch, field):
    """SC-03."""
    begun = author.begin()

    refused = author.edit(begun["id"], 1, **patch)

    assert refused.status_code == 422
    assert field in str(refused.json["errors"])
    assert author.read(begun["id"]).json["version"] == 1


def test_what_is_not_complete_is_not_submitted(author):
    begun = author.begin(whole(market_need=None, category="gaib"))

    refused = author.submit(begun["id"], 1)

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/course-draft-incomplete"
    assert {(lack["place"], lack["code"]) for lack in refused.json["missing"]} == {
        ("/market_need", "missing"),
        ("/category", "unknown"),
    }
    assert author.read(begun["id"]).json["state"] == "editing"


def test_what_is_submitted_is_closed_until_it_is_taken_back(author, session):
    begun = author.begin()

    submitted = author.submit(begun["id"], 1)
    edited = author.edit(begun["id"], 1, level="advanced")
    twice = author.submit(begun["id"], 1)
    back = author.take_back(begun["id"])
    back_twice = author.take_back(begun["id"])
    again = author.edit(begun["id"], 1, level="advanced")

    assert (submitted.status_code, submitted.json["state"]) == (200, "submitted")
    assert [edited.status_code, twice.status_code] == [409, 409]
    assert edited.json["type"] == "/problems/course-draft-state-wrong"
    assert (back.json["state"], back.json["submitted_at"]) == ("editing", None)
    assert back_twice.status_code == 409
    assert again.status_code == 200
    topics = session.scalars(select(StoredEvent.topic)).all()
    assert topics.count("course.submitted") == 1


def test_only_what_was_approved_is_published(author):
    begun = author.begin()
    author.submit(begun["id"], 1)

    assert author.publish(begun["id"]).status_code == 409


def test_a_published_change_is_a_revision_of_its_own(author, client, session):
    begun = author.begin()
    course_id = begun["id"]
    author.submit(course_id, 1)
    approve(session, course_id)
    first = author.publish(course_id)
    assert (first.json["status"], first.json["published_revision"]) == ("published", 1)
    shown = client.get(f"/v1/courses/{course_id}", headers=author.headers()).json
    assert shown["title"] == "Membuat roti di rumah"
    assert shown["sessions"] == 5

    author.edit(course_id, 1, title={"id": "Membuat roti sehat di rumah"})
    still = client.get(f"/v1/courses/{course_id}", headers=author.headers()).json
    assert still["title"] == "Membuat roti di rumah"
    author.submit(course_id, 2)
    approve(session, course_id)
    author.publish(course_id)

    listed = author.get(f"/{course_id}/revisions").json["items"]
    assert [each["number"] for each in listed] == [2, 1]
    diff = author.get(f"/{course_id}/revisions/2/differences?against=1").json
    assert diff["items"] == [
        {
            "place": "/title/id",
            "before": "Membuat roti di rumah",
            "after": "Membuat roti sehat di rumah",
        }
    ]
    old = author.get(f"/{course_id}/revisions/1").json
    assert old["content"] == begun["content"]
    assert author.get(f"/{course_id}/revisions/3").status_code == 404


def test_a_published_course_is_found_by_what_was_written(author, client, session):
    begun = author.begin(
        whole(languages=["id", "jv"], evening=True, access=["captions"])
    )
    approve(session, begun["id"])
    author.publish(begun["id"])

    for query in (
        "query=baking",
        "language=jv&level=beginner",
        "evening=true&access=captions",
        f"skill={whole()['skills'][0]}",
        "occupation=75",
    ):
        found = client.get(f"/v1/courses?{query}", headers=author.headers()).json
        assert [each["id"] for each in found["items"]] == [begun["id"]], query
    unmet = client.get("/v1/courses?childcare=true", headers=author.headers())
    assert unmet.json["items"] == []


def test_a_draft_that_says_what_is_published_is_not_submitted(author, session):
    begun = author.begin()
    author.submit(begun["id"], 1)
    approve(session, begun["id"])
    author.publish(begun["id"])
    author.edit(begun["id"], 1, level="advanced")
    author.edit(begun["id"], 2, level="beginner")

    refused = author.submit(begun["id"], 3)

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/course-draft-unchanged"


def test_a_course_from_a_list_keeps_what_it_said_as_its_first_revision(author, session):
    course = make_course(session, author.institution, summary="Kue yang lembut.")
    before = author.read(course.id).json
    assert before["content"]["title"] == {"id": "Membuat Kue untuk Pemula"}
    assert before["published_revision"] is None

    author.edit(course.id, 1, **whole())
    author.submit(course.id, 2)
    approve(session, course.id)
    author.publish(course.id)

    assert author.get(f"/{course.id}/revisions/1").json["content"] == before["content"]
    assert author.read(course.id).json["published_revision"] == 2


def test_what_is_off_sale_stays_so_when_a_change_is_published(author, session):
    course = make_course(session, author.institution, status="suspended")
    author.edit(course.id, 1, **whole())
    author.submit(course.id, 2)
    approve(session, course.id)

    publish_approved(session, course.id, provider_id=author.institution.id, at=now())

    assert session.get(Course, course.id).status == "suspended"


def test_a_course_is_begun_once_however_often_it_is_sent(author, session):
    headers = author.headers()

    first = author.http.post(PATH, json=whole(), headers=headers)
    again = author.http.post(PATH, json=whole(), headers=headers)

    assert again.json == first.json
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


def test_an_institution_lists_its_own_by_state(author):
    begun = author.begin()
    author.begin(whole(title={"id": "Membuat kue basah", "en": "Making cakes"}))
    author.submit(begun["id"], 1)

    everything = author.get("").json["items"]
    waiting = author.get("?state=submitted").json["items"]

    assert [each["title"] for each in everything] == [
        "Membuat kue basah",
        "Membuat roti di rumah",
    ]
    assert [each["id"] for each in waiting] == [begun["id"]]


def test_every_step_is_on_the_record(author, session):
    begun = author.begin()
    author.edit(begun["id"], 1, level="advanced")
    author.submit(begun["id"], 2)
    author.take_back(begun["id"])

    actions = session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.object_id == begun["id"])
        .order_by(AuditEntry.recorded_at, AuditEntry.id)
    ).all()

    assert actions == [
        "course.started",
        "course.draft_edited",
        "course.submitted",
        "course.taken_back",
    ]
