"""What an applicant says of its owners, officers, accounts and domains acts in the
register of conflicts, from the first request to the last: over HTTP."""

import pytest
from sqlalchemy import select

from partners.conflicts import OrganisationTie, TieKind
from partners.conflicts.identity import Party
from partners.conflicts.models import ReviewAssignment, TieState
from partners.organisations import Kind
from tests.factories import make_organisation
from tests.factories.conflicts import make_register_tie
from tests.partners.onboarding.walking import TIES, act, check, complete, path_of, send

ACCOUNT = {
    "relation": "bank_account",
    "name": "PT Kursus Maju Bersama",
    "number": "0012345678",
    "detail": "Bank Uji",
}
OWNER, OFFICER, DOMAIN = TIES


@pytest.fixture
def assessor(session):
    return make_organisation(session, Kind.ASSESSOR, name="Universitas Uji")


@pytest.fixture
def approved(applicant, draft, first, second):
    """It has applied, was looked at by one person and approved by another."""
    complete(applicant, draft)
    assert applicant.post(f"{path_of(draft)}/ties", ACCOUNT).status_code == 201
    send(applicant, draft)
    check(first, draft)
    act(first, draft, "recommendation", outcome="approve")
    decided = act(second, draft, "decision", confirm=True)
    assert decided.json["application"]["state"] == "approved"
    return draft


def assign(reviewer, approved, assessor):
    return reviewer.post(
        "/v1/review-assignments",
        {
            "subject_id": approved["organisation_id"],
            "reviewer_id": str(assessor.id),
            "role": "assessor",
            "task": "onsite_verification",
        },
    )


def test_an_approved_applicants_ties_stand_in_the_register(session, approved):
    ties = session.scalars(
        select(OrganisationTie)
        .where(
            OrganisationTie.organisation_id == approved["organisation_id"],
            OrganisationTie.state == TieState.LIVE,
        )
        .order_by(OrganisationTie.kind)
    ).all()

    assert [(tie.kind, tie.source) for tie in ties] == [
        ("bank_account", "application"),
        ("domain", "application"),
        ("officer", "application"),
        ("owner", "application"),
    ]


def test_an_assessor_without_ties_to_it_is_assigned(first, approved, assessor):
    assert assign(first, approved, assessor).status_code == 201


@pytest.mark.parametrize(
    ("kind", "tie"),
    [
        (
            TieKind.OWNER,
            {
                "party": Party(name=OWNER["name"], number=OWNER["number"]),
                "share_bps": 5_000,
            },
        ),
        (
            TieKind.OFFICER,
            {"party": Party(True, OFFICER["name"], OFFICER["number"])},
        ),
        (
            TieKind.ASSESSOR,
            {"party": Party(True, OFFICER["name"], OFFICER["number"])},
        ),
        (
            TieKind.BANK_ACCOUNT,
            {
                "party": Party(number=ACCOUNT["number"], name=ACCOUNT["name"]),
                "label": ACCOUNT["detail"],
            },
        ),
        (TieKind.DOMAIN, {"label": f"www.{DOMAIN['detail']}"}),
    ],
)
def test_an_assessor_with_the_same_is_not_assigned(
    session, first, approved, assessor, kind, tie
):
    """Feature 23: it acts, and says why."""
    make_register_tie(session, assessor, kind, **tie)

    refused = assign(first, approved, assessor)

    assert refused.status_code == 403
    assert refused.json["type"] == "/problems/reviewer-tied"
    assert "Kursus Maju Bersama" in refused.json["tie"]
    assert "Universitas Uji" in refused.json["tie"]
    assert OFFICER["name"] not in refused.text
    assert session.scalars(select(ReviewAssignment)).all() == []
