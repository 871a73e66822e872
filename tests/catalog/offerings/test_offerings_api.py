"""Institution and platform agree on an offering, change it and end it, over HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.courses import Category, CourseStatus, Offering
from catalog.offerings.bounds import bound_commissions_by
from catalog.offerings.services.leave import withdraw_due
from core.clock import now
from core.events import StoredEvent
from tests.catalog.offerings.dealing import Proposer, Seller, slug_of
from tests.factories import make_officer, make_scheme


@pytest.fixture
def proposer(client, session):
    return Proposer(client, session)


@pytest.fixture
def seller(client, session):
    return Seller(client, session)


def topics(session):
    return list(
        session.scalars(
            select(StoredEvent.topic)
            .where(StoredEvent.topic.like("offering.%"))
            .order_by(StoredEvent.id)
        )
    )


def test_a_course_is_listed_once_the_platform_accepts(proposer, seller, session):
    proposal = proposer.propose(seller)
    assert (proposal["state"], proposal["listed_price"]) == ("waiting", None)
    assert proposer.prices() == []
    assert [each["id"] for each in seller.proposals()] == [proposal["id"]]

    accepted = seller.accept(proposal)

    assert (accepted.status_code, accepted.json["state"]) == (201, "accepted")
    assert proposer.prices() == [350_000]
    [agreed] = proposer.offerings()
    assert (agreed["platform"], agreed["commission_bps"]) == (
        seller.platform.code,
        1_000,
    )
    events = session.scalars(
        select(StoredEvent).where(StoredEvent.topic.like("offering.%"))
    ).all()
    both = {proposer.institution.id, seller.platform.id}
    assert all(set(event.audience) == both for event in events)
    assert topics(session) == ["offering.proposed", "offering.agreed"]


def test_a_declined_proposal_says_why_and_can_be_made_anew(proposer, seller):
    proposal = proposer.propose(seller)

    declined = seller.decline(proposal).json

    assert (declined["state"], declined["ended_reason"]) == (
        "declined",
        "We list three like it already.",
    )
    assert proposer.prices() == []
    assert proposer.propose(seller)["state"] == "waiting"


def test_another_price_holds_when_it_is_accepted_and_not_before(proposer, seller):
    seller.accept(proposer.propose(seller))

    proposal = proposer.propose(seller, 300_000)
    assert proposal["listed_price"] == {"amount": 350_000, "currency": "IDR"}
    assert proposer.prices() == [350_000]
    seller.accept(proposal)

    assert proposer.prices() == [300_000]
    assert slug_of(proposer.try_proposing(seller, 300_000)) == (
        "proposal-changes-nothing"
    )


def test_one_proposal_waits_at_a_time(proposer, seller):
    proposal = proposer.propose(seller)

    assert slug_of(proposer.try_proposing(seller, 1)) == "proposal-waiting"

    assert proposer.withdraw(proposal).json["state"] == "withdrawn"
    assert slug_of(seller.accept(proposal)) == "proposal-ended"
    assert slug_of(proposer.withdraw(proposal)) == "proposal-ended"
    assert proposer.prices() == []


def test_a_course_that_is_not_published_is_listed_when_it_is(client, session, seller):
    proposer = Proposer(client, session, status=CourseStatus.DRAFT)

    seller.accept(proposer.propose(seller))
    assert proposer.prices() is None
    proposer.course.status = CourseStatus.PUBLISHED
    session.flush()

    assert proposer.prices() == [350_000]


def test_the_scheme_bounds_the_commission(proposer, seller, session):
    make_scheme(session)

    refused = proposer.try_proposing(seller, commission=1_501)

    assert slug_of(refused) == "commission-too-high"
    assert refused.json["most"] == 1_500
    assert proposer.propose(seller, commission=1_500)["commission_bps"] == 1_500


def test_the_categorys_cap_bounds_the_price(proposer, seller, session):
    category = Category(
        code=proposer.course.category, title_id="Makanan", price_cap=340_000
    )
    session.add(category)
    session.flush()

    assert slug_of(proposer.try_proposing(seller)) == "price-above-cap"
    assert proposer.propose(seller, 340_000)["state"] == "waiting"


def test_a_paid_course_of_the_platforms_own_group_is_refused_with_the_way(
    proposer, seller, session
):
    make_officer(session, proposer.institution, "Budi Santoso")
    make_officer(session, seller.platform, "Budi Santoso")

    refused = proposer.try_proposing(seller)

    assert (refused.status_code, slug_of(refused)) == (403, "own-group-course")
    assert refused.json["tie"].startswith("Somebody who is an officer of")
    assert seller.accept(proposer.propose(seller, 0)).status_code == 201


def test_a_tie_that_becomes_known_meanwhile_stops_the_acceptance(
    proposer, seller, session
):
    proposal = proposer.propose(seller)
    make_officer(session, proposer.institution, "Budi Santoso")
    make_officer(session, seller.platform, "Budi Santoso")

    assert slug_of(seller.accept(proposal)) == "own-group-course"

    assert [each["state"] for each in seller.proposals()] == ["waiting"]


@pytest.mark.parametrize("side", ["institution", "platform"])
def test_either_side_gives_notice_and_the_course_is_sold_until_then(
    proposer, seller, session, side
):
    seller.accept(proposer.propose(seller))
    [agreed] = proposer.offerings()
    leaver = proposer if side == "institution" else seller
    soon = (now() + timedelta(days=6)).isoformat()
    assert slug_of(leaver.leave(agreed["id"], leaves_at=soon)) == (
        "offering-leaves-too-soon"
    )

    given = leaver.leave(agreed["id"]).json

    assert given["leaving_by"] == side
    assert withdraw_due(session, at=now() + timedelta(days=6)) == 0
    assert proposer.prices() == [350_000]
    assert withdraw_due(session, at=now() + timedelta(days=8)) == 1
    assert withdraw_due(session, at=now() + timedelta(days=8)) == 0
    assert (proposer.prices(), proposer.offerings()) == ([], [])
    assert topics(session)[-2:] == ["offering.leaving", "offering.withdrawn"]
    assert slug_of(leaver.leave(agreed["id"])) == "own-offering-not-found"


def test_an_acceptance_ends_a_notice(proposer, seller, session):
    seller.accept(proposer.propose(seller))
    [agreed] = proposer.offerings()
    proposer.leave(agreed["id"])

    seller.accept(proposer.propose(seller))

    assert withdraw_due(session, at=now() + timedelta(days=30)) == 0
    assert session.get_one(Offering, agreed["id"]).leaves_at is None


def test_others_proposals_and_offerings_look_like_none(
    proposer, seller, client, session
):
    proposal = proposer.propose(seller)
    other, stranger = Seller(client, session), Proposer(client, session)

    assert slug_of(other.accept(proposal)) == "proposal-not-found"
    assert slug_of(other.decline(proposal)) == "proposal-not-found"
    assert slug_of(stranger.withdraw(proposal)) == "proposal-not-found"
    seller.accept(proposal)
    [agreed] = proposer.offerings()
    assert slug_of(other.leave(agreed["id"])) == "own-offering-not-found"
    assert slug_of(stranger.leave(agreed["id"])) == "own-offering-not-found"


def test_only_platforms_are_proposed_to(proposer, seller):
    seller.platform = proposer.institution

    assert slug_of(proposer.try_proposing(seller)) == "platform-unknown"


def test_without_a_scheme_the_whole_price_bounds_a_commission(proposer, seller):
    bound_commissions_by(lambda session: None)

    assert proposer.propose(seller, commission=10_000)["commission_bps"] == 10_000
