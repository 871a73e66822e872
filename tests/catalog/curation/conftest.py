"""The people who judge courses."""

import pytest

from tests.catalog.curation.judging import Town


@pytest.fixture
def town(client, session):
    return Town(client, session)
