"""The ties of an application act as soon as it is sent."""

import pytest
from sqlalchemy import select

from core.events import publish
from partners.conflicts import OrganisationTie, TieKind
from partners.conflicts.models import TieState
from partners.onboarding.events import PartnerApplicationSubmitted
from partners.organisations import Kind, Standing
from tests.factories import (
    make_organisation,
    make_partner_application,
    make_register_tie,
    make_tie,
    person,
)
from tests.partners.conflicts.acting import assign
from tests.partners.standing.deciding import slug_of


@pytest.fixture
def applicant(session):
    return make_organisation(
        session, name="Kursus Baru", kinds=[], standing=Standing.APPLIED
    )


@pytest.fixture
def application(session, applicant):
    return make_partner_application(session, applicant)


def submit(session, application, at):
    session.flush()
    publish(
        session,
        PartnerApplicationSubmitted(
            partner_application_id=application.id,
            organisation_id=application.organisation_id,
            kind=Kind(application.kind),
            submission=1,
            occurred_at=at,
        ),
    )


def live(session):
    return session.scalars(
        select(OrganisationTie)
        .where(OrganisationTie.state == TieState.LIVE)
        .order_by(OrganisationTie.kind)
    ).all()


def test_what_was_sent_is_in_the_register(session, at, applicant, application):
    make_tie(session, application)
    make_tie(
        session,
        application,
        name="Budi Santoso",
        number="3273011705800001",
        relation="officer",
        is_person=True,
        share_bps=None,
        detail="Director",
    )

    submit(session, application, at)

    officer, owner = live(session)
    assert (officer.kind, owner.kind) == ("officer", "owner")
    assert {officer.source, owner.source} == {"application"}
    assert owner.share_bps == 10_000
    assert b"Budi" not in officer.name_sealed


def test_an_assessor_tied_to_the_applicant_cannot_be_assigned(
    session, at, first, applicant, application, assessor
):
    make_tie(
        session,
        application,
        name="Budi Santoso",
        number="3273011705800001",
        relation="officer",
        is_person=True,
        share_bps=None,
    )
    make_register_tie(
        session, assessor, TieKind.ASSESSOR, party=person("Dr. Budi Santoso")
    )
    assert assign(first, applicant, assessor, task="document_review").status_code == 201

    submit(session, application, at)

    refused = assign(first, applicant, assessor)
    assert slug_of(refused) == "reviewer-tied"
    assert "Kursus Baru" in refused.json["tie"]


def test_sent_again_it_is_there_once_and_what_was_taken_back_is_over(
    session, at, applicant, application
):
    kept, taken = make_tie(session, application), make_tie(session, application)
    submit(session, application, at)
    assert len(live(session)) == 2

    taken.removed_at = at
    submit(session, application, at)

    assert [each.origin for each in live(session)] == [kept.id]


def test_an_entry_that_recognises_nothing_stops_nothing(
    session, at, applicant, application
):
    make_tie(
        session, application, relation="domain", detail="gmail.com", share_bps=None
    )

    submit(session, application, at)

    assert live(session) == []


def test_the_ties_of_an_application_cost_the_same_however_many(
    session, engine, at, statements
):
    def cost(entries: int) -> int:
        application = make_partner_application(session, make_organisation(session))
        for number in range(entries):
            name = f"PT {'abcdefghijklm'[number]}{'abcdefghijklm'[entries]}"
            registration = f"8120{entries}{number:03}"
            make_tie(session, application, name=name, number=registration)
        with statements() as counted:
            submit(session, application, at)
        return counted.count

    assert cost(12) == cost(3)
