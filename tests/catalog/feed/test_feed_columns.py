"""Every column that a platform is shown marks its course, and none is forgotten.

A column that comes later fails here until somebody says whether platforms see it.
"""

import json

import pytest
from sqlalchemy import text

from catalog.courses.models import Course, Offering, Schedule
from catalog.feed.documents import documents_of
from catalog.schedules.models import ScheduleSession
from catalog.trainers.models import ScheduleTrainer, Trainer
from tests.factories import make_schedule

# What platforms are not shown, and why.
NOT_SHOWN = {
    "courses": {
        "provider_id": "its code and name are shown",
        "source_url": "where the list had it from",
        "source_ref": "how a list finds it again",
        "status": "what is not published is not in the set",
        "off_sale_reason": "what is suspended is not in the set",
        "created_at": "",
        "updated_at": "",
        "search": "for searching here",
        "named_words": "the titles of its terms, which have a trigger of their own",
    },
    "offerings": {
        "course_id": "it is the course",
        "platform_id": "it is the reader",
        "listed_at": "",
        "leaving_by": "told by the event of the notice",
        "leaving_reason": "told by the event of the notice",
        "withdrawn_at": "what is withdrawn is not in the set",
    },
    "schedules": {
        "course_id": "it is the course",
        "seats_taken": "changes with every purchase: /v1/catalog/availability",
        "is_generated": "of the seed",
        "reference": "the institution's own number",
        "version": "",
        "terms_version": "",
        "changed_at": "",
        "cancelled_at": "what is cancelled is not in the set",
        "cancel_reason": "what is cancelled is not in the set",
        "cancel_explanation": "what is cancelled is not in the set",
    },
    "schedule_sessions": {"schedule_id": "it is the run", "sequence": "the order"},
    "schedule_trainers": {
        "schedule_id": "it is the run",
        "trainer_id": "by her name",
        "part": "assistants are not named",
    },
    "trainers": {
        "provider_id": "it is the course's",
        "name_sealed": "personal",
        "email_sealed": "personal",
        "email_index": "personal",
        "phone_sealed": "personal",
        "state": "who has ended is not named",
        "version": "",
        "created_at": "",
        "changed_at": "",
        "ended_at": "",
        "end_reason": "the institution's",
    },
}
TABLES = {
    each.__tablename__: each
    for each in (Course, Offering, Schedule, ScheduleSession, ScheduleTrainer, Trainer)
}
# What has another name in a document.
SHOWN_AS = {"occupation_groups": "terms", "public_name": "trainers"}
# What only takes something out of the set or out of a document.
TAKES_OUT = {
    "courses": {"status", "provider_id"},
    "schedules": {"course_id", "cancelled_at"},
    "trainers": {"state"},
}


def shown(table):
    return {each.key for each in TABLES[table].__table__.c} - NOT_SHOWN[table].keys()


@pytest.mark.parametrize("table", TABLES)
def test_31_each_column_is_shown_to_platforms_or_said_not_to_be(stand, at, table):
    course, _ = stand.course()
    make_schedule(stand.session, course)
    stand.relay(at)
    documents = documents_of(stand.session, [course.id], at=at)
    (item,) = map(json.loads, documents.values())
    members = {
        "courses": item,
        "offerings": item["offering"],
        "schedules": item["schedules"][0],
        "schedule_sessions": {"starts_at", "ends_at"},
        "schedule_trainers": item["schedules"][0],
        "trainers": item["schedules"][0],
    }[table]

    assert NOT_SHOWN[table].keys() <= {each.key for each in TABLES[table].__table__.c}
    named = {SHOWN_AS.get(each, each) for each in shown(table)}
    assert named <= set(members) | {"id"}


@pytest.mark.parametrize("table", TABLES)
def test_31_a_change_of_any_column_that_is_shown_marks_its_course(session, table):
    columns = session.scalar(
        text(
            "SELECT array_agg(a.attname::text) FROM pg_trigger t"
            " LEFT JOIN pg_attribute a ON a.attrelid = t.tgrelid"
            " AND a.attnum = ANY (t.tgattr)"
            " WHERE t.tgname = :name AND t.tgrelid = CAST(:table AS regclass)"
        ),
        {"name": f"{table}_catalog_mark", "table": table},
    )

    # A trigger without a list of columns is called for each of them.
    if columns == [None]:
        return
    wanted = (shown(table) | TAKES_OUT.get(table, set())) - {"id"}
    assert wanted <= set(columns or ())
