"""Agreements: which text was accepted by whom, and what waits for it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from partners.agreements.models import Acceptance
from partners.agreements.shipped import agreements_in_force, shipped_agreements
from partners.staff import Role
from tests.factories import make_account, make_organisation, make_seat
from tests.partners.onboarding.walking import path_of

# A version that was in force is never changed.
PUBLISHED = {("partner", 1): ("9b46403ced56f6ad", "5dd2cc3ef181843a")}


@pytest.fixture
def organisation(session):
    return make_organisation(session)


@pytest.fixture
def owner(session, person, organisation):
    account = make_account(session)
    make_seat(session, organisation, Role.OWNER, account_id=account.id)
    return person(account)


@pytest.fixture
def base(organisation):
    return f"/v1/organisations/{organisation.id}/agreements"


def body(agreement, **changes):
    said = {name: agreement[name] for name in ("version", "language", "sha256")}
    officer = {"officer_name": "Sari Dewi", "officer_position": "Direktur Utama"}
    return said | officer | changes


def test_a_published_version_never_changes():
    found = {
        (each.code, each.version): tuple(
            each.sha256(language).hex()[:16] for language in ("en", "id")
        )
        for each in shipped_agreements()
    }

    assert {key: found[key] for key in PUBLISHED} == PUBLISHED


def test_the_newest_version_is_in_force_from_its_day_on():
    assert agreements_in_force(on=date(2025, 12, 31)) == []
    assert [each.version for each in agreements_in_force(on=date(2026, 3, 2))] == [1]


def test_an_officer_accepts_the_text_that_she_read(session, owner, base):
    (agreement,) = owner.get(base, headers={"Accept-Language": "id"}).json["items"]
    assert (agreement["language"], agreement["accepted_at"]) == ("id", None)

    accepted = owner.post(f"{base}/partner/acceptance", body(agreement))

    assert accepted.status_code == 204, accepted.text
    row = session.scalars(select(Acceptance)).one()
    assert row.account_id == owner.account.id
    assert (row.language, row.officer_position) == ("id", "Direktur Utama")
    assert b"Sari" not in row.officer_name_sealed
    assert b"127.0.0.1" not in row.address_hash
    receipt = owner.get(f"{base}/partner/receipt")
    assert receipt.headers["Content-Disposition"].startswith("attachment")
    assert "Sari Dewi, Direktur Utama" in receipt.text
    assert agreement["sha256"] in receipt.text
    assert agreement["text"] in receipt.text
    (shown,) = owner.get(base).json["items"]
    assert shown["accepted_at"] is not None


@pytest.mark.parametrize(
    "changes", [{"sha256": "0" * 64}, {"version": 2}, {"language": "en"}]
)
def test_another_text_is_not_accepted(session, owner, base, changes):
    (agreement,) = owner.get(base, headers={"Accept-Language": "id"}).json["items"]

    refused = owner.post(f"{base}/partner/acceptance", body(agreement, **changes))

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/agreement-changed"
    assert session.scalar(select(func.count()).select_from(Acceptance)) == 0


def test_a_version_is_accepted_once(session, owner, base):
    (agreement,) = owner.get(base).json["items"]
    owner.post(f"{base}/partner/acceptance", body(agreement))

    again = owner.post(f"{base}/partner/acceptance", body(agreement))

    assert again.json["type"] == "/problems/agreement-accepted"
    assert session.scalar(select(func.count()).select_from(Acceptance)) == 1


def test_an_unknown_agreement_and_a_missing_receipt_are_not_found(owner, base):
    (agreement,) = owner.get(base).json["items"]

    unknown = owner.post(f"{base}/lease/acceptance", body(agreement))

    assert unknown.status_code == 404
    assert owner.get(f"{base}/partner/receipt").status_code == 404


def test_who_may_not_apply_does_not_accept(session, person, organisation, base):
    account = make_account(session)
    make_seat(session, organisation, Role.FINANCE, account_id=account.id)
    member = person(account)
    (agreement,) = member.get(base).json["items"]

    refused = member.post(f"{base}/partner/acceptance", body(agreement))

    assert refused.status_code == 403
    assert session.scalar(select(func.count()).select_from(Acceptance)) == 0


def test_without_it_nothing_is_sent(applicant, draft):
    missing = applicant.get(path_of(draft)).json["missing"]

    assert "agreement" in [each["lacking"] for each in missing]
