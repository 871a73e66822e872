"""Monitors and classes."""

import pytest

from tests.catalog.monitoring.visiting import Field


@pytest.fixture
def field(client, session):
    return Field(client, session)
