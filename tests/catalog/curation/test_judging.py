"""What a judge may do, and what follows from it."""

import pytest
from sqlalchemy import select

from catalog.courses import Category
from catalog.curation.models import Task
from core.audit import AuditEntry
from core.events import StoredEvent
from partners.conflicts import TieKind
from partners.conflicts.models import ReviewAssignment
from partners.organisations import Kind, Organisation
from partners.staff import Role
from tests.catalog.curation.judging import scores_for
from tests.factories import (
    make_course,
    make_organisation,
    make_register_tie,
    make_seat,
)
from tests.factories.partners import EARLY
from tests.partners.standing.deciding import slug_of


def test_a_submission_names_an_admitted_platform(town):
    begun = town.author.begin()

    nobody = town.author.submit(begun["id"], 1, platform_id=None)
    assessor = town.author.submit(begun["id"], 1, platform_id=str(town.assessors[0].id))

    assert (nobody.status_code, slug_of(nobody)) == (422, "course-platform-needed")
    assert (assessor.status_code, slug_of(assessor)) == (422, "course-platform-unfit")
    assert town.author.read(begun["id"]).json["state"] == "editing"


def test_a_platform_of_the_institutions_group_does_not_check_it(town, session):
    institution = town.author.institution
    make_register_tie(session, town.platform, TieKind.PARENT, other=institution.code)
    begun = town.author.begin()

    refused = town.author.submit(begun["id"], 1, platform_id=str(town.platform.id))

    assert (refused.status_code, slug_of(refused)) == (403, "reviewer-tied")
    assert town.author.read(begun["id"]).json["state"] == "editing"
    assert town.asked() == []


def test_what_is_taken_back_waits_for_nobody(town):
    course_id = town.submit()

    town.author.take_back(course_id)

    assert town.asked() == []
    assert town.where(course_id)["state"] == "withdrawn"


def test_what_is_being_judged_is_not_taken_back(town):
    course_id = town.submit()
    town.agree(town.platform.id)

    assert town.author.take_back(course_id).status_code == 409


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


def test_a_draft_that_is_edited_meanwhile_does_not_change_what_is_judged(town):
    course_id = town.submit()

    refused = town.author.edit(course_id, 1, level="advanced")

    assert refused.status_code == 409
    assert town.case(course_id)["content"]["level"] == "beginner"


def test_who_declines_is_replaced_by_somebody_else(town):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    task = town.tasks(one)[0]
    path = f"/v1/organisations/{one}/course-assessments/{task['id']}/decline"

    declined = town.put(town.people[one], path, reason="No time.")

    assert (declined.status_code, declined.json["state"]) == (200, "declined")
    asked = town.asked()
    assert len(asked) == 2
    assert other in asked
    assert one not in asked
    assert town.case(course_id)["draws"][-1]["excluded"] == sorted(
        [
            {"organisation_id": str(one), "reason": "judged"},
            {"organisation_id": str(other), "reason": "judged"},
        ],
        key=lambda each: each["organisation_id"],
    )


def test_a_platform_cannot_leave_its_check_to_somebody_else(town):
    town.submit()
    task = town.tasks(town.platform.id)[0]
    path = f"/v1/organisations/{town.platform.id}/course-assessments/{task['id']}"

    refused = town.put(
        town.people[town.platform.id], f"{path}/decline", reason="No time."
    )

    assert (refused.status_code, slug_of(refused)) == (
        409,
        "course-assessment-not-declinable",
    )


def test_monitors_of_the_institution_are_not_drawn(town, session):
    both = town.assessors[0]
    both.kinds = [Kind.ASSESSOR, Kind.MONITOR]
    session.add(
        ReviewAssignment(
            subject_id=town.author.institution.id,
            reviewer_id=both.id,
            role="monitor",
            task="class_monitoring",
            assigned_by=town.overseer.id,
            assigned_at=EARLY,
        )
    )
    session.flush()
    course_id = town.submit()

    town.to_assessors(course_id)

    assert town.case(course_id)["draws"][0]["excluded"] == [
        {"organisation_id": str(both.id), "reason": "monitor"}
    ]


def test_nobody_judges_a_course_twice_for_two_organisations(town, session):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    person = town.people[one]
    make_seat(
        session,
        session.get_one(Organisation, other),
        Role.CATALOGUE,
        account_id=person.id,
    )
    town.agree(one)

    refused = town.judge(other, person=person)

    assert (refused.status_code, slug_of(refused)) == (403, "course-already-judged")
    assert town.asked() == [other]


def test_a_tie_that_comes_to_light_after_the_draw_is_refused(town, session):
    course_id = town.submit()
    one, _ = town.to_assessors(course_id)
    make_register_tie(
        session,
        session.get_one(Organisation, one),
        TieKind.PARENT,
        other=town.author.institution.code,
    )

    refused = town.judge(one)

    assert (refused.status_code, slug_of(refused)) == (403, "reviewer-tied")


def test_where_too_few_are_free_of_conflict_the_case_says_so(town, session):
    for each in town.assessors[1:]:
        make_register_tie(
            session, each, TieKind.PARENT, other=town.author.institution.code
        )
    course_id = town.submit()

    asked = town.to_assessors(course_id)

    assert asked == [town.assessors[0].id]
    assert town.case(course_id)["lacking"] == 1


def test_a_rejection_is_appealed_against_once(town):
    course_id = town.submit()
    town.agree(town.platform.id, "reject")
    assert town.appeal(course_id).status_code == 200
    for each in town.asked():
        town.agree(each, "reject")

    again = town.appeal(course_id)

    assert town.where(course_id)["appeal_until"] is None
    assert (again.status_code, slug_of(again)) == (409, "course-appeal-not-open")


def test_what_was_never_submitted_has_no_assessment(town):
    begun = town.author.begin()

    seen = town.author.get(f"/{begun['id']}/assessment")

    assert (seen.status_code, slug_of(seen)) == (404, "course-never-submitted")


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


def test_a_course_above_its_categorys_cap_is_not_complete(town, session):
    begun = town.author.begin()
    session.get_one(Category, "makanan-dan-minuman").price_cap = 300_000
    session.flush()

    refused = town.author.submit(begun["id"], 1)

    assert refused.status_code == 422
    assert refused.json["missing"] == [
        {
            "place": "/list_price",
            "code": "above-cap",
            "source": "operator, price cap of the category",
        }
    ]
    shown = town.author.read(begun["id"]).json["check"]["missing"][0]
    assert "300.000" in shown["message"]


def test_what_looks_like_it_is_shown_with_what_it_costs(town, session):
    same = make_course(
        session,
        town.author.institution,
        title="Membuat roti di rumah",
        summary="Dari menakar tepung sampai roti yang layak jual di pasar.",
        list_price=100_000,
    )
    make_course(session, make_organisation(session), title="Menjahit baju pesta")
    course_id = town.submit()

    case = town.case(course_id)

    assert [each["course_id"] for each in case["lookalikes"]] == [str(same.id)]
    assert case["lookalikes"][0]["percent"] == 100
    assert [(each["code"], each["amount"]["amount"]) for each in case["findings"]] == [
        ("cheaper-elsewhere", 100_000)
    ]
