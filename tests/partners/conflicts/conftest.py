"""The operator's desk, and three partners."""

import pytest

from partners.organisations import Kind
from tests.factories import make_organisation
from tests.marketplace.standing.conftest import statements
from tests.partners.standing.conftest import browser_of, desk, first, owner, second

__all__ = ["browser_of", "desk", "first", "owner", "second", "statements"]


@pytest.fixture
def partner(session):
    return make_organisation(
        session, Kind.TRAINING_INSTITUTION, name="Kursus Maju", code="kursus-maju"
    )


@pytest.fixture
def platform(session):
    return make_organisation(
        session, Kind.DIGITAL_PLATFORM, name="Pasar Pelatihan", code="pasar"
    )


@pytest.fixture
def assessor(session):
    return make_organisation(
        session, Kind.ASSESSOR, name="Universitas Uji", code="universitas-uji"
    )
