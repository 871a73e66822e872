"""What an organisation sees, declares and disputes of its own ties."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import now
from core.events.models import StoredEvent
from partners.conflicts import OrganisationTie, TieKind
from partners.conflicts.identity import Party
from partners.conflicts.models import TieDeclaration, TieDispute, TieKey
from partners.conflicts.services.declare import declare_ties, remind_due
from partners.staff import Role
from tests.factories import (
    make_account,
    make_officer,
    make_organisation,
    make_register_tie,
)
from tests.factories.conflicts import JAKARTA
from tests.partners.standing.deciding import slug_of

OFFICER = {
    "kind": "officer",
    "name": "Budi Santoso",
    "number": "3273011705800001",
    "label": "Director",
}


@pytest.fixture
def place(partner):
    return f"/v1/organisations/{partner.id}"


def test_a_declared_tie_is_sealed_masked_and_on_record(session, owner, partner, place):
    made = owner.post(f"{place}/ties", **OFFICER)

    assert made.status_code == 201, made.json
    assert made.json["name"] == "B••• S••••••"
    assert made.json["number"] == "••••••••••••0001"
    assert (made.json["source"], made.json["binds"]) == ("declared", True)
    listed = owner.get(f"{place}/ties")
    assert listed.json["items"] == [made.json]
    stored = session.scalars(select(OrganisationTie)).one()
    keys = session.scalars(select(TieKey.key)).all()
    for secret in (b"Budi", b"3273011705800001", b"1980"):
        assert all(secret not in value for value in [stored.name_sealed, *keys])
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "tie.added")
    ).one()
    assert "Budi" not in repr(entry.after)
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "tie.added")
    ).one()
    assert event.audience == [partner.id]


@pytest.mark.parametrize(
    "changes",
    [
        {"number": None, "name": "Budi Santoso"},
        {"kind": "owner"},
        {"share_bps": 5_000},
        {"kind": "domain", "label": "gmail.com"},
        {"kind": "parent", "name": None, "number": None, "organisation": "nobody"},
    ],
)
def test_a_tie_that_recognises_nothing_is_refused(session, owner, place, changes):
    response = owner.post(f"{place}/ties", **(OFFICER | changes))

    assert (response.status_code, slug_of(response)) == (422, "register-tie-unfit")
    assert session.scalars(select(OrganisationTie)).all() == []


def test_only_an_owner_sees_and_declares(desk, partner, place):
    reader = desk.hire(Role.FINANCE, at=partner)

    assert slug_of(reader.get(f"{place}/ties")) == "staff-permission-missing"
    assert slug_of(reader.post(f"{place}/ties", **OFFICER)) == (
        "staff-permission-missing"
    )


def test_a_disputed_tie_acts_until_it_is_answered(
    session, first, owner, partner, platform, place
):
    mine = make_officer(session, partner, "Budi Santoso")
    make_officer(session, platform, "Budi Santoso")
    check = {
        "purpose": "sale",
        "organisation_id": str(partner.id),
        "other_organisation_id": str(platform.id),
    }

    disputed = owner.post(f"{place}/ties/{mine.id}/disputes", text="He left in May.")
    again = owner.post(f"{place}/ties/{mine.id}/disputes", text="Really.")
    acts = first.post("/v1/conflict-checks", **check).json["refused"]
    answered = first.post(
        f"/v1/ties/{mine.id}/dispute-answer", outcome="accepted", text="Indeed."
    )

    assert disputed.status_code == 201
    assert (again.status_code, slug_of(again)) == (409, "tie-dispute-open")
    assert acts is True
    assert answered.status_code == 200, answered.json
    assert first.post("/v1/conflict-checks", **check).json["refused"] is False
    assert owner.get(f"{place}/ties").json["items"] == []


def test_a_rejected_dispute_leaves_the_tie(session, first, owner, partner, place):
    mine = make_officer(session, partner, "Budi Santoso")
    owner.post(f"{place}/ties/{mine.id}/disputes", text="He left.")
    answer = {"outcome": "rejected", "text": "The extract of today lists him."}

    first.post(f"/v1/ties/{mine.id}/dispute-answer", **answer)
    again = first.post(f"/v1/ties/{mine.id}/dispute-answer", **answer)

    assert slug_of(again) == "tie-no-dispute"
    (shown,) = owner.get(f"{place}/ties").json["items"]
    assert shown["dispute"] is None
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "tie.dispute_answered")
    ).one()
    assert event.data["outcome"] == "rejected"


def test_another_organisations_tie_looks_like_none(session, owner, place):
    foreign = make_officer(session, make_organisation(session), "Budi Santoso")

    response = owner.post(f"{place}/ties/{foreign.id}/disputes", text="Not mine.")

    assert (response.status_code, slug_of(response)) == (404, "tie-not-found")
    assert session.scalars(select(TieDispute)).all() == []


def test_the_operator_enters_a_tie_with_its_source(session, first, partner):
    body = {"organisation_id": str(partner.id), "kind": "domain"}

    made = first.post(
        "/v1/ties", **body, label="https://www.kursus.co.id", source="Its web site."
    )
    without = first.post("/v1/ties", **body, label="kursus.co.id")
    free_for_all = first.post("/v1/ties", **body, label="gmail.com", source="Mail.")

    assert (made.json["label"], made.json["note"]) == ("kursus.co.id", "Its web site.")
    assert without.status_code == 422
    assert slug_of(free_for_all) == "register-tie-unfit"
    ended = first.post(f"/v1/ties/{made.json['id']}/end", reason="Sold.")
    assert ended.status_code == 200
    gone = first.post(f"/v1/ties/{made.json['id']}/end", reason="Sold.")
    assert (gone.status_code, slug_of(gone)) == (404, "tie-not-found")


def test_a_declaration_lasts_a_year(session, owner, partner, place):
    make_officer(session, partner, "Budi Santoso")

    made = owner.post(f"{place}/tie-declarations").json

    today = now().astimezone(JAKARTA).date()
    assert made["due_on"] == (today + timedelta(days=365)).isoformat()
    assert made["ties"] == 1


def test_it_is_reminded_once_within_the_month(session, at, partner):
    who = make_account(session).id
    declare_ties(session, partner.id, by=who, at=at, zone=JAKARTA)
    due = date(2027, 3, 2)
    early, month = at + timedelta(days=334), at + timedelta(days=335)

    told = [
        remind_due(session, at=moment, zone=JAKARTA) for moment in (early, month, month)
    ]

    assert told == [0, 1, 0]
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "organisation.declaration_due")
    ).one()
    assert event.data["due_on"] == due.isoformat()


def test_a_renewed_declaration_is_not_reminded_of_again(session, at, partner):
    who = make_account(session).id
    declare_ties(session, partner.id, by=who, at=at, zone=JAKARTA)
    declare_ties(session, partner.id, by=who, at=at + timedelta(days=330), zone=JAKARTA)

    assert remind_due(session, at=at + timedelta(days=340), zone=JAKARTA) == 0
    assert len(session.scalars(select(TieDeclaration)).all()) == 2


def test_there_is_room_for_so_many_ties(session, owner, partner, place, monkeypatch):
    monkeypatch.setattr("partners.conflicts.services.record.MOST_TIES", 2)
    for number in range(2):
        make_register_tie(
            session,
            partner,
            TieKind.BANK_ACCOUNT,
            label="BNI",
            party=Party(number=f"1234567{number}"),
        )

    response = owner.post(f"{place}/ties", **OFFICER)

    assert (response.status_code, slug_of(response)) == (
        409,
        "too-many-register-ties",
    )
