"""A run as an institution plans it, over HTTP."""

from datetime import UTC, datetime, timedelta

from core.clock import now
from core.unit_of_work import unit_of_work
from tests.catalog.authoring.drafting import PATH, Author
from tests.factories import make_course, make_trainer

HOUR = timedelta(hours=1)


def evenings(first_in_days=10, count=2, hours=3):
    """Sessions on days that follow one another, at 19:00 in Jakarta."""
    day = (now() + timedelta(days=first_in_days)).date()
    first = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return [
        {
            "starts_at": (first + timedelta(days=number)).isoformat(),
            "ends_at": (first + timedelta(days=number) + hours * HOUR).isoformat(),
        }
        for number in range(count)
    ]


def run(**changes):
    """A run of a webinar with two sessions."""
    return {
        "sessions": evenings(),
        "capacity": 30,
        "link": "https://kelas.example.org/kue",
    } | changes


class Planner(Author):
    """A program of an institution that plans the runs of a course of its own."""

    def __init__(self, client, session, institution=None, **course):
        super().__init__(client, session, institution)
        self.course = make_course(session, self.institution, **course)

    @property
    def path(self):
        return f"{PATH}/{self.course.id}/schedules"

    def trainers(self, count=3):
        """So many who have nothing else to do."""
        with unit_of_work("test") as session:
            made = [make_trainer(session, self.institution) for _ in range(count)]
            return [str(each.id) for each in made]

    def try_plan(self, **changes):
        if "trainers" not in changes:
            changes["trainers"] = self.trainers()
        body = {k: v for k, v in run(**changes).items() if v is not ...}
        return self.http.post(self.path, json=body, headers=self.headers())

    def plan(self, **changes):
        answer = self.try_plan(**changes)
        assert answer.status_code == 201, answer.text
        return answer.json

    def list_runs(self, which="coming"):
        path = f"{self.path}?which={which}"
        return self.http.get(path, headers=self.headers()).json["items"]

    def read_run(self, schedule_id):
        return self.http.get(f"{self.path}/{schedule_id}", headers=self.headers())

    def change(self, schedule_id, version, **patch):
        return self.http.patch(
            f"{self.path}/{schedule_id}", json=patch, headers=self.headers(version)
        )

    def cancel(self, schedule_id, reason="trainer", client=None):
        return (client or self.http).put(
            f"{self.path}/{schedule_id}/cancellation",
            json={"reason": reason, "explanation": "The trainer has fallen ill."},
            headers=self.headers(),
        )


def slug_of(answer):
    return answer.json["type"].rsplit("/", 1)[-1]


def codes(answer):
    assert slug_of(answer) == "schedule-unfit", answer.text
    return {(each["place"], each["code"]) for each in answer.json["findings"]}
