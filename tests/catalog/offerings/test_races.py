"""Both sides act on one proposal at the same instant; one of them wins."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from catalog.courses import Offering
from catalog.offerings.models import Proposal
from core.unit_of_work import snapshot, unit_of_work
from tests.catalog.offerings.dealing import Proposer, Seller, slug_of

pytestmark = pytest.mark.race

MANY = 8


@pytest.fixture
def sides(app, committed):
    with unit_of_work("test") as session:
        client = app.test_client()
        return Proposer(client, session), Seller(client, session)


def at_once(acts):
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        answers = list(pool.map(run, acts))
    return Counter(
        slug_of(answer) if answer.status_code >= 400 else "done" for answer in answers
    )


def count(model, *where):
    with snapshot("test") as session:
        return session.scalar(select(func.count()).select_from(model).where(*where))


def test_one_of_many_acceptances_lists_the_course(app, sides):
    proposer, seller = sides
    proposal = proposer.propose(seller)

    met = at_once([lambda: seller.accept(proposal, client=app.test_client())] * MANY)

    assert met == {"done": 1, "proposal-ended": MANY - 1}
    assert count(Offering) == 1


def test_an_acceptance_and_a_withdrawal_do_not_both_happen(app, sides):
    proposer, seller = sides
    for amount in range(100_000, 100_005):
        proposal = proposer.propose(seller, amount)

        met = at_once(
            [
                lambda proposal=proposal: seller.accept(
                    proposal, client=app.test_client()
                ),
                lambda proposal=proposal: proposer.withdraw(
                    proposal, client=app.test_client()
                ),
            ]
        )

        assert met == {"done": 1, "proposal-ended": 1}
        with snapshot("test") as session:
            state = session.get_one(Proposal, proposal["id"]).state
            listed = session.scalar(
                select(Offering.price).where(Offering.price == amount)
            )
        assert (state == "accepted") == (listed == amount)


def test_of_many_proposals_at_once_one_waits(app, sides):
    proposer, seller = sides

    met = at_once(
        [lambda: proposer.try_proposing(seller, client=app.test_client())] * MANY
    )

    assert met == {"done": 1, "proposal-waiting": MANY - 1}
    assert count(Proposal, Proposal.state == "waiting") == 1
