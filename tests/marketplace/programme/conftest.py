"""A programme with people who applied, and the moves of a batch in one word each."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from marketplace.participants.models import Participant
from marketplace.programme import Batch, BatchStatus, Scheme
from marketplace.programme.services.award import award_next
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.services.run_batch import close_batch
from marketplace.programme.services.select_recipients import select_recipients
from marketplace.programme.services.verify import verify_next
from partners.accounts import Account
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_application,
    make_batch,
    make_client,
    make_organisation,
    make_participant,
    make_token,
)

JAKARTA = ZoneInfo("Asia/Jakarta")

MakeBatch = Callable[..., Batch]


@pytest.fixture
def closed_batch(session: Session, at: datetime) -> MakeBatch:
    """Make a closed batch with so many applications that were all checked."""

    def make(
        applicants: int, *, quota: int = 100, scheme: Scheme | None = None
    ) -> Batch:
        batch = make_applied_batch(session, applicants, quota=quota, scheme=scheme)
        close_batch(session, batch_id=batch.id, at=at)
        verify_next(session, batch_id=batch.id, at=at)
        return batch

    return make


@pytest.fixture
def decided_batch(session: Session, at: datetime, closed_batch: MakeBatch) -> MakeBatch:
    """Make a decided batch of which no award has been made yet."""

    def make(
        applicants: int, *, quota: int = 100, scheme: Scheme | None = None
    ) -> Batch:
        batch = closed_batch(applicants, quota=quota, scheme=scheme)
        select_recipients(session, batch_id=batch.id, at=at)
        decide_batch(
            session, batch_id=batch.id, decree_number="SK-7", at=at, zone=JAKARTA
        )
        return batch

    return make


@pytest.fixture
def awarded_batch(
    session: Session, at: datetime, decided_batch: MakeBatch
) -> MakeBatch:
    """Make a decided batch with all its awards."""

    def make(
        applicants: int, *, quota: int = 100, scheme: Scheme | None = None
    ) -> Batch:
        batch = decided_batch(applicants, quota=quota, scheme=scheme)
        award_next(session, batch_id=batch.id, at=at)
        return batch

    return make


def make_applied_batch(
    session: Session,
    applicants: int,
    *,
    quota: int = 100,
    scheme: Scheme | None = None,
    status: BatchStatus = BatchStatus.OPEN,
) -> Batch:
    """A batch with so many eligible applicants of different families."""
    batch = make_batch(session, scheme, quota=quota, status=status)
    for _ in range(applicants):
        make_application(session, batch, make_participant(session))
    return batch


def own_headers(
    session: Session, participant: Participant, scope: str = "participant:self"
) -> dict[str, str]:
    """Headers of a client that acts for the participant with one scope."""
    organisation = make_organisation(session, Kind.OPERATOR)
    client = make_client(session, organisation, [scope])
    account = session.get_one(Account, participant.id)
    return authorization(make_token(session, client, account))
