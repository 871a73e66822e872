"""Beginning and saving applications over HTTP."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from partners.onboarding.errors import OrganisationCannotApply
from partners.onboarding.models import Move, PartnerApplication, Tie
from partners.onboarding.services.start import start_application
from partners.organisations import Kind, Organisation, Standing
from partners.staff import Role, Seat
from tests.factories import (
    make_account,
    make_organisation,
    make_partner_application,
    make_seat,
)
from tests.partners.onboarding.conftest import NEW
from tests.partners.onboarding.walking import path_of

NUMBER = "3273015705984321"
OFFICER = {
    "relation": "officer",
    "name": "Zulaikha Wirasentosa",
    "number": NUMBER,
    "detail": "Direktur",
}


def test_anybody_with_an_account_begins_and_becomes_the_owner(
    session, applicant, draft
):
    organisation = session.get_one(Organisation, draft["organisation_id"])
    seat = session.scalars(select(Seat)).one()

    assert (organisation.code, organisation.name) == ("kursus-maju", NEW["name"])
    assert (organisation.standing, organisation.kinds) == (Standing.APPLIED, [])
    assert (seat.account_id, seat.roles) == (applicant.account.id, [Role.OWNER])
    assert (draft["state"], draft["who_acts"]) == ("draft", "applicant")
    assert draft["due_on"] is None


def test_an_application_keeps_the_requirements_that_it_was_begun_under(session, draft):
    application = session.get_one(PartnerApplication, draft["id"])

    assert application.requirement_version == draft["requirement_version"] == 1
    assert len(application.requirement_sha256) == 32


def test_what_is_missing_is_told_with_the_rule_behind_it(applicant, draft):
    said = {each["what"]: each for each in draft["missing"]}

    assert said["privacy_notice"]["lacking"] == "evidence"
    assert said["privacy_notice"]["source"].startswith("Law 27/2022")
    assert said["owner"]["rule"].startswith("Owners and officers")

    indonesian = applicant.get(path_of(draft), headers={"Accept-Language": "id"})
    said = {each["what"]: each for each in indonesian.json["missing"]}
    assert said["privacy_notice"]["label"] == "Kebijakan privasi"


def test_a_draft_is_saved_half_finished(applicant, draft):
    saved = applicant.save(path_of(draft), {"vacancies": 120}, draft["version"])
    more = applicant.save(path_of(draft), {"fees": "no"}, saved.json["version"])

    assert more.status_code == 200
    assert more.json["answers"] == {"vacancies": 120, "fees": "no"}
    assert more.headers["ETag"] == '"3"'
    assert "vacancies" not in {each["what"] for each in more.json["missing"]}


def test_null_clears_an_answer(applicant, draft):
    applicant.save(path_of(draft), {"vacancies": 120, "fees": "no"}, 1)

    cleared = applicant.save(path_of(draft), {"fees": None}, 2)

    assert cleared.json["answers"] == {"vacancies": 120}


def test_saving_what_is_there_changes_nothing(applicant, draft):
    applicant.save(path_of(draft), {"fees": "no"}, 1)

    again = applicant.save(path_of(draft), {"fees": "no"}, 2)

    assert again.headers["ETag"] == '"2"'


def test_nobody_overwrites_what_she_has_not_seen(session, applicant, draft):
    applicant.save(path_of(draft), {"fees": "no"}, 1)

    stale = applicant.save(path_of(draft), {"fees": "yes"}, 1)
    blind = applicant.send("PATCH", path_of(draft), json={"answers": {}})

    assert stale.status_code == 412
    assert stale.json["type"] == "/problems/partner-draft-changed"
    assert stale.json["current"] == 2
    assert blind.status_code == 428
    assert blind.json["type"] == "/problems/if-match-missing"
    assert applicant.get(path_of(draft)).json["answers"] == {"fees": "no"}


@pytest.mark.parametrize("tag", ["", "*", "1", 'W/"1"', '"one"', '"1", "2"'])
def test_if_match_is_an_etag_of_ours(applicant, draft, tag):
    response = applicant.send(
        "PATCH", path_of(draft), json={"answers": {}}, headers={"If-Match": tag}
    )

    assert response.status_code == 428


def test_an_answer_of_the_wrong_form_keeps_nothing(applicant, draft):
    refused = applicant.save(path_of(draft), {"fees": "perhaps", "vacancies": 3}, 1)

    assert refused.status_code == 422
    assert refused.json["errors"] == {"fees": "not_a_choice"}
    assert applicant.get(path_of(draft)).json["answers"] == {}


def test_names_and_numbers_are_sealed_and_numbers_masked(session, applicant, draft):
    """PD-01, PD-03."""
    made = applicant.post(f"{path_of(draft)}/ties", OFFICER)

    assert made.status_code == 201
    assert made.json["name"] == OFFICER["name"]
    assert made.json["number_masked"] == "3273••••••••4321"
    row = session.scalars(select(Tie)).one()
    assert OFFICER["name"].encode() not in row.name_sealed
    assert NUMBER.encode() not in row.number_sealed
    assert NUMBER not in applicant.get(path_of(draft)).text
    lines = session.scalars(select(AuditEntry.after)).all()
    assert "Zulaikha" not in str(lines)


def test_an_entry_can_be_taken_back(session, applicant, draft):
    made = applicant.post(f"{path_of(draft)}/ties", OFFICER).json

    gone = applicant.send("DELETE", f"{path_of(draft)}/ties/{made['id']}")
    again = applicant.send("DELETE", f"{path_of(draft)}/ties/{made['id']}")

    assert (gone.status_code, again.status_code) == (204, 404)
    shown = applicant.get(path_of(draft)).json
    assert shown["ties"] == []
    assert shown["version"] == 3


def test_an_entry_that_says_too_little_is_refused(applicant, draft):
    refused = applicant.post(f"{path_of(draft)}/ties", {"relation": "domain"})

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/partner-tie-unusable"
    assert refused.json["field"] == "detail"


def test_an_application_names_sixty_at_most(session, applicant, draft):
    for number in range(60):
        tie = {"relation": "domain", "detail": f"d{number}.example"}
        assert applicant.post(f"{path_of(draft)}/ties", tie).status_code == 201

    refused = applicant.post(f"{path_of(draft)}/ties", OFFICER)

    assert refused.status_code == 409
    assert session.scalar(select(func.count()).select_from(Tie)) == 60


def test_an_approved_partner_applies_for_another_kind(session, person):
    organisation = make_organisation(session, Kind.TRAINING_INSTITUTION)
    account = make_account(session)
    make_seat(session, organisation, account_id=account.id)
    owner = person(account)
    address = f"/v1/organisations/{organisation.id}/applications"

    begun = owner.post(address, {"kind": "job_portal"})
    again = owner.post(address, {"kind": "job_portal"})
    held = owner.post(address, {"kind": "training_institution"})
    listed = owner.get(address)

    assert begun.status_code == 201
    assert again.json["type"] == "/problems/partner-application-under-way"
    assert held.json["type"] == "/problems/organisation-kind-held"
    assert [each["id"] for each in listed.json["items"]] == [begun.json["id"]]
    assert organisation.kinds == ["training_institution"]
    assert organisation.standing == Standing.APPROVED


def test_after_a_decision_it_may_apply_for_the_kind_again(session, person):
    organisation = make_organisation(session, standing=Standing.APPLIED, kinds=[])
    account = make_account(session)
    make_seat(session, organisation, account_id=account.id)
    decided = datetime(2026, 2, 2, tzinfo=UTC)
    make_partner_application(session, organisation, state="refused", decided_at=decided)

    begun = person(account).post(
        f"/v1/organisations/{organisation.id}/applications", {"kind": "job_portal"}
    )

    assert begun.status_code == 201


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.TERMINATED])
def test_who_is_stopped_cannot_apply(session, person, standing):
    organisation = make_organisation(session, standing=standing)
    account = make_account(session)
    make_seat(session, organisation, account_id=account.id)

    refused = person(account).post(
        f"/v1/organisations/{organisation.id}/applications", {"kind": "job_portal"}
    )

    assert refused.status_code == 403
    assert session.scalar(select(func.count()).select_from(PartnerApplication)) == 0
    with pytest.raises(OrganisationCannotApply):
        start_application(
            session,
            organisation,
            kind=Kind.JOB_PORTAL,
            account_id=account.id,
            zone=ZoneInfo("Asia/Jakarta"),
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )


def test_the_operator_is_no_kind_to_apply_for(applicant, session):
    refused = applicant.post("/v1/partner-applications", NEW | {"kind": "operator"})

    assert refused.status_code == 422


def test_codes_and_names_of_partners_are_taken(session, applicant):
    make_organisation(session, name="Ruang Kursus", name_key="ruang kursus", code="rk")

    name = applicant.post(
        "/v1/partner-applications", NEW | {"name": "RUANG  KURSUS", "code": "ruang"}
    )
    code = applicant.post("/v1/partner-applications", NEW | {"code": "pmo"})

    assert name.json["type"] == "/problems/organisation-name-taken"
    assert code.json["type"] == "/problems/organisation-code-taken"
    assert session.scalar(select(func.count()).select_from(PartnerApplication)) == 0
    assert session.scalar(select(func.count()).select_from(Seat)) == 0


def test_applicants_of_one_name_do_not_stand_in_each_others_way(person, draft):
    other = person().post("/v1/partner-applications", NEW | {"code": "kursus-maju-2"})

    assert other.status_code == 201


def test_a_person_has_five_unapproved_organisations_at_most(applicant):
    codes = [f"maju-{number}" for number in range(6)]

    statuses = [
        applicant.post("/v1/partner-applications", NEW | {"code": code}).status_code
        for code in codes
    ]

    assert statuses == [201] * 5 + [409]


def test_others_of_the_organisation_look_and_do_not_write(session, person, draft):
    account = make_account(session)
    organisation = session.get_one(Organisation, draft["organisation_id"])
    make_seat(session, organisation, Role.READ_ONLY, account_id=account.id)
    reader = person(account)

    assert reader.get(path_of(draft)).status_code == 200
    refused = reader.save(path_of(draft), {"fees": "no"}, 1)
    assert refused.status_code == 403
    assert refused.json["permission"] == "organisation:apply"


def test_each_step_is_written_down_twice(session, applicant, draft):
    (step,) = session.scalars(select(Move)).all()

    assert (step.from_state, step.to_state) == (None, "draft")
    assert step.moved_by == applicant.account.id
    assert [each["to_state"] for each in draft["history"]] == ["draft"]
    audit = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "partner_application.draft")
    ).one()
    assert audit.object_id == draft["id"]


def test_what_each_kind_asks_for_is_public(client):
    shown = client.get("/v1/partner-kinds", headers={"Accept-Language": "id"})

    kinds = {each["kind"]: each for each in shown.json["items"]}
    assert "operator" not in kinds
    platform = kinds["digital_platform"]
    assert platform["review_working_days"] == 30
    reach = next(c for c in platform["criteria"] if c["code"] == "national-reach")
    assert reach["text"].startswith("Memiliki pengguna")
    assert reach["source"] == "Permenko 11/2020, art. 36"
    assert (reach["fields"], reach["evidence"]) == (["provinces"], ["reach"])
