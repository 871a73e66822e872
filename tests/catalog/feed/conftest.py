import pytest

from tests.catalog.feed.stand import make_stand


@pytest.fixture
def stand(session):
    return make_stand(session)
