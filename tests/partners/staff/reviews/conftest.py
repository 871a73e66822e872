"""An organisation whose staff is reviewed."""

import pytest
from sqlalchemy.orm import Session

from partners.organisations import Organisation
from partners.staff import Role, Seat
from tests.factories import (
    make_access_review,
    make_account,
    make_organisation,
    make_seat,
)


@pytest.fixture
def organisation(session: Session) -> Organisation:
    return make_organisation(session, name="Kursus Maju", code="kursus-maju")


@pytest.fixture
def owner(session: Session, organisation: Organisation) -> Seat:
    account = make_account(session, full_name="Dewi Ayu", email="dewi@example.org")
    return make_seat(session, organisation, account_id=account.id)


@pytest.fixture
def second(session: Session, organisation: Organisation) -> Seat:
    account = make_account(session, full_name="Eka Putri", email="eka@example.org")
    return make_seat(session, organisation, account_id=account.id)


@pytest.fixture
def colleague(session: Session, organisation: Organisation) -> Seat:
    account = make_account(session, full_name="Citra Dewi", email="citra@example.org")
    return make_seat(session, organisation, Role.CATALOGUE, account_id=account.id)


@pytest.fixture
def review(session, organisation, owner, second, colleague, at):
    """A review of two owners and a colleague, opened at `at`."""
    return make_access_review(session, organisation, opened_at=at)
