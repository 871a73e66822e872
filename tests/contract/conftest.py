"""The contract as the application publishes it, walked by its tests."""

import json
from typing import Any

import pytest
from flask import Flask

from tests.contract.operations import Operation, operations_of
from tests.contract.world import World, make_world


@pytest.fixture(scope="session")
def contract(app: Flask) -> dict[str, Any]:
    return json.loads(app.test_client().get("/openapi.json").data)


@pytest.fixture(scope="session")
def operations(contract: dict[str, Any]) -> list[Operation]:
    return operations_of(contract)


@pytest.fixture
def world(session) -> World:
    """Things of known owners, each kind of organisation a different one."""
    return make_world(session)


@pytest.fixture
def all_in_one(session) -> World:
    """The same with one organisation of every kind, whose token can call everything."""
    return make_world(session, one_for_all=True)
