"""What a judge may do, and what follows from it."""

import pytest
from sqlalchemy import select

from catalog.curation.models import Task
from core.audit import AuditEntry
from core.events import StoredEvent
from tests.catalog.curation.judging import scores_for
from tests.partners.standing.deciding import slug_of


def test_a_task_is_answered_once(town):
    town.submit()
    task = town.tasks(town.platform.id)[0]
    path = f"/v1/organisations/{town.platform.id}/course-assessments/{task['id']}"
    person = town.people[town.platform.id]
    body = {"reasons": "No.", "scores": scores_for("platform")}

    first = town.put(person, f"{path}/verdict", verdict="approve", **body)
    second = town.put(person, f"{path}/verdict", verdict="reject", **body)

    assert first.status_code == 200
    assert (second.status_code, slug_of(second)) == (409, "course-assessment-closed")
    assert person.get(path).json["answer"]["verdict"] == "approve"


@pytest.mark.parametrize(
    ("verdict", "changes", "slug"),
    [
        ("approve", {"scores": []}, "indicators-open"),
        (
            "approve",
            {"scores": scores_for("platform", interactive=0)},
            "mandatory-indicator-failed",
        ),
        (
            "approve",
            {"scores": scores_for("platform", interactive=2)},
            "score-out-of-range",
        ),
        (
            "approve",
            {"scores": [{"indicator": "beauty", "score": 1}]},
            "indicator-unknown",
        ),
        ("changes", {"changes": []}, "requested-changes-missing"),
        (
            "approve",
            {"changes": [{"place": "/title", "words": "Longer."}]},
            "requested-changes-missing",
        ),
        (
            "changes",
            {"changes": [{"place": "/colour", "words": "Blue."}]},
            "requested-change-nowhere",
        ),
    ],
)
def test_an_answer_that_does_not_follow_is_refused_and_changes_nothing(
    town, verdict, changes, slug
):
    town.submit()

    refused = town.judge(town.platform.id, verdict, **changes)

    assert (refused.status_code, slug_of(refused)) == (422, slug)
    assert town.asked() == [town.platform.id]


def test_who_rejects_may_stop_at_what_decides(town):
    course_id = town.submit()

    town.agree(
        town.platform.id, "reject", scores=[{"indicator": "interactive", "score": 0}]
    )

    assert town.where(course_id)["state"] == "rejected"
    assert town.asked() == []


def test_assessors_are_blind_to_the_price_and_others_are_not(town):
    course_id = town.submit()
    path = "/v1/organisations/{}/course-assessments/{}"

    def shown(organisation_id):
        task = town.tasks(organisation_id)[0]
        person = town.people[organisation_id]
        return person.get(path.format(organisation_id, task["id"])).json

    platform = shown(town.platform.id)
    assert platform["content"]["list_price"]["amount"] == 350_000
    assessor = shown(town.to_assessors(course_id)[0])
    assert assessor["blind"] == ["discount_bps", "list_price"]
    assert "list_price" not in assessor["content"]
    assert assessor["content"]["title"]["en"] == "Baking bread at home"
    assert {each["aspect"] for each in assessor["rubric"]} == {
        "market",
        "requirements",
        "curriculum",
        "administration",
    }


def test_another_organisations_task_looks_like_none(town):
    town.submit()
    task = town.tasks(town.platform.id)[0]
    stranger = town.assessors[0].id
    path = f"/v1/organisations/{stranger}/course-assessments/{task['id']}"

    seen = town.people[stranger].get(path)

    assert (seen.status_code, slug_of(seen)) == (404, "course-assessment-not-found")


def test_what_two_ask_for_goes_back_together_and_returns_to_the_same(town):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    town.agree(one, "changes")
    town.agree(
        other,
        "changes",
        changes=[
            {"place": "/title/en", "words": "Say for whom."},
            {"place": "/outcomes/0", "words": "Say how it is seen."},
        ],
    )

    back = town.where(course_id)
    assert back["state"] == "changes_requested"
    assert back["changes"] == [
        {"place": "/outcomes/0", "words": "Say how it is seen."},
        {"place": "/title/en", "words": "Say for whom."},
    ]
    edited = town.author.edit(course_id, 1, title={"en": "Baking bread for a living"})
    assert edited.status_code == 200, edited.text
    town.submit_again(course_id, 2)

    assert set(town.asked()) == {one, other}
    task = town.tasks(one)[0]
    path = f"/v1/organisations/{one}/course-assessments/{task['id']}"
    again = town.people[one].get(path).json
    assert again["asked_before"] == back["changes"]
    assert again["content"]["title"]["en"] == "Baking bread for a living"
    town.agree(one)
    town.agree(other)
    assert town.where(course_id)["state"] == "approved"


def test_three_who_say_three_things_come_to_changes(town):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    town.agree(one, "approve")
    town.agree(other, "reject")
    (third,) = town.asked()

    town.agree(third, "changes")

    assert town.where(course_id)["state"] == "changes_requested"


def test_what_the_majority_approves_is_approved(town):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    town.agree(one, "reject")
    town.agree(other, "approve")
    (third,) = town.asked()

    town.agree(third, "approve")

    assert town.where(course_id)["state"] == "approved"


def test_a_rejection_is_appealed_against_once(town):
    course_id = town.submit()
    town.agree(town.platform.id, "reject")
    assert town.appeal(course_id).status_code == 200
    for each in town.asked():
        town.agree(each, "reject")

    again = town.appeal(course_id)

    assert town.where(course_id)["appeal_until"] is None
    assert (again.status_code, slug_of(again)) == (409, "course-appeal-not-open")


def test_judges_are_told_and_every_step_is_on_the_record(town, session):
    town.submit()
    town.agree(town.platform.id)

    told = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "course_assessment.assigned")
    ).all()
    assert [each.audience for each in told] == [
        [town.platform.id],
        [town.desk.operator.id],
    ]
    task = session.scalars(
        select(Task).where(Task.organisation_id == town.platform.id)
    ).one()
    actions = session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.object_id == str(task.id))
        .order_by(AuditEntry.recorded_at, AuditEntry.id)
    ).all()
    assert actions == ["course_assessment.assigned", "course_assessment.judged"]
