import pytest

from tests.factories import make_course


@pytest.fixture
def course(session):
    return make_course(session)
