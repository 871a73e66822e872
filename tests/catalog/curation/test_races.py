"""Several people judge at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from catalog.curation.models import Task, TaskState
from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from partners.staff import Role
from tests.catalog.curation.judging import Town, scores_for
from tests.factories import authorization

pytestmark = pytest.mark.race


@pytest.fixture
def committed_town(app, committed):
    """A town whose people can be seen by every thread."""
    with unit_of_work("test") as session:
        town = Town(app.test_client(), session)
    return town


def at_once(app, requests):
    """Send all of them at one instant; their answers in order."""
    ready = Barrier(len(requests))

    def send(request):
        person, path, verdict = request
        body = {
            "verdict": verdict,
            "reasons": "So I find.",
            "scores": scores_for("assessment" if "#" in path else "platform"),
        }
        ready.wait()
        return app.test_client().put(
            path.replace("#", ""), json=body, headers=authorization(person.token)
        )

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def path_of(town, organisation_id):
    task = town.tasks(organisation_id)[0]
    return (
        f"/v1/organisations/{organisation_id}/course-assessments/{task['id']}/verdict"
    )


def test_of_many_who_answer_one_task_one_counts(app, committed_town):
    town = committed_town
    with unit_of_work("test") as session:
        town.desk.session = session
        people = [town.desk.hire(Role.CATALOGUE, at=town.platform) for _ in range(6)]
    course_id = town.submit()
    path = path_of(town, town.platform.id)

    answers = at_once(
        app,
        [(each, path, ("approve", "reject")[n % 2]) for n, each in enumerate(people)],
    )

    assert sorted(each.status_code for each in answers) == [200] + [409] * 5
    with unit_of_work("test") as session:
        counted = session.scalars(
            select(Task).where(Task.state == TaskState.SUBMITTED)
        ).all()
        assert len(counted) == 1
        won = next(each for each in answers if each.status_code == 200)
        assert counted[0].verdict == won.json["verdict"]
    state = town.where(course_id)["state"]
    assert state == ("rejected" if won.json["verdict"] == "reject" else "open")


@pytest.mark.parametrize("second", ["approve", "reject"])
def test_the_two_last_verdicts_at_once_decide_once(app, committed_town, second):
    town = committed_town
    course_id = town.submit()
    one, other = town.to_assessors(course_id)

    answers = at_once(
        app,
        [
            (town.people[one], f"{path_of(town, one)}#", "approve"),
            (town.people[other], f"{path_of(town, other)}#", second),
        ],
    )

    assert [each.status_code for each in answers] == [200, 200]
    asked = town.asked()
    if second == "approve":
        assert (town.where(course_id)["state"], asked) == ("approved", [])
    else:
        assert (town.where(course_id)["state"], len(asked)) == ("open", 1)
    with unit_of_work("test") as session:
        decided = session.scalars(
            select(StoredEvent).where(StoredEvent.topic == "course.assessed")
        ).all()
        assert len(decided) == (1 if second == "approve" else 0)
