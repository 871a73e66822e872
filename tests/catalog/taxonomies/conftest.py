import pytest

from catalog.taxonomies.services.load import load_taxonomies
from core.clock import now
from tests.catalog.taxonomies.edition import EDITION


@pytest.fixture
def edition(session):
    load_taxonomies(session, EDITION, at=now())
