"""A report that is kept half-finished, over the API and on the page."""

from sqlalchemy import select

from catalog.monitoring import Finding
from catalog.monitoring.models import VisitDraft
from partners.staff import Role
from tests.catalog.monitoring.visiting import RULES, finding
from tests.factories import authorization
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in
from tests.partners.standing.deciding import slug_of

__all__ = ["signed_in"]


def test_a_report_is_kept_read_and_sent_at_the_version_that_she_read(
    field, session, signed_in
):
    """From two devices: what was not read is not overwritten, and not sent."""
    field.run()
    field.draw()
    monitor, visit = field.asked()
    person, path = field.people[monitor.id], visit_path(monitor, visit)
    page = f"/partner/{monitor.code}/visits/{visit['id']}"

    def put(where, version, **body):
        headers = authorization(person.token)
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return field.http.put(f"{path}/draft{where}", json=body, headers=headers)

    assert slug_of(put("", 0)) == "visit-closed"
    field.put(person, f"{path}/acceptance")
    field.to_class(visit["id"])
    empty = person.get(f"{path}/draft")
    half = {"check": "held", "answer": "no", "note": "Pintu terkunci."}
    refused = [
        put("", None, checks=[half]),
        put("", 0, checks=[half | {"check": "weather"}]),
        put("", 3, checks=[half]),
        put("/submission", 0),
    ]
    kept = put("", 0, checks=[half], remarks="Sepi.")
    on_page = signed_in(person.seat)
    resumed = on_page.get(page).text
    submit(on_page, f"{page}/draft", **{"answer-held": "yes"})
    stale = [put("", 1, checks=[half]), put("/submission", 1)]
    now_there = person.get(f"{path}/draft")

    assert (empty.headers["ETag"], empty.json["saved_at"]) == ('"0"', None)
    assert [each["check"] for each in empty.json["checks"]] == [
        each.code for each in RULES.checks_for("webinar")
    ]
    assert [slug_of(each) for each in refused] == [
        *("if-match-missing", "visit-check-unknown", "visit-draft-changed"),
        "visit-checks-open",
    ]
    assert (kept.status_code, kept.headers["ETag"]) == (200, '"1"')
    assert kept.json["checks"][0] | half == kept.json["checks"][0]
    assert "Pintu terkunci." in resumed
    assert [slug_of(each) for each in stale] == ["visit-draft-changed"] * 2
    assert now_there.headers["ETag"] == '"2"'
    assert now_there.json["checks"][0]["answer"] == "yes"
    assert session.scalars(select(Finding)).all() == []
    colleague = field.desk.hire(Role.DELIVERY, at=monitor)
    assert colleague.get(f"{path}/draft").json["version"] == 0

    shown = finding(severity="severe")
    link = {"link": "https://lembaga.example/1", "sha256": "0" * 64}
    lines = [
        {"check": each.code, "answer": "yes"} for each in RULES.checks_for("webinar")
    ]
    lines[0] = half | link
    put("", 2, checks=lines, remarks="Sepi.")
    sent = put("/submission", 3)

    assert sent.status_code == 200, sent.text
    assert (sent.json["state"], sent.json["remarks"]) == ("reported", "Sepi.")
    (found,) = sent.json["findings"]
    assert (found["check"], found["severity"]) == (shown["check"], shown["severity"])
    assert found["words"] == "Pintu terkunci."
    assert found["links"] == [{"url": link["link"], "sha256": link["sha256"]}]
    assert session.scalars(select(VisitDraft)).all() == []
    assert slug_of(put("/submission", 0)) == "visit-closed"


def visit_path(monitor, visit):
    return f"/v1/organisations/{monitor.id}/visits/{visit['id']}"
