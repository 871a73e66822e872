"""Who hears of an event is who its description says (tests/audiences.py looks at all
events of all tests)."""

import pytest

from core.clock import now
from core.events import NOBODY, publish, published_events
from core.events.members import NotTold
from core.ids import new_id
from marketplace.programme.events import BatchOpened
from partners.organisations.events import OrganisationApproved
from tests.audiences import MAY_HEAR, told_too_many
from tests.factories import make_organisation


def test_for_all_words_it_is_known_whom_they_mean(app):
    words = {event.told_to for event in published_events()} - {NOBODY}

    assert words == set(MAY_HEAR)


def test_what_is_told_to_nobody_has_no_audience(app):
    with pytest.raises(NotTold):
        BatchOpened(
            batch_id=new_id(), number=1, occurred_at=now(), audience=(new_id(),)
        )


def test_an_audience_wider_than_the_words_is_found(session):
    own, other = (make_organisation(session).id for _ in range(2))

    def tell(*audience):
        publish(
            session,
            OrganisationApproved(
                organisation_id=own, occurred_at=now(), audience=audience
            ),
        )

    tell(own)
    tell()
    assert told_too_many(session) == []

    tell(own, other)
    (found,) = told_too_many(session)

    assert found.startswith("organisation.approved tells")
    # This test's own mistake is not the next check's.
    session.rollback()
