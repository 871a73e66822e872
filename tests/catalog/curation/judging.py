"""A course that is judged over HTTP by people of several organisations."""

from catalog.courses import Category
from catalog.curation.layers import shipped_curations
from partners.organisations import Kind
from partners.staff import Role
from tests.catalog.authoring.drafting import PATH, Author, whole
from tests.factories import authorization, make_organisation
from tests.partners.standing.deciding import Desk


class Town:
    """The operator, a platform, an institution with a program, and seven assessors,
    each with somebody who judges."""

    def __init__(self, client, session, assessors=7):
        self.http, self.session = client, session
        session.merge(Category(code="makanan-dan-minuman", title_id="Makanan"))
        self.desk = Desk(session, client)
        self.author = Author(client, session)
        self.platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
        self.assessors = [
            make_organisation(session, Kind.ASSESSOR) for _ in range(assessors)
        ]
        self.people = {
            self.platform.id: self.desk.hire(Role.CATALOGUE, at=self.platform),
            self.desk.operator.id: self.desk.hire(Role.PROGRAMME),
        }
        for each in self.assessors:
            self.people[each.id] = self.desk.hire(Role.CATALOGUE, at=each)
        self.overseer = self.desk.hire(Role.PROGRAMME)

    def newcomer(self):
        """Another assessor, with somebody who judges; its id."""
        one = make_organisation(self.session, Kind.ASSESSOR)
        self.assessors.append(one)
        self.people[one.id] = self.desk.hire(Role.CATALOGUE, at=one)
        return one.id

    def submit(self, content=None, **body):
        """A course begun and submitted; its id."""
        begun = self.author.begin(content)
        self.submit_again(begun["id"], 1, **body)
        return begun["id"]

    def submit_again(self, course_id, version, **body):
        body = {"platform_id": str(self.platform.id)} | body
        answer = self.author.submit(course_id, version, **body)
        assert answer.status_code == 200, answer.text
        return answer.json

    def tasks(self, organisation_id, person=None, state="assigned"):
        """The open tasks of an organisation, as its person sees them."""
        person = person or self.people[organisation_id]
        path = f"/v1/organisations/{organisation_id}/course-assessments"
        answer = person.get(path, state=state)
        assert answer.status_code == 200, answer.text
        return answer.json["items"]

    def asked(self):
        """The organisations that have an open task, by id."""
        return [each for each in self.people if self.tasks(each)]

    def put(self, person, path, **body):
        return self.http.put(path, json=body, headers=authorization(person.token))

    def judge(self, organisation_id, verdict="approve", person=None, **more):
        """Answer the open task of an organisation."""
        person = person or self.people[organisation_id]
        task = self.tasks(organisation_id, person)[0]
        path = f"/v1/organisations/{organisation_id}/course-assessments/{task['id']}"
        body = {
            "verdict": verdict,
            "reasons": "So I find.",
            "scores": scores_for(task["layer"]),
        }
        if verdict == "changes":
            body["changes"] = [{"place": "/title/en", "words": "Say for whom."}]
        return self.put(person, f"{path}/verdict", **(body | more))

    def agree(self, organisation_id, verdict="approve", **more):
        """The same, and it must be taken."""
        answer = self.judge(organisation_id, verdict, **more)
        assert answer.status_code == 200, answer.text
        return answer.json

    def to_assessors(self, course_id):
        """Platform and operator approve; the two that were drawn."""
        self.agree(self.platform.id)
        self.agree(self.desk.operator.id)
        return self.asked()

    def where(self, course_id):
        """What its institution sees."""
        answer = self.author.get(f"/{course_id}/assessment")
        assert answer.status_code == 200, answer.text
        return answer.json

    def appeal(self, course_id, reason="It is interactive."):
        return self.http.put(
            f"{PATH}/{course_id}/appeal",
            json={"reason": reason},
            headers=self.author.headers(),
        )

    def case(self, course_id):
        """The newest submission as the operator sees it."""
        cases = self.overseer.get("/v1/curation-cases").json["items"]
        one = next(each for each in cases if each["course_id"] == course_id)
        answer = self.overseer.get(f"/v1/curation-cases/{one['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json


def scores_for(layer, **changes):
    """The best score for every indicator of a layer, but for those that are given."""
    rules = shipped_curations()[1]
    return [
        {"indicator": each.code, "score": changes.get(each.code, each.most)}
        for each in rules.rubric(rules.layer(layer))
        if changes.get(each.code, each.most) is not None
    ]


__all__ = ["Town", "scores_for", "whole"]
