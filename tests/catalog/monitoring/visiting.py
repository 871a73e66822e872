"""Classes that monitors visit over HTTP."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from catalog.monitoring import Visit, tasks
from catalog.monitoring.plans import monitoring_in_force, shipped_monitorings
from core.clock import now
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import (
    authorization,
    make_course,
    make_organisation,
    make_schedule,
)
from tests.partners.standing.deciding import Desk

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
RULES = shipped_monitorings()[3]


def week_after_next():
    """The first day of a period that is not committed to yet."""
    today = now().date()
    period = monitoring_in_force(on=today).period
    return period.first_of(today) + timedelta(days=2 * period.days)


def instant(day, hours=5):
    """An instant of a day; five in the morning UTC is noon in Jakarta."""
    return datetime(day.year, day.month, day.day, hours, tzinfo=UTC)


class Field:
    """The operator, an institution with a class in some days, and monitors."""

    def __init__(self, client, session, monitors=3):
        self.http, self.session = client, session
        self.desk = Desk(session, client)
        self.institution = make_organisation(session, Kind.TRAINING_INSTITUTION)
        self.teacher = self.desk.hire(Role.DELIVERY, at=self.institution)
        self.first_on = week_after_next()
        self.monitors = [
            make_organisation(session, Kind.MONITOR) for _ in range(monitors)
        ]
        self.people = {
            each.id: self.desk.hire(Role.DELIVERY, at=each) for each in self.monitors
        }
        self.overseer = self.desk.hire()

    def run(self, institution=None, *, day=2, hour=5, **changes):
        """A run of a course in the period, with people in it."""
        course = make_course(self.session, institution or self.institution)
        starts_at = instant(self.first_on + day * DAY, hour)
        return make_schedule(
            self.session,
            course,
            **{
                "starts_at": starts_at,
                "ends_at": starts_at + 3 * HOUR,
                "enrolment_closes_at": starts_at - DAY,
                "seats_taken": 5,
                **changes,
            },
        )

    def commit(self):
        tasks.run_everything(lambda: instant(self.first_on - 14 * DAY))

    def draw(self):
        """Commit to the seed, draw the sample, and ask monitors."""
        self.commit()
        tasks.run_everything(lambda: instant(self.first_on - DAY))

    def plan(self, late=None):
        """The period's sample, or the late one of a day of the period, as the operator
        sees it."""
        lines = self.overseer.get("/v1/monitoring-plans", limit=100).json["items"]
        wanted = (
            "main" if late is None else "late",
            (self.first_on + (late or 0) * DAY).isoformat(),
        )
        one = next(each for each in lines if (each["part"], each["first_on"]) == wanted)
        answer = self.overseer.get(f"/v1/monitoring-plans/{one['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def asked(self):
        """The monitor that is asked for a visit, and the visit."""
        for each in self.monitors:
            path = f"/v1/organisations/{each.id}/visits"
            found = self.people[each.id].get(path).json["items"]
            open_ones = [one for one in found if one["closed_at"] is None]
            if open_ones:
                return each, open_ones[0]
        return None, None

    def put(self, person, path, **body):
        return self.http.put(path, json=body, headers=authorization(person.token))

    def to_class(self, visit_id):
        """The session of a visit is on."""
        self.session.execute(
            update(Visit)
            .where(Visit.id == visit_id)
            .values(
                starts_at=now() - HOUR, ends_at=now() + HOUR, due_at=now() + 48 * HOUR
            )
        )


def answers(**changes):
    """Everything in a webinar is as it should be, but for what is given."""
    return [
        {"check": each.code, "answer": changes.get(each.code, "yes")}
        for each in RULES.checks_for("webinar")
        if changes.get(each.code, "yes") is not None
    ]


def finding(check="held", severity="severe", **changes):
    return {"check": check, "severity": severity, "words": "Tidak ada kelas."} | changes
