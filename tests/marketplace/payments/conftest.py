from collections.abc import Iterator

import pytest

from marketplace.payments.partner import StripeStyleClient
from tests.marketplace.payments.making import close_clients, make_client
from tests.marketplace.payments.processes import Simulator, running_simulator


@pytest.fixture(autouse=True)
def _no_connection_is_left_open() -> Iterator[None]:
    yield
    close_clients()


@pytest.fixture(scope="module")
def simulator_process() -> Iterator[Simulator]:
    with running_simulator() as running:
        yield running


@pytest.fixture
def simulator(simulator_process: Simulator) -> Simulator:
    """The simulated partner, with all its faults turned off."""
    simulator_process.repair()
    return simulator_process


@pytest.fixture
def client(simulator: Simulator) -> StripeStyleClient:
    """A client of the simulated partner that does not wait between attempts."""
    return make_client(simulator.url)
