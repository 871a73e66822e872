"""The world that is attacked."""

import pytest

from tests.attacks.attacking import World
from tests.partners.oauth.flow import make_platform, sign_in


@pytest.fixture
def world(app, session) -> World:
    browser, stranger = app.test_client(), app.test_client()
    victim = sign_in(browser, session)
    sign_in(stranger, session, full_name="Rudi Hartono")
    return World(
        session=session,
        browser=browser,
        stranger=stranger,
        victim=victim,
        shop=make_platform(session),
        rival=make_platform(session),
        native=make_platform(session, "none"),
    )
