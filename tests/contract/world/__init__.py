"""One of each thing that a path can name, owned by known organisations.

Each module makes the things of one domain and writes their ids into `ids`, by the names
of the path parameters.
"""

from sqlalchemy.orm import Session

from tests import factories
from tests.contract.world.callers import (
    KINDS,
    RETURN,
    Caller,
    World,
    make_caller,
)
from tests.contract.world.catalogue import (
    add_case,
    add_listings,
    add_reviews,
    add_visits,
)
from tests.contract.world.learning import add_class, add_programme, add_refund_request
from tests.contract.world.partnership import (
    add_application,
    add_closures,
    add_people,
    add_register,
    add_sanction,
)
from tests.contract.world.programs import add_client, add_endpoint, add_links

__all__ = ["RETURN", "Caller", "World", "make_caller", "make_world"]


def make_world(session: Session, *, one_for_all: bool = False) -> World:
    """A participant and her things, at organisations of their own.

    With `one_for_all` a single organisation is of every kind, so that one token can
    call every operation.
    """
    account = factories.make_account(session)
    participant = factories.make_participant(session, account)
    if one_for_all:
        everyone = make_caller(session, account, *KINDS)
        institution = platform = operator = everyone
    else:
        institution, platform, operator = (
            make_caller(session, account, kind) for kind in KINDS
        )
    ids = {
        "organisation_id": factories.make_organisation(session).id,
        "participant_id": participant.id,
    }
    secrets: dict[str, str] = {}
    partner = platform.organisation
    add_programme(session, ids, participant)
    add_class(session, ids, secrets, (institution, platform, account))
    add_endpoint(session, ids, partner)
    add_links(session, ids, partner, account)
    add_people(session, ids, account, (partner, operator.organisation))
    add_sanction(session, ids, partner)
    add_refund_request(session, ids, (institution, platform))
    add_register(session, ids, partner, account)
    add_closures(session, ids)
    add_reviews(session, ids, partner)
    add_case(session, ids, partner)
    add_visits(session, ids, institution.organisation, partner)
    add_listings(session, ids, institution.organisation, partner)
    add_application(session, ids, partner)
    add_client(session, ids, partner)
    return World(
        account=account,
        institution=institution,
        platform=platform,
        operator=operator,
        ids={name: str(value) for name, value in ids.items()},
        secrets=secrets,
    )
