"""Who is asked to judge, and who is not."""

from partners.conflicts import TieKind
from partners.conflicts.models import ReviewAssignment
from partners.organisations import Kind, Organisation
from partners.staff import Role
from tests.factories import (
    make_register_tie,
    make_seat,
)
from tests.factories.partners import EARLY
from tests.partners.standing.deciding import slug_of


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
