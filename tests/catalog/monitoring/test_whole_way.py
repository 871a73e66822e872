"""From a committed seed to a sanction that waits for a second person, over HTTP."""

import hashlib

from sqlalchemy import select

from core.events import StoredEvent
from partners.conflicts import TieKind
from partners.staff import Role
from tests.catalog.monitoring.visiting import answers, finding
from tests.core.files.making import make_image
from tests.factories import authorization, make_register_tie, make_seat
from tests.partners.standing.deciding import slug_of


def told_to(session, organisation):
    events = session.scalars(select(StoredEvent).order_by(StoredEvent.id))
    return [each.topic for each in events if organisation.id in (each.audience or ())]


def test_a_class_is_drawn_visited_and_found_wanting_with_a_conflict_and_an_appeal(
    field, client, session
):
    institution, tied = field.institution, field.monitors[0]
    make_register_tie(session, tied, TieKind.PARENT, other=institution.code)
    run = field.run()
    field.commit()
    before = client.get("/v1/monitoring-commitments?limit=100").json["items"]
    (promised,) = [
        each
        for each in before
        if (each["part"], each["first_on"]) == ("main", field.first_on.isoformat())
    ]
    field.draw()

    # Nobody chose: the seed is the one that was committed to, and tickets follow.
    plan = field.plan()
    assert promised["seed"] is None
    assert hashlib.sha256(plan["seed"].encode()).hexdigest() == promised["commitment"]
    assert (plan["live"], plan["reproduced"]) == (1, True)
    (chosen,) = plan["chosen"]
    assert (chosen["item"], chosen["why"], chosen["frame_size"]) == (
        f"{run.id}/0",
        "draw",
        1,
    )
    (asking,) = chosen["askings"]
    assert asking["excluded"] == [{"organisation_id": str(tied.id), "reason": "tied"}]
    assert asking["reproduced"] is True

    monitor, visit = field.asked()
    assert monitor is not tied
    path = f"/v1/organisations/{monitor.id}/visits/{visit['id']}"
    person = field.people[monitor.id]
    # Somebody of the monitor also works for the institution.
    insider = field.desk.hire(at=institution)
    make_seat(session, monitor, Role.DELIVERY, account_id=insider.id)
    refused = field.put(insider, f"{path}/acceptance")
    assert (refused.status_code, slug_of(refused)) == (403, "staff-tied")
    assert field.put(person, f"{path}/acceptance").status_code == 200
    early = field.put(person, f"{path}/report", answers=answers())
    assert (early.status_code, slug_of(early)) == (409, "visit-not-begun")
    assert told_to(session, institution) == []

    field.to_class(visit["id"])
    bad = {"answers": answers(held="no"), "findings": [finding()]}
    bare = field.put(person, f"{path}/report", **bad)
    assert (bare.status_code, slug_of(bare)) == (422, "visit-evidence-missing")
    photo = client.post(
        f"{path}/files?check=held&name=ruang.png",
        data=make_image(),
        headers=authorization(person.token),
        content_type="application/octet-stream",
    )
    assert photo.status_code == 201, photo.text
    reported = field.put(person, f"{path}/report", **bad, remarks="Gedung terkunci.")
    assert (reported.status_code, reported.json["state"]) == (200, "reported")
    assert field.put(person, f"{path}/report", **bad).status_code == 409
    assert told_to(session, institution) == ["course_finding.opened"]

    own = f"/v1/organisations/{institution.id}/course-findings"
    (found,) = field.teacher.get(own).json["items"]
    shown = field.teacher.get(f"{own}/{found['id']}").json
    assert (shown["check"], shown["files"][0]["name"]) == ("held", "ruang.png")
    assert "Gedung" not in field.teacher.get(f"{own}/{found['id']}").text
    photo = field.teacher.get(f"{own}/{found['id']}/files/{shown['files'][0]['id']}")
    assert photo.headers["Content-Disposition"].startswith("attachment")

    overseen = f"/v1/course-findings/{found['id']}"
    hasty = field.put(
        field.overseer, f"{overseen}/decision", outcome="upheld", reason="Ya."
    )
    assert (hasty.status_code, slug_of(hasty)) == (409, "course-finding-not-due")
    answered = field.put(
        field.teacher, f"{own}/{found['id']}/answer", words="Pindah.", is_mended=False
    )
    assert (answered.status_code, answered.json["state"]) == (200, "answered")
    # Whoever visited does not decide, nor does anybody of the monitor.
    make_seat(session, field.desk.operator, Role.ONBOARDING, account_id=person.id)
    partial = field.put(person, f"{overseen}/decision", outcome="upheld", reason="Ya.")
    assert (partial.status_code, slug_of(partial)) == (403, "visitor-decides")
    unmended = field.put(
        field.overseer, f"{overseen}/decision", outcome="mended", reason="Ya."
    )
    assert unmended.status_code == 422
    upheld = field.put(
        field.overseer, f"{overseen}/decision", outcome="upheld", reason="Ya."
    )
    assert (upheld.status_code, upheld.json["points"]) == (200, 0)

    appeal = field.put(field.teacher, f"{own}/{found['id']}/appeal", reason="Salah.")
    assert (appeal.status_code, appeal.json["appealed"]) == (200, True)
    again = {"outcome": "upheld", "reason": "Tetap."}
    same = field.put(field.overseer, f"{overseen}/appeal-decision", **again)
    assert (same.status_code, slug_of(same)) == (403, "visitor-decides")
    other = field.desk.hire()
    final = field.put(other, f"{overseen}/appeal-decision", **again).json
    assert (final["state"], final["points"]) == ("upheld", 12)
    assert final["effect"] == "no_new_starts"
    sanction = field.overseer.get(f"/v1/sanctions/{final['sanction_id']}").json
    assert (sanction["state"], sanction["scope"]) == ("proposed", "sales")
    third = field.overseer.agree(final["sanction_id"])
    assert (third.status_code, third.json["state"]) == (200, "in_force")
    assert told_to(session, institution)[:3] == [
        "course_finding.opened",
        "course_finding.decided",
        "course_finding.decided",
    ]
