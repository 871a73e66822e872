"""The whole curation of one course, by people of five organisations, over HTTP."""

from sqlalchemy import select

from core.events import StoredEvent
from partners.conflicts import TieKind
from partners.staff import Role
from tests.factories import make_register_tie, make_seat
from tests.partners.standing.deciding import slug_of


def test_a_course_is_judged_by_five_people_with_a_conflict_a_third_and_an_appeal(
    town, session
):
    institution, tied = town.author.institution, town.assessors[0]
    make_register_tie(session, tied, TieKind.PARENT, other=institution.code)
    course_id = town.submit()
    assert town.asked() == [town.platform.id]
    assert town.where(course_id)["waits_for"] == "platform"

    town.agree(town.platform.id)
    assert town.author.read(course_id).json["state"] == "in_assessment"
    assert town.where(course_id)["waits_for"] == "operator"
    town.agree(town.desk.operator.id)

    one, other = town.asked()
    drawn = town.case(course_id)["draws"][0]
    assert drawn["reproduced"] is True
    assert drawn["excluded"] == [{"organisation_id": str(tied.id), "reason": "tied"}]
    assert set(drawn["drawn"]) == {str(one), str(other)}
    assert tied.id not in (one, other)

    # Somebody of an assessor also works for the institution: the register refuses her.
    insider = town.desk.hire(at=institution)
    make_seat(
        session, session.get_one(type(tied), one), Role.CATALOGUE, account_id=insider.id
    )
    refused = town.judge(one, person=insider)
    assert (refused.status_code, slug_of(refused)) == (403, "staff-tied")
    assert town.tasks(one)[0]["state"] == "assigned"

    town.agree(one, "approve")
    town.agree(other, "reject")
    assert town.where(course_id)["state"] == "open"
    (third,) = town.asked()
    assert third not in (one, other, tied.id)
    town.agree(third, "reject")

    rejected = town.where(course_id)
    assert (rejected["state"], rejected["waits_for"]) == ("rejected", None)
    assert rejected["reasons"] == ["So I find."] * 3
    assert town.author.read(course_id).json["state"] == "rejected"

    appealed = town.appeal(course_id)
    assert appealed.status_code == 200, appealed.text
    assert (appealed.json["panel"], appealed.json["state"]) == ("appeal", "open")
    fresh = town.asked()
    assert len(fresh) == 2
    assert not {one, other, third, tied.id} & set(fresh)
    for each in fresh:
        town.agree(each)

    approved = town.where(course_id)
    assert approved["state"] == "approved"
    assert approved["valid_until"] is not None
    published = town.author.publish(course_id)
    assert (published.status_code, published.json["status"]) == (200, "published")
    told = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "course.assessed")
    ).all()
    assert [each.data["outcome"] for each in told] == ["reject", "approve"]
    assert all(each.audience == [institution.id] for each in told)
    case = town.case(course_id)
    people = [each["organisation_id"] for each in case["tasks"]]
    assert len(people) == len(set(people)) == 7
    assert all(each["reproduced"] for each in case["draws"])
