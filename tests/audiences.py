"""Whom the events that were written may tell, looked up beside the one that wrote them.

`told_to` says it in words, and partners read those in the event document; the service
that publishes computes `audience`. The check runs after every test that writes events
(tests/conftest.py), on all that it wrote: an audience may be smaller than the words,
never wider.
"""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from core.events import published_events
from core.events.publishing import TOPICS

# By the words, who it can be: a select of organisations of the event `e`.
ITSELF = "SELECT id FROM organisations WHERE id = (e.data->>'organisation_id')::uuid"
OF_VOUCHER = "FROM vouchers v WHERE v.id = (e.data->>'voucher_id')::uuid"
OF_GRANT = "SELECT organisation_id FROM oauth_grants WHERE id = e.object_id"
OF_LINK = "SELECT organisation_id FROM account_links WHERE id = e.object_id"
OF_ASSIGNMENT = "SELECT reviewer_id FROM review_assignments WHERE id = e.object_id"
OF_ENDPOINT = "SELECT organisation_id FROM webhook_endpoints WHERE id = e.object_id"
BOTH = f"SELECT v.provider_id {OF_VOUCHER} UNION ALL SELECT v.platform_id {OF_VOUCHER}"
SOLD = (
    "SELECT platform_id FROM orders WHERE id = e.object_id"
    f" UNION ALL SELECT v.platform_id {OF_VOUCHER}"
)
LISTED = (
    "FROM offerings o JOIN courses c ON c.id = o.course_id"
    " WHERE e.object_id IN (c.id, c.provider_id, o.platform_id)"
)
MAY_HEAR: dict[str, str] = {
    "the organisation itself": ITSELF,
    "the platform itself": ITSELF,
    "the organisation that is asked": "SELECT organisation_id FROM curation_tasks"
    " WHERE id = e.object_id",
    "the monitor that is asked": "SELECT organisation_id FROM monitoring_askings"
    " WHERE visit_id = e.object_id",
    "the organisation that applies": ITSELF,
    "the organisation that is sanctioned": ITSELF,
    "the organisation that has it": ITSELF,
    "the organisation that is owed": ITSELF,
    "the organisation that applies, and the operator": ITSELF
    + " UNION ALL SELECT id FROM organisations WHERE 'operator' = ANY (kinds)",
    "the two organisations": ITSELF + " UNION ALL SELECT id FROM organisations"
    " WHERE id = (e.data->>'other_organisation_id')::uuid",
    "the institution that teaches, and the platform that sold it": BOTH,
    "the institution that taught, and the platform that sold it": BOTH,
    "the platform that sold it, and the institution that taught": BOTH,
    "the platform that sold it": SOLD,
    "the institution whose trainer it is": "SELECT provider_id FROM trainers"
    " WHERE id = (e.data->>'trainer_id')::uuid",
    "the institution whose course it is": "SELECT provider_id FROM courses"
    " WHERE id = (e.data->>'course_id')::uuid",
    "the institution whose course it is, and the platforms that offer it": "SELECT"
    " provider_id FROM courses WHERE id = (e.data->>'course_id')::uuid"
    " UNION ALL SELECT platform_id FROM offerings"
    " WHERE course_id = (e.data->>'course_id')::uuid",
    "the institution whose course it is, and the platforms that offered it": "SELECT"
    " provider_id FROM courses WHERE id = (e.data->>'course_id')::uuid"
    " UNION ALL SELECT platform_id FROM offerings"
    " WHERE course_id = (e.data->>'course_id')::uuid",
    "the institution whose course it is, and the platform": "SELECT provider_id"
    " FROM courses WHERE id = (e.data->>'course_id')::uuid"
    " UNION ALL SELECT id FROM organisations"
    " WHERE id = (e.data->>'platform_id')::uuid",
    "the platforms that list it": f"SELECT o.platform_id {LISTED}",
    "the platforms that list its courses": f"SELECT o.platform_id {LISTED}",
    "the institutions whose courses it lists": f"SELECT c.provider_id {LISTED}",
    "the organisation that is to look": OF_ASSIGNMENT,
    "the organisation that was to look": OF_ASSIGNMENT,
    "the organisation of the client": "SELECT organisation_id FROM oauth_clients"
    " WHERE id = (e.data->>'program_id')::uuid",
    "the organisation that was linked": OF_GRANT,
    "the organisation that asked for it": OF_GRANT,
    "the organisation that is linked": f"{OF_GRANT} UNION ALL {OF_LINK}",
    "the organisation that did it": "SELECT organisation_id FROM disputes"
    " WHERE id = e.object_id",
    "every digital platform that may act": "SELECT id FROM organisations"
    " WHERE 'digital_platform' = ANY (kinds)",
    "the endpoint's owner": OF_ENDPOINT,
    "the endpoint that is tested": OF_ENDPOINT,
}


def told_too_many(session: Session) -> list[str]:
    """The events whose audience holds somebody whom their `told_to` does not name.

    An event about an object that is not there was made up by its test, and says
    nothing; nor does a transaction that the database has ended.
    """
    if not session.is_active:
        return []
    session.flush()
    known = {event.topic for event in published_events() if event.told_to in MAY_HEAR}
    told = session.execute(
        text("SELECT DISTINCT topic FROM events WHERE cardinality(audience) > 0")
    )
    return [
        f"{topic} tells {row.told}, and is for {row.may}"
        for topic in told.scalars().all()
        # tests/contract/test_told_to.py finds words that are not known here.
        if topic in known
        for row in _wider(session, topic)
    ]


def _wider(session: Session, topic: str) -> Iterable[Row[tuple[str, str]]]:
    who = MAY_HEAR[TOPICS[topic].told_to]
    found = session.execute(
        text(
            "SELECT audience::text AS told, may::text AS may FROM"
            " (SELECT e.audience, ARRAY("
            f"{who}"
            ") AS may FROM events e"
            " WHERE e.topic = :topic AND cardinality(e.audience) > 0) AS each"
            " WHERE cardinality(may) > 0 AND NOT audience <@ may LIMIT 5"
        ),
        {"topic": topic},
    )
    return cast(Iterable[Row[tuple[str, str]]], found.all())
