"""From the first submission to the last word, over HTTP."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from core.audit.models import AuditEntry
from core.calendar import working_days
from core.clock import now
from core.events.models import StoredEvent
from partners.onboarding.models import PartnerApplication
from partners.onboarding.review_models import Judgement
from partners.onboarding.services.sweep import tell_overdue
from partners.organisations import Organisation, Standing
from partners.staff import Role
from tests.core.files.making import make_pdf
from tests.factories import make_seat
from tests.partners.onboarding.conftest import NEW
from tests.partners.onboarding.walking import (
    act,
    check,
    complete,
    path_of,
    send,
    upload,
)

ZONE = ZoneInfo("Asia/Jakarta")


def standing(session, draft):
    organisation = session.get_one(Organisation, draft["organisation_id"])
    session.refresh(organisation)
    return organisation.standing, organisation.kinds


def topics(session) -> list[str]:
    return list(
        session.scalars(
            select(StoredEvent.topic)
            .where(StoredEvent.topic.startswith("partner_application"))
            .order_by(StoredEvent.position)
        )
    )


def test_two_people_approve_and_the_organisation_may_act(
    session, applicant, draft, sent, first, second
):
    assert (sent["state"], sent["who_acts"]) == ("submitted", "operator")
    assert standing(session, draft) == (Standing.UNDER_REVIEW, [])

    check(first, draft)
    recommended = act(first, draft, "recommendation", outcome="approve")
    decided = act(second, draft, "decision", confirm=True)

    assert recommended.status_code == 200, recommended.text
    assert decided.status_code == 200, decided.text
    assert decided.json["application"]["state"] == "approved"
    assert standing(session, draft) == (Standing.APPROVED, ["job_portal"])
    shown = applicant.get(path_of(draft)).json
    assert (shown["who_acts"], shown["due_on"]) == (None, None)
    assert [step["to_state"] for step in shown["history"]] == [
        *("draft", "submitted", "in_review", "recommended", "approved")
    ]
    assert topics(session) == [
        "partner_application.submitted",
        "partner_application.approved",
    ]


def test_the_clock_is_published_and_counts_working_days(sent):
    today = now().astimezone(ZONE).date()

    assert sent["due_on"] == working_days().after(today, 15).isoformat()


def test_an_incomplete_draft_is_not_sent(session, applicant, draft):
    refused = applicant.post(f"{path_of(draft)}/submission")

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/partner-application-incomplete"
    assert "privacy_notice" in refused.json["missing"]
    assert standing(session, draft) == (Standing.APPLIED, [])


def test_what_was_sent_is_not_changed(applicant, draft, sent):
    saved = applicant.save(path_of(draft), {"fees": "yes"}, sent["version"])
    attached = upload(applicant, draft, "privacy_notice", make_pdf())

    assert saved.status_code == attached.status_code == 409
    assert saved.json["type"] == "/problems/partner-application-state"


def test_whoever_recommended_does_not_decide(session, draft, sent, first):
    check(first, draft)
    act(first, draft, "recommendation", outcome="approve")

    refused = act(first, draft, "decision", confirm=True)

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/partner-second-person-needed"
    assert standing(session, draft) == (Standing.UNDER_REVIEW, [])


def test_the_applicants_own_people_judge_nothing(
    session, draft, sent, applicant, operator
):
    make_seat(session, operator, Role.ONBOARDING, account_id=applicant.account.id)

    refused = applicant.send(
        "PUT",
        f"/v1/partner-applications/{draft['id']}/findings/exists",
        json={"verdict": "met"},
    )

    assert refused.json["type"] == "/problems/partner-second-person-needed"


@pytest.mark.parametrize("who", ["recommender", "applicant"])
def test_the_database_wants_four_eyes_too(session, draft, sent, first, applicant, who):
    """Feature 114: whatever program writes the row."""
    check(first, draft)
    act(first, draft, "recommendation", outcome="approve")
    recommendation = session.scalars(select(Judgement)).one()
    person = first if who == "recommender" else applicant

    with pytest.raises(IntegrityError, match="judged by another person"):
        session.execute(
            text(
                "INSERT INTO onboarding_judgements (id, application_id, submission,"
                " step, outcome, reason, answers_to, judged_at, judged_by) VALUES"
                " (gen_random_uuid(), :application, 1, 'confirmation', 'approve',"
                " 'Fine.', :answers_to, now(), :by)"
            ),
            {
                "application": draft["id"],
                "answers_to": recommendation.id,
                "by": person.account.id,
            },
        )
    session.rollback()


def test_a_review_is_finished_before_it_recommends(draft, sent, first):
    check(first, draft, "met", "exists")

    unlooked = act(first, draft, "recommendation", outcome="approve")
    check(first, draft)
    nothing_wrong = act(first, draft, "recommendation", outcome="refuse")
    check(first, draft, "not_met", "exists")
    not_met = act(first, draft, "recommendation", outcome="approve")

    for refused in (unlooked, nothing_wrong, not_met):
        assert refused.status_code == 409
        assert refused.json["type"] == "/problems/partner-review-unfinished"
    assert not_met.json["criteria"] == "exists"


def test_what_is_not_met_needs_a_note(draft, sent, first):
    refused = first.send(
        "PUT",
        f"/v1/partner-applications/{draft['id']}/findings/exists",
        json={"verdict": "question", "note": "  "},
    )

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/partner-note-missing"


@pytest.mark.parametrize("step", ["changes-request", "recommendation"])
def test_blanks_are_no_reason(draft, sent, first, step):
    body = {"reason": " \n "} | ({"outcome": "refuse"} if step[0] == "r" else {})

    path = f"/v1/partner-applications/{draft['id']}/{step}"
    refused = first.send("POST", path, json=body)

    assert refused.status_code == 422
    assert "reason" in str(refused.json["errors"])


def test_changes_stop_the_clock_and_what_is_unchanged_stays_met(
    session, applicant, draft, sent, first, second
):
    check(first, draft)
    check(first, draft, "question", "asks-for-consent")
    returned = act(first, draft, "changes-request")
    assert returned.status_code == 200, returned.text
    shown = applicant.get(path_of(draft)).json
    assert (shown["who_acts"], shown["due_on"]) == ("applicant", None)
    questions = [each for each in shown["findings"] if each["verdict"] == "question"]
    assert [each["note"] for each in questions] == ["About asks-for-consent."]

    applicant.save(path_of(draft), {"use_of_data": "Never sold."}, shown["version"])
    again = send(applicant, draft)

    seen = second.get(f"/v1/partner-applications/{draft['id']}").json
    lines = {each["code"]: each for each in seen["checklist"]}
    assert [code for code, line in lines.items() if line["changed"]] == [
        "asks-for-consent"
    ]
    assert lines["asks-for-consent"]["verdict"] is None
    assert lines["exists"]["verdict"] == "met"
    assert lines["exists"]["carried"] is True
    assert again["due_on"] == sent["due_on"]


def test_nothing_is_given_back_without_a_finding(draft, sent, first):
    check(first, draft)

    refused = act(first, draft, "changes-request")

    assert refused.json["type"] == "/problems/partner-review-unfinished"


def test_the_second_person_can_return_a_recommendation(draft, sent, first, second):
    check(first, draft)
    act(first, draft, "recommendation", outcome="approve")

    returned = act(second, draft, "decision", confirm=False)

    assert returned.json["application"]["state"] == "in_review"
    assert act(first, draft, "recommendation", outcome="approve").status_code == 200
    assert act(second, draft, "decision", confirm=True).status_code == 200


def refuse(draft, first, second):
    check(first, draft)
    check(first, draft, "not_met", "real-vacancies")
    act(first, draft, "recommendation", outcome="refuse", reason="No vacancies.")
    decided = act(second, draft, "decision", confirm=True)
    assert decided.json["application"]["state"] == "refused"


def test_a_refusal_gives_reasons_and_may_be_appealed_once(
    session, applicant, draft, sent, first, second, reviewer
):
    refuse(draft, first, second)
    shown = applicant.get(path_of(draft)).json
    assert shown["history"][-1]["reason"] == "No vacancies."
    assert standing(session, draft) == (Standing.APPLIED, [])

    appealed = applicant.post(f"{path_of(draft)}/appeal", {"reason": "There are."})
    by_first = act(first, draft, "appeal-decision", outcome="approve")
    by_second = act(second, draft, "appeal-decision", outcome="approve")
    by_third = act(reviewer(), draft, "appeal-decision", outcome="refuse")
    again = applicant.post(f"{path_of(draft)}/appeal", {"reason": "Really."})

    assert appealed.json["state"] == "appealed"
    assert appealed.json["due_on"] is not None
    for refused in (by_first, by_second):
        assert refused.json["type"] == "/problems/partner-second-person-needed"
    assert by_third.json["application"]["state"] == "refused"
    assert again.json["type"] == "/problems/partner-appeal-not-possible"


def test_an_appeal_can_be_won(session, applicant, draft, sent, first, second, reviewer):
    refuse(draft, first, second)
    applicant.post(f"{path_of(draft)}/appeal", {"reason": "There are."})

    act(reviewer(), draft, "appeal-decision", outcome="approve")

    assert standing(session, draft) == (Standing.APPROVED, ["job_portal"])


def test_an_appeal_comes_in_time(session, applicant, draft, sent, first, second):
    refuse(draft, first, second)
    application = session.get_one(PartnerApplication, draft["id"])
    session.refresh(application)
    application.decided_at -= timedelta(days=31)
    session.flush()

    late = applicant.post(f"{path_of(draft)}/appeal", {"reason": "There are."})

    assert late.json["type"] == "/problems/partner-appeal-not-possible"
    assert late.json["days"] == 30


def test_an_application_can_be_withdrawn(session, applicant, draft, sent):
    withdrawn = applicant.post(f"{path_of(draft)}/withdrawal")

    assert withdrawn.json["state"] == "withdrawn"
    assert standing(session, draft) == (Standing.APPLIED, [])
    again = applicant.post(
        f"/v1/organisations/{draft['organisation_id']}/applications",
        {"kind": NEW["kind"]},
    )
    assert again.status_code == 201


def test_an_overdue_review_is_told_once(session, draft, sent, operator):
    application = session.get_one(PartnerApplication, draft["id"])
    session.refresh(application)
    late = datetime.combine(
        application.due_on + timedelta(days=1), datetime.min.time(), tzinfo=UTC
    ) + timedelta(hours=3)

    assert tell_overdue(session, zone=ZONE, at=late - timedelta(days=1)) == 0
    assert tell_overdue(session, zone=ZONE, at=late) == 1
    assert tell_overdue(session, zone=ZONE, at=late) == 0
    told = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "partner_application.overdue")
    ).one()
    assert operator.id in told.audience


def test_the_queue_shows_what_was_sent(draft, first, applicant):
    empty = first.get("/v1/partner-applications/queue").json["items"]
    complete(applicant, draft)
    send(applicant, draft)

    listed = first.get("/v1/partner-applications/queue?state=submitted").json["items"]

    assert empty == []
    assert [each["id"] for each in listed] == [draft["id"]]
    assert first.get("/v1/partner-applications/queue?state=refused").json["items"] == []


def test_reading_names_of_people_is_on_the_record(session, draft, sent, first):
    """PD-03."""
    seen = first.get(f"/v1/partner-applications/{draft['id']}")

    assert "Zulaikha Wirasentosa" in seen.text
    assert "3273015705984321" not in seen.text
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "partner_application.viewed")
    ).one()
    assert line.on_behalf_of == str(first.account.id)
