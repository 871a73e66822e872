"""The pages of a monitor in a class room, of the institution, and of the operator."""

from io import BytesIO

import pytest
from sqlalchemy import select

from catalog.monitoring import Finding, Visit
from catalog.monitoring.models import MonitoringFile, VisitDraft
from partners.staff import Role
from tests.catalog.monitoring.visiting import RULES
from tests.core.files.making import make_image
from tests.factories import make_finding
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

__all__ = ["signed_in"]


@pytest.fixture
def visited(field):
    """A monitor's visit that is on now: the organisation, and the address."""
    field.run()
    field.draw()
    monitor, visit = field.asked()
    field.to_class(visit["id"])
    return monitor, f"/partner/{monitor.code}/visits/{visit['id']}"


def filled(**changes):
    form = {f"answer-{each.code}": "yes" for each in RULES.checks_for("webinar")}
    return form | changes


def test_a_monitor_accepts_takes_a_photo_and_reports(
    field, visited, signed_in, session
):
    monitor, address = visited
    browser = signed_in(field.people[monitor.id].seat)

    listed = browser.get(f"/partner/{monitor.code}/visits")
    accepted = submit(browser, f"{address}/acceptance")
    kept = submit(
        browser, f"{address}/files", check="held", file=(BytesIO(make_image()), "a.png")
    )
    shown = browser.get(address)
    bare = submit(browser, f"{address}/report", **filled(**{"answer-price": "no"}))
    told = filled(**{"answer-held": "no", "note-held": "Pintu terkunci."})
    sent = submit(browser, f"{address}/report", **told)

    assert "Tell nobody" in listed.text
    assert "To be accepted by" in listed.text
    assert "each evening at 20" in listed.text
    assert "To be reported by" in shown.text
    assert (accepted.status_code, kept.status_code) == (303, 303)
    assert "a.png" in shown.text
    assert (bare.status_code, sent.status_code) == (422, 303)
    assert "needs evidence" in bare.text
    assert bare.text.count("checked") == len(RULES.checks_for("webinar"))
    found = session.scalars(select(Finding)).one()
    assert (found.check_code, found.severity) == ("held", "severe")
    assert found.words == "Pintu terkunci."
    assert "Pintu terkunci." in browser.get(address).text
    assert session.scalars(select(MonitoringFile.check_code)).all() == ["held"]


def test_a_half_filled_report_is_kept_for_who_writes_it_until_it_is_sent(
    field, visited, signed_in, session
):
    """By the button without a script, and by itself with one."""
    monitor, address = visited
    browser = signed_in(field.people[monitor.id].seat)
    submit(browser, f"{address}/acceptance")
    half = {"answer-held": "no", "note-held": "Pintu terkunci.", "other": "x"}

    kept = submit(browser, f"{address}/draft", **half)
    resumed = browser.get(address).text
    browser.environ_base["HTTP_HX_REQUEST"] = "true"
    again = submit(browser, f"{address}/draft", **half | {"remarks": "Sepi."})
    del browser.environ_base["HTTP_HX_REQUEST"]
    colleague = field.desk.hire(Role.DELIVERY, at=monitor)
    others = signed_in(colleague.seat).get(address).text

    assert kept.status_code == 303
    assert "Pintu terkunci." in resumed
    assert resumed.count(" checked") == 1
    assert (again.status_code, 'id="kept"' in again.text) == (200, True)
    draft = session.scalars(select(VisitDraft)).one()
    assert draft.fields == {
        "answer-held": "no",
        "note-held": "Pintu terkunci.",
        "remarks": "Sepi.",
    }
    assert "Pintu terkunci." not in others

    refused = submit(browser, f"{address}/report", **filled(**{"answer-price": "no"}))
    assert session.scalars(select(VisitDraft)).one() == draft
    sent = submit(browser, f"{address}/report", **filled())
    late = submit(browser, f"{address}/draft", **half)

    assert (refused.status_code, sent.status_code) == (422, 303)
    assert late.status_code == 409
    assert session.scalars(select(VisitDraft)).all() == []


def test_an_institution_answers_with_evidence_and_the_operator_decides(
    field, session, visited, signed_in
):
    monitor, _ = visited
    visit = session.scalars(select(Visit)).one()
    finding = make_finding(session, visit)
    teacher = signed_in(field.teacher.seat)
    address = f"/partner/{field.institution.code}/findings/{finding.id}"

    listed = teacher.get(f"/partner/{field.institution.code}/findings")
    photo = (BytesIO(make_image()), "mended.png")
    kept = submit(teacher, f"{address}/files", file=photo)
    answered = submit(
        teacher, f"{address}/answer", words="Diulang Senin.", is_mended="yes"
    )
    late = submit(teacher, f"{address}/answer", words="Lagi.")
    officer = signed_in(field.overseer.seat)
    queue = officer.get("/operator/monitoring")
    overseen = officer.get(f"/operator/monitoring/findings/{finding.id}")
    plan = officer.get(f"/operator/monitoring/plans/{visit.plan_id}")

    assert "approved syllabus" in listed.text
    assert (kept.status_code, answered.status_code) == (303, 303)
    assert late.status_code == 409
    assert str(finding.id) in queue.text
    assert "Diulang Senin." in overseen.text
    assert monitor.name in overseen.text
    assert monitor.name not in teacher.get(address).text
    assert "Drawing again comes to the same." in plan.text
